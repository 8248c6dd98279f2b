"""The portal's own texts, filled: nothing open, nothing said that nobody said, no contradiction that is a rule."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from agreements.drafting.issuing import agreement_text
from agreements.models import AgreementTemplate, CouncilResolution, PreAgreement
from agreements.models.agreement_text import AgreementText, Section, numbers_of
from agreements.models.terms import terms_on
from agreements.text.documents import agreement_html
from agreements.text.placeholder_values import day_in_text
from agreements.text.standard_texts.catalogue import EVERY, StandardTemplate
from agreements.text.standard_texts.comparison import comparison
from tests.factories.communes import OfficeHolderFactory, TopicFactory
from tests.factories.ready_agreements import ready_draft

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs"
Kind = PreAgreement.Kind
PUBLISHED_FIRST = "0575f1e1357673928ad0861966be7498319f7284bb4c37262e52502de422d762"
SAME_WORDING = 3  # adds answers for the summary to the words of the second
SIGNED_ON, BEGIN, END = date(2026, 11, 20), date(2027, 1, 1), date(2028, 12, 31)
RESOLVED_ON = date(2026, 11, 5)
NUMBERS_ONLY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}")
LONG_DAY = re.compile(
    r"\d{1,2}\. (?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) \d{4}"
)
GENDER_CHARACTERS = re.compile(r"\w[*:_/·]-?in(?:nen)?\b|[a-zäöüß]In(?:nen)?\b")
RESOLUTIONS: dict[str, dict[str, Any]] = {
    "undecided": {},
    "not_needed": {},
    "pending": {"expected_on": date(2026, 12, 10)},
    "passed": {"passed_on": RESOLVED_ON, "number": "SR 2026/117"},
}


@pytest.fixture
def draft() -> PreAgreement:
    return ready_draft(term_from=BEGIN, term_until=END)


def edition_of(standard: StandardTemplate, number: int) -> Any:
    """A template with this edition, not saved under the portal's own name."""
    chosen = next(each for each in standard.editions if each.number == number)
    template = AgreementTemplate.objects.create(
        name=f"{standard.name} {number}", kind=standard.kind, signature_level=standard.level
    )
    version = template.versions.create(number=1, title=chosen.title)
    for position, (heading, body) in enumerate(chosen.sections, 1):
        version.sections.create(position=position, heading=heading, body=body)
    return version


@dataclass(frozen=True)
class Case:
    """One choice of everything a caseworker can choose, and the text that comes of it."""

    standard: StandardTemplate
    edition: int
    agreement: PreAgreement
    text: AgreementText

    @cached_property
    def prose(self) -> str:
        """The sections alone: what the template says."""
        parts = [part for section in self.text.sections for part in (section.heading, *section.paragraphs)]
        return "\n".join(parts)

    @cached_property
    def whole(self) -> str:
        """All words of the document."""
        return " ".join(strip_tags(agreement_html(self.text)).replace("&nbsp;", " ").split())


def cases(draft: PreAgreement, standard: StandardTemplate) -> Iterator[Case]:
    """Each edition for each resolution, with and without end, by a deputy of a long name and by the mayor."""
    amended = _amended(draft)
    deputy = OfficeHolderFactory(commune=draft.commune, office="deputy", deputy_rank=1, last_name="Vertretungsmuster")
    signatories = ((None, "Musterstadt"), (deputy, "Dippoldiswalde-Müglitztal am Osterzgebirge (Sächsische Schweiz)"))
    for edition in (each for each in standard.editions if each.number < SAME_WORDING):
        version = edition_of(standard, edition.number)
        for resolution, (stands_in, name), until in product(RESOLUTIONS, signatories, (None, END)):
            draft.commune.name = name
            agreement = _row(draft, amended, standard.kind)
            agreement.template_version, agreement.term_until = version, until
            agreement.deputy, agreement.deputy_reason = stands_in, "Urlaub" if stands_in else ""
            CouncilResolution(agreement=agreement, state=resolution, **RESOLUTIONS[resolution])
            yield Case(standard, edition.number, agreement, _text(agreement))


def _amended(draft: PreAgreement) -> PreAgreement:
    """An agreement in force on paper that the others change or end."""
    row = PreAgreement.objects.get(pk=draft.pk)
    row.pk, row.reference, row.status, row.signed_on = None, "LPR-2026-0900", "in_force", SIGNED_ON
    row.term_until = date(2027, 12, 31)
    row.save()
    row.topics.set([TopicFactory(name="Zivilcourage")])
    return row


def _row(draft: PreAgreement, amended: PreAgreement, kind: PreAgreement.Kind) -> PreAgreement:
    row = PreAgreement.objects.get(pk=draft.pk)
    row.commune, row.kind = draft.commune, kind
    if kind != Kind.AGREEMENT:
        row.amends, row.wording = amended, "Die Ziele sind erreicht."
    if kind == Kind.TERMINATION:
        row.last_day, row.term_from = END, None
    return row


