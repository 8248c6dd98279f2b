"""Amendments replace what the agreement says, under the numbers of the text that was signed."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from agreements.drafting.issuing import agreement_text
from agreements.models import PaperOriginal, PreAgreement
from agreements.models.terms import terms_today
from agreements.policies.drafts import missing_for_issue
from agreements.text import standard_template
from agreements.text.amendment_text import changed_terms
from agreements.text.documents import agreement_html
from agreements.text.standard_template import first_edition
from tests.factories.communes import TopicFactory
from tests.factories.ready_agreements import issued, published_template, ready_draft

pytestmark = pytest.mark.django_db
Kind = PreAgreement.Kind
SIGNED_ON = date(2026, 1, 15)


def in_force(agreement: PreAgreement) -> PreAgreement:
    by_hand = {"original": PaperOriginal.objects.create()} if agreement.route == "paper" else {}
    PreAgreement.objects.filter(pk=agreement.pk).update(status="in_force", signed_on=SIGNED_ON, **by_hand)
    return PreAgreement.objects.get(pk=agreement.pk)


@pytest.fixture
def agreement() -> PreAgreement:
    """Signed online, by the newest text."""
    return in_force(issued())


@pytest.fixture
def former_agreement() -> PreAgreement:
    """Signed online, by the first edition."""
    published_template()
    return in_force(issued(ready_draft(template_version=first_edition())))


def change(agreement: PreAgreement, *, topics: list[str] | None = None, **terms: Any) -> PreAgreement:
    """A draft that changes these terms of ``agreement`` and keeps the others."""
    standard_template.load()
    kind = terms.pop("kind", Kind.AMENDMENT)
    held = terms_today(agreement)
    kept = {name: getattr(held, name) for name in ("contact_name", "contact_email", "contact_phone", "term_until")}
    template = standard_template.AgreementTemplate.objects.get(name=standard_template.NAMES[kind])
    draft = PreAgreement.objects.create(
        **{
            **kept,
            "commune": agreement.commune,
            "kind": kind,
            "amends": agreement,
            "reference": f"{agreement.reference}-{kind.label[0]}{agreement.amendments.count() + 1}",
            "term_from": held.term_from,
            "template_version": template.current,
            **terms,
        }
    )
    names = topics if topics is not None else [topic.name for topic in held.topics.all()]
    draft.topics.set([TopicFactory(name=name) for name in names])
    return draft


def paragraphs(draft: PreAgreement, heading: str) -> tuple[str, ...]:
    """What the section says; nothing where it is left out."""
    text = agreement_text(draft, version=1, code="AAAA-BBBB-CCCC", issued_at=timezone.now(), draft=False)
    found: tuple[str, ...] = next((section.paragraphs for section in text.sections if section.heading == heading), ())
    return found


def replaced(draft: PreAgreement) -> tuple[str, ...]:
    return paragraphs(draft, "Geänderte Bestimmungen")


def test_topics_replace_their_section(agreement):
    assert replaced(change(agreement, topics=["Zivilcourage"])) == (
        "§ 2 wird wie folgt gefasst: „Die Zusammenarbeit beginnt mit folgenden Themen: Zivilcourage.“",
    )


def test_a_paragraph_is_replaced_by_its_number_and_the_others_stay(agreement):
    draft = change(agreement, contact_name="Nora Neumuster", contact_phone="", term_until=None)
    assert replaced(draft) == (
        (
            "§ 5 Absatz 1 wird wie folgt gefasst: „Ansprechperson der Kommune ist Nora Neumuster "
            "(ordnungsamt@musterstadt.example).“"
        ),
        (
            "§ 9 Absatz 1 wird wie folgt gefasst: „Diese Vorvereinbarung tritt mit der letzten Unterschrift in Kraft, "
            "frühestens mit dem Beginn der Laufzeit. Die Laufzeit ist: ab dem 1. Januar 2026 auf unbestimmte Zeit.“"
        ),
    )


def test_numbers_are_those_of_the_edition_that_was_signed(former_agreement):
    draft = change(former_agreement, contact_name="Nora Neumuster", term_until=date(2029, 6, 30))
    contact, term = replaced(draft)
    assert contact.startswith("§ 4 Absatz 1 wird wie folgt gefasst: „Die Kommune benennt eine Ansprechperson: Nora Neu")
    assert term.startswith(
        "§ 6 Absatz 1 wird wie folgt gefasst: „Die Vorvereinbarung gilt vom 1. Januar 2026 bis zum 30. Juni 2029."
    )


def test_what_stands_in_no_paragraph_is_replaced_by_its_name(former_agreement):
    """The first edition names the contact without address and telephone: these stood in the overview only."""
    assert replaced(change(former_agreement, contact_phone="030 23125 042")) == (
        (
            "Die Angaben zur Ansprechperson werden wie folgt gefasst: „Olaf Ordnungsmuster "
            "(ordnungsamt@musterstadt.example, Telefon 030 23125 042)“."
        ),
    )


def test_an_agreement_on_paper_has_no_stored_text_and_is_changed_by_names():
    paper = in_force(ready_draft(route="paper"))
    draft = change(paper, topics=["Zivilcourage", "Graffiti"], contact_name="Nora Neumuster", term_until=None)
    assert replaced(draft) == (
        "Die Angaben zu den Themen werden wie folgt gefasst: „Graffiti, Zivilcourage“.",
        (
            "Die Angaben zur Ansprechperson werden wie folgt gefasst: „Nora Neumuster "
            "(ordnungsamt@musterstadt.example, Telefon 03721 555 0120)“."
        ),
        "Die Angaben zur Laufzeit werden wie folgt gefasst: „ab dem 1. Januar 2026 auf unbestimmte Zeit“.",
    )


def test_an_amendment_in_words_replaces_no_paragraph(agreement):
    draft = change(agreement, wording="§ 3 Absatz 5 entfällt.")
    assert replaced(draft) == ()
    assert paragraphs(draft, "Weitere Änderungen") == ("§ 3 Absatz 5 entfällt.",)


def test_the_second_amendment_names_the_first_and_replaces_what_that_said(agreement):
    first = change(agreement, topics=["Zivilcourage"])
    PreAgreement.objects.filter(pk=first.pk).update(status="in_force", signed_on=date(2026, 3, 3))
    agreement = PreAgreement.objects.get(pk=agreement.pk)
    second = change(agreement, contact_name="Nora Neumuster")
    (sentence,) = replaced(second)
    assert sentence.startswith("§ 5 Absatz 1"), "the topics of the first amendment stay"
    (about,) = paragraphs(second, "Gegenstand")
    assert (
        f"ändern ihre Vorvereinbarung vom 15. Januar 2026 (Aktenzeichen {agreement.reference}) in der Fassung der "
        f"Änderung vom 3. März 2026 (Aktenzeichen {first.reference}) nach den folgenden Bestimmungen."
    ) in about


@pytest.mark.parametrize("amendments", [0, 1, 2, 3])
def test_a_termination_names_every_amendment_that_holds(agreement, amendments):
    days = [date(2026, month, 3) for month in (3, 4, 5)][:amendments]
    references = []
    for day in days:
        row = change(agreement, wording="§ 3 Absatz 5 entfällt.")
        PreAgreement.objects.filter(pk=row.pk).update(status="in_force", signed_on=day)
        references.append(row.reference)
    change(agreement, wording="Nur ein Entwurf.")  # does not hold
    agreement = PreAgreement.objects.get(pk=agreement.pk)
    (about,) = paragraphs(
        change(agreement, kind=Kind.TERMINATION, last_day=date(2026, 12, 31), status="withdrawn"), "Gegenstand"
    )
    version = {
        0: "",
        1: " in der Fassung der Änderung vom 3. März 2026 (Aktenzeichen {})",
        2: " in der Fassung der Änderungen vom 3. März 2026 (Aktenzeichen {}) und vom 3. April 2026 (Aktenzeichen {})",
        3: " in der Fassung der Änderungen vom 3. März 2026 (Aktenzeichen {}), vom 3. April 2026 (Aktenzeichen {}) und "
        "vom 3. Mai 2026 (Aktenzeichen {})",
    }[amendments].format(*references)
    expected = f"vom 15. Januar 2026 (Aktenzeichen {agreement.reference}){version} im Einvernehmen auf."
    assert about.endswith(expected)


def test_an_amendment_that_takes_the_contact_away_is_not_sent(agreement):
    draft = change(agreement, contact_name="", contact_email="", contact_phone="")
    assert "Ansprechperson der Kommune mit Name und E-Mail-Adresse angeben" in missing_for_issue(draft)
    kept = change(agreement, wording="§ 3 Absatz 5 entfällt.", status="withdrawn")
    assert not any("Ansprechperson" in lack for lack in missing_for_issue(kept))


def test_of_an_agreement_that_names_no_contact_and_no_term_nothing_is_asked_or_said():
    """Recorded from paper; what is changed is said all the same."""
    paper = in_force(
        ready_draft(
            route="paper",
            contact_name="",
            contact_email="",
            contact_phone="",
            term_from=None,
            term_until=None,
        )
    )
    draft = change(paper, topics=["Zivilcourage"], status="withdrawn")
    assert not any("Ansprechperson" in lack for lack in missing_for_issue(draft))
    shown = whole(draft)
    assert "noch offen" not in shown
    assert "Laufzeit" not in shown
    until = change(paper, term_until=date(2028, 12, 31), status="withdrawn")
    assert replaced(until) == ("Die Angaben zur Laufzeit werden wie folgt gefasst: „bis zum 31. Dezember 2028“.",)
    assert "Laufzeit bis 31. Dezember 2028" in whole(until)


def test_an_end_that_is_taken_away_is_an_open_end():
    paper = in_force(
        ready_draft(
            route="paper",
            term_from=None,
        )
    )
    assert replaced(change(paper, term_until=None)) == (
        "Die Angaben zur Laufzeit werden wie folgt gefasst: „auf unbestimmte Zeit“.",
    )


def whole(draft: PreAgreement) -> str:
    """All words of the document, issued."""
    text = agreement_text(draft, version=1, code="AAAA-BBBB-CCCC", issued_at=timezone.now(), draft=False)
    return " ".join(strip_tags(agreement_html(text)).split())


def test_the_end_of_an_agreement_without_a_known_beginning_is_shown_when_it_changes():
    """Of an old paper often only the end is known: what changes is said to who signs."""
    old = in_force(ready_draft(term_from=None, term_until=date(2027, 12, 31)))
    draft = change(old, term_until=date(2029, 12, 31))
    [term] = changed_terms(draft)
    assert (term.label, term.before, term.after) == ("Laufzeit", "bis 31.12.2027", "bis 31.12.2029")
