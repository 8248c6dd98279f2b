"""What is said before an agreement's text: no more than its content and the edition's released sentences say."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from agreements.models import TemplateSection
from agreements.models.agreement_states import AgreementKind
from agreements.models.agreement_text import AgreementText, Section
from agreements.models.summary_questions import SummaryQuestion
from agreements.text.filling import filled
from agreements.text.standard_texts.answers_3 import ANSWERS
from agreements.text.standard_texts.catalogue import EVERY
from agreements.text.summary import Answer, Place, summary_of
from tests.agreements.texts import ORDINARY
from tests.factories.agreements import TemplateVersionFactory
from tests.factories.ready_agreements import issued, published_template

Kind = AgreementKind
# The words of each section that carry its answer.
CARRIED_BY = {
    (Kind.AGREEMENT, "Gegenstand"): [
        "im Rahmen der Landesstrategie",
        "bereitet eine Kooperationsvereinbarung vor",
        "begründet keine Pflicht, eine Kooperationsvereinbarung zu schließen",
    ],
    (Kind.AGREEMENT, "Angebote des Landespräventionsrates"): [
        "berät die Kommune",
        "Erfahrungen des landesweiten Netzwerks",
        "kann der Kommune eine Sicherheitsanalyse anbieten",
        "kann der Landespräventionsrat ein Coaching finanzieren",
    ],
    (Kind.AGREEMENT, "Haushaltsvorbehalt und Kosten"): [
        "Jede Seite trägt die Kosten",
        "keine Zahlungspflichten zwischen den Beteiligten",
        "Alle Angebote nach § 3 stehen unter dem Vorbehalt, dass Haushaltsmittel verfügbar sind",
        "Ein Rechtsanspruch auf einzelne Angebote besteht nicht",
    ],
    (Kind.AGREEMENT, "Mitwirkung der Kommune"): [
        "bindet die betroffenen Ämter ihrer Verwaltung, die Polizei und weitere Stellen ein",
        "stellt die nötigen Informationen bereit",
        "Ansprechperson der Kommune ist $kontakt",
    ],
    (Kind.AGREEMENT, "Inkrafttreten und Laufzeit"): [
        "mit der letzten Unterschrift in Kraft, frühestens mit dem Beginn der Laufzeit"
    ],
    (Kind.AGREEMENT, "Kündigung und Abwicklung"): [
        "Frist von vier Wochen zum Ende eines Kalendermonats",
        "aus wichtigem Grund ohne Einhaltung einer Frist",
    ],
    (Kind.AMENDMENT, "Geänderte Bestimmungen"): ["$aenderungen"],
    (Kind.AMENDMENT, "Weitere Änderungen"): ["$wortlaut"],
    (Kind.AMENDMENT, "Inkrafttreten und Fortgeltung"): [
        "ab dem Tag der letzten Unterschrift",
        "frühestens mit dem Inkrafttreten der Vorvereinbarung",
        "gilt die Vorvereinbarung unverändert fort",
    ],
    (Kind.TERMINATION, "Gegenstand"): ["im Einvernehmen auf"],
    (Kind.TERMINATION, "Abwicklung"): [
        "wickeln begonnene Vorhaben geordnet ab und beginnen keine neuen",
        "insbesondere zu Vertraulichkeit und Datenschutz, bleiben bestehen",
    ],
}


def text(**changes: object) -> AgreementText:
    sections = (
        Section("Präambel", ("Wir arbeiten zusammen.",)),
        Section("Themen", ("Die Themen sind Vandalismus, Graffiti.",)),
        Section("Kosten", ("Jede Seite trägt ihre Kosten.",), "cost", "Jede Seite zahlt selbst."),
        Section("Laufzeit", ("Sie gilt vom 1. Dezember 2026 bis zum 30. November 2028.",)),
    )
    return replace(ORDINARY, **{"sections": sections, **changes})  # type: ignore[arg-type]  # fields of the text by name


def by_question(content: AgreementText) -> dict[str, Answer]:
    return {answer.question: answer for answer in summary_of(content)}


def test_what_the_content_itself_says_is_told_with_its_section():
    found = by_question(text())
    assert list(found) == ["Worum geht es?", "Was kostet es?", "Wie lange gilt sie?"]
    topics, term = found["Worum geht es?"], found["Wie lange gilt sie?"]
    assert (topics.label, topics.fact, topics.places) == ("Themen:", "Vandalismus, Graffiti", (Place(2, 1),))
    assert (term.fact, term.places) == ("1. Dezember 2026 bis 30. November 2028", (Place(4, 3),))


def test_an_answer_goes_with_its_section_wherever_that_stands():
    first, *others = text().sections
    turned = by_question(text(sections=(first, *reversed(others))))
    assert turned["Was kostet es?"].sentences == ("Jede Seite zahlt selbst.",)
    assert turned["Was kostet es?"].places == (Place(3, 2),)
    assert turned["Worum geht es?"].places == (Place(4, 3),)
    without = by_question(text(sections=(first,)))
    assert "Was kostet es?" not in without
    assert without["Worum geht es?"].places == (), "no section says it, so none is named"


def test_an_open_end_and_a_term_that_nobody_knows():
    open_end = by_question(text(term_until=None))
    assert open_end["Wie lange gilt sie?"].fact == "Ab 1. Dezember 2026, auf unbestimmte Zeit"
    assert "Wie lange gilt sie?" not in by_question(text(term_from=None, term_until=None))


def test_an_amendment_and_a_termination_are_asked_in_their_own_words():
    section = Section("Gegenstand", ("Es geht um LPR-2026-0001 bis zum 30. Juni 2027.",), "end", "Nichts bleibt.")
    about = {"amends": "LPR-2026-0001", "sections": (section,), "title": "Aufhebung der Vorvereinbarung"}
    ends = by_question(text(kind="termination", last_day=date(2027, 6, 30), **about))
    assert list(ends) == ["Worum geht es?", "Wann endet die Vereinbarung?", "Was geschieht danach?"]
    assert ends["Worum geht es?"].fact == "Aktenzeichen LPR-2026-0001"
    assert ends["Wann endet die Vereinbarung?"].fact == "30. Juni 2027"
    assert {answer.places for answer in ends.values()} == {(Place(1, 1),)}
    changes = by_question(text(kind="amendment", **about))
    assert "Wie lange gilt sie?" not in changes
    assert changes["Worum geht es?"].fact == "Aktenzeichen LPR-2026-0001"


def test_the_answers_are_frozen_with_the_text_and_older_versions_stay_readable():
    frozen = text().as_dict()
    assert AgreementText.from_dict(frozen) == text()
    assert [set(section) for section in frozen["sections"]].count({"heading", "paragraphs"}) == 3
    older = AgreementText.from_dict(ORDINARY.as_dict())
    assert [answer.question for answer in summary_of(older)] == ["Worum geht es?", "Wie lange gilt sie?"]


def test_an_answer_of_which_nothing_is_left_is_not_given():
    sections = [
        TemplateSection(heading="Weiteres", body="Text.", question="subject", answer="$wortlaut"),
        TemplateSection(heading="Kosten", body="Text.", question="cost", answer="Für  $kommune\nnichts."),
    ]
    empty, given = filled(sections, {"wortlaut": "", "kommune": "Stadt Musterstadt"})
    assert (empty.question, empty.answer) == ("", "")
    assert (given.question, given.answer) == ("cost", "Für Stadt Musterstadt nichts.")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"question": "cost"}, "answer"),
        ({"answer": "Nichts."}, "question"),
        ({"question": "cost", "answer": "Für $niemand."}, "answer"),
        ({"question": "luck", "answer": "Viel."}, "question"),
    ],
)
@pytest.mark.django_db
def test_a_question_and_its_answer_belong_together(said, wrong):
    section = TemplateSection(version=TemplateVersionFactory(), position=1, heading="Kosten", body="Text.", **said)
    with pytest.raises(ValidationError) as refused:
        section.full_clean()
    assert list(refused.value.message_dict) == [wrong]


@pytest.mark.parametrize("standard", EVERY, ids=lambda standard: standard.name)
def test_each_sentence_of_the_portals_own_is_carried_by_its_section(standard):
    edition = standard.editions[-1]
    bodies = dict(edition.sections)
    assert edition.answers == ANSWERS[standard.kind]
    for heading in edition.answers:
        for words in CARRIED_BY[standard.kind, heading]:
            assert words in bodies[heading], (heading, words)
    assert {heading for kind, heading in CARRIED_BY if kind == standard.kind} == set(edition.answers)


@pytest.mark.django_db
def test_what_is_sent_carries_the_answers_of_its_edition():
    version = published_template()
    stored = {section.heading: section.question for section in version.sections.exclude(answer="")}
    assert stored == {heading: question for heading, (question, _) in ANSWERS[Kind.AGREEMENT].items()}
    sent = issued().current_version
    assert sent is not None
    answers = by_question(AgreementText.from_dict(sent.content))
    assert list(answers) == [str(question.label) for question in SummaryQuestion]
    assert answers["Was leistet Ihre Kommune?"].sentences[0].endswith("Ansprechperson ist Olaf Ordnungsmuster.")
    assert [place.number for place in answers["Worum geht es?"].places] == [1, 2]