def _text(agreement: PreAgreement) -> AgreementText:
    return agreement_text(agreement, version=1, code="AAAA-BBBB-CCCC", issued_at=timezone.now(), draft=False)


def nothing_is_left_open(case: Case) -> bool:
    words = ("$", "noch offen", "  ", "None", " ,", " .", "()", ",,", "..")
    return "$" not in case.text.title and not any(found in case.prose for found in words)


def days_are_written_in_one_way(case: Case) -> bool:
    said = case.prose + case.whole
    known = {day_in_text(day) for day in (BEGIN, END, SIGNED_ON, RESOLVED_ON, timezone.localdate())}
    return not NUMBERS_ONLY.search(said) and set(LONG_DAY.findall(said)) <= known


def a_resolution_is_spoken_of_only_when_somebody_did(case: Case) -> bool:
    said = case.agreement.council_resolution.state != CouncilResolution.State.UNDECIDED
    return "beschluss" not in case.prose.casefold() and ("beschluss" in case.whole.casefold()) == said


def the_term_is_the_one_that_holds(case: Case) -> bool:
    if case.standard.kind == Kind.TERMINATION:
        return day_in_text(END) in case.prose and "Laufzeit" not in case.whole
    until = terms_on(case.agreement, END).term_until
    begin = day_in_text(BEGIN)
    term = f"vom {begin} bis zum {day_in_text(until)}" if until else f"ab dem {begin} auf unbestimmte Zeit"
    box = f"{begin} bis {day_in_text(until)}" if until else f"ab {begin}, auf unbestimmte Zeit"
    return term in case.prose and box in case.whole


def who_signs_is_named(case: Case) -> bool:
    deputy = case.agreement.deputy
    signatory = deputy.full_name if deputy else "Erika Musterfrau"
    return f"vertreten durch {signatory} ({'i. V. ' if deputy else ''}" in case.whole


def the_form_is_worth_what_it_says(case: Case) -> bool:
    """Of the second edition; the first says less."""
    said = case.prose
    if case.edition == 1:
        return "Schriftform" not in said
    if case.standard.level == "paper":
        return "das ist die Schriftform" in said and not re.search(r"[Ss]ignatur|elektronisch", said)
    right = "die Schriftform nicht" in said and said.count("Schriftform") == 1 and "von Hand" not in said
    if case.standard.level == "qualified":
        return right and "Weil nicht beide Seiten qualifiziert signieren" in said
    only_negated = re.findall(r"\w+ qualifiz\w+", said) == ["keine qualifizierten"]
    return right and only_negated and "als fortgeschrittene elektronische Signaturen" in said


RULES = (
    nothing_is_left_open,
    days_are_written_in_one_way,
    a_resolution_is_spoken_of_only_when_somebody_did,
    the_term_is_the_one_that_holds,
    who_signs_is_named,
    the_form_is_worth_what_it_says,
)


@pytest.mark.parametrize("standard", EVERY, ids=lambda standard: standard.name)
def test_whatever_is_chosen_each_text_keeps_all_rules(draft, standard):
    broken = [
        (rule.__name__, case.edition, case.agreement.council_resolution.state, case.prose)
        for case in cases(draft, standard)
        for rule in RULES
        if not rule(case)
    ]
    assert broken == []


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_can_be_broken(draft, rule):
    """A text that says the opposite of everything is caught by each."""
    case = next(cases(draft, EVERY[0]))
    wrong = Section("Schriftform", ("Der Beschluss vom 1.1.2027 steht noch aus, $bürgermeister: noch offen.",))
    bad = replace(case.text, sections=(wrong,), commune_signatory="Micky Maus")
    assert rule(case)
    assert not rule(Case(case.standard, case.edition, case.agreement, bad))


@pytest.mark.parametrize("standard", EVERY, ids=lambda standard: standard.name)
def test_the_second_edition_says_kuendigen_and_uses_no_gender_characters(standard):
    said = "\n".join(f"{heading}\n{body}" for heading, body in standard.editions[-1].sections)
    assert not re.search(r"[Bb]eend", said)
    assert not GENDER_CHARACTERS.search(said)
    assert re.findall(r"[\"']", said) == []


@pytest.mark.parametrize(
    "standard", [each for each in EVERY if each.kind == Kind.AGREEMENT], ids=lambda each: each.name
)
def test_references_to_other_sections_lead_where_they_say(standard):
    """A number belongs to its heading; § 3 of an act is no section of ours."""
    headings = [heading for heading, _ in standard.editions[-1].sections]
    numbered = dict(zip(numbers_of(headings), standard.editions[-1].sections, strict=True))
    meant = {2: "Themen", 3: "Angebote des Landespräventionsrates", 5: "Mitwirkung der Kommune"}
    said = "\n".join(body for _, body in standard.editions[-1].sections)
    found = {int(number) for number in re.findall(r"§ (\d+)(?! des Sächs)", said)}
    assert found == set(meant)
    assert {number: numbered[number][0] for number in meant} == meant
    assert "§ 5 Absatz 1" in said
    assert numbered[5][1].split("\n\n")[0] == "Ansprechperson der Kommune ist $kontakt."


def second_of(draft: PreAgreement) -> Case:
    """The agreement that is signed online, as it is offered today."""
    return next(case for case in cases(draft, EVERY[0]) if case.edition == 2)


def test_the_second_edition_names_the_sides_the_offers_and_the_ends(draft, settings):
    settings.LPR_LEGAL_ENTITY, settings.LPR_ADDRESS = "Freistaat Musterland", "Musterweg 7, 01234 Musterort"
    case = second_of(draft)
    said = case.prose
    for part in (
        "Landesstrategie Allianz Sichere Sächsische Kommunen (ASSKomm)",
        "Rechtsträger des Landespräventionsrates ist: Freistaat Musterland.",
        "Landespräventionsrat Sachsen, Musterweg 7, 01234 Musterort.",
        "berät die Kommune",
        "Sicherheitsanalyse",
        "20 Wochen",
        "Coaching",
        "Aus- und Fortbildung",
        "Netzwerks",
        "Kommunalen Präventionsrat",
        "bis zu 90 Prozent",
        "nicht zugesagt",
        "Haushaltsmittel",
        "Jede Seite trägt die Kosten",
        "vertraulich",
        "Artikel 6 Absatz 1 Buchstabe e",
        "aus wichtigem Grund",
        "wickeln die Beteiligten begonnene Vorhaben geordnet ab",
        "Schließen die Beteiligten eine Kooperationsvereinbarung, endet die Vorvereinbarung",
        "Änderungsmitteilung in Textform",
        "frühestens mit dem Beginn der Laufzeit",
    ):
        assert part in said, part
    head = case.whole
    assert (
        "Freistaat Musterland, Landespräventionsrat Sachsen, Musterweg 7, 01234 Musterort, hier handelnd durch" in head
    )


def test_a_preamble_has_no_number_and_does_not_count(draft):
    case = second_of(draft)
    assert [(number, section.heading) for number, section in case.text.numbered][:3] == [
        (None, "Präambel"),
        (1, "Gegenstand"),
        (2, "Themen"),
    ]
    assert "§ 1 Gegenstand" in case.whole
    assert "§ 1 Präambel" not in case.whole


def test_a_draft_without_term_says_so_in_text_and_overview(draft):
    draft.term_from = draft.term_until = None
    draft.template_version = edition_of(EVERY[0], 2)
    case = Case(EVERY[0], 2, draft, replace(_text(draft), draft=True))
    assert "Die Laufzeit ist: noch offen." in case.prose
    assert "Laufzeit noch offen" in case.whole


def test_the_first_edition_stays_as_it_was_published():
    first = [
        (each.name, each.editions[0].title, each.editions[0].sections) for each in EVERY if each.editions[0].number == 1
    ]
    content = json.dumps(first, ensure_ascii=False).encode()
    assert hashlib.sha256(content).hexdigest() == PUBLISHED_FIRST


@pytest.mark.parametrize("standard", EVERY, ids=lambda standard: standard.name)
def test_the_third_edition_has_the_words_of_the_second(standard):
    second, third = standard.editions[-2:]
    assert (second.number, third.number) == (2, SAME_WORDING)
    assert (second.title, second.sections) == (third.title, third.sections)


def test_the_page_that_compares_the_editions_is_that_of_the_texts():
    page = (DOCS / "vorlagen-vergleich.md").read_text(encoding="utf-8")
    assert page == comparison(), "bitte neu schreiben: manage.py compare_templates > docs/vorlagen-vergleich.md"


def test_each_legal_point_says_what_the_text_says_why_and_what_to_decide():
    page = (DOCS / "rechtliche-punkte.md").read_text(encoding="utf-8")
    points = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    assert len(points) >= 10
    for point in points:
        for part in ("**Text:**", "**Warum:**", "**Zu entscheiden:**"):
            assert part in point, (point.splitlines()[0], part)


def test_legal_points_quote_what_the_texts_say():
    """Quotations in „…“ behind **Text:** stand in the newest edition of some text, word by word."""
    page = (DOCS / "rechtliche-punkte.md").read_text(encoding="utf-8")
    said = " ".join(" ".join(body for _, body in each.editions[-1].sections) for each in EVERY)
    quoted = [
        " ".join(words.split())
        for text in re.findall(r"\*\*Text:\*\*(.*?)\n\n", page, flags=re.DOTALL)
        for words in re.findall(r"„(.*?)“", text, flags=re.DOTALL)
    ]
    assert quoted
    assert [words for words in quoted if words not in " ".join(said.split())] == []


def test_a_later_day_of_the_last_signature_contradicts_nothing(draft):
    """Signed after the term began: the text names the term and says when it comes into force, not both at once."""
    draft.term_from = timezone.localdate() - timedelta(days=30)
    draft.template_version = edition_of(EVERY[0], 2)
    said = Case(EVERY[0], 2, draft, _text(draft)).prose
    assert "gilt vom" not in said
    assert "gilt ab dem" not in said
