"""One list of placeholders: what the editor takes is what the renderer fills."""

from datetime import date

import pytest

from agreements.drafting.issuing import facts_of
from agreements.models import PreAgreement, TemplateSection
from agreements.models.agreement_states import AgreementKind
from agreements.models.placeholders import EVERY_KIND, PLACEHOLDERS, of_kind, problems, problems_of_heading
from agreements.text.standard_texts.catalogue import EVERY
from tests.factories.agreements import PreAgreementFactory
from tests.factories.editions import begun

NAMES = {each.name for each in PLACEHOLDERS}


def test_every_placeholder_has_one_place_in_the_list():
    assert len(NAMES) == len(PLACEHOLDERS)
    assert set(AgreementKind.values) == EVERY_KIND
    assert all(each.meaning and each.example and each.kinds <= EVERY_KIND for each in PLACEHOLDERS)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", AgreementKind.values)
def test_the_renderer_has_a_value_for_each_placeholder_and_no_other_values(kind):
    agreement = PreAgreementFactory(kind="agreement", status="in_force", signed_on=date(2026, 5, 4))
    if kind != "agreement":
        last_day = date(2027, 6, 30) if kind == "termination" else None
        agreement = PreAgreementFactory(kind=kind, amends=agreement, commune=agreement.commune, last_day=last_day)
    facts = facts_of(PreAgreement.objects.get(pk=agreement.pk))
    assert set(of_kind(kind)) <= set(facts)
    assert set(facts) <= NAMES


@pytest.mark.parametrize("template", EVERY, ids=lambda template: template.name)
def test_the_standard_texts_are_sound(template):
    for edition in template.editions:
        for heading, body in edition.sections:
            assert (problems_of_heading(heading), problems(body, template.kind)) == ([], [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Die $komune arbeitet mit.", "Den Platzhalter $komune gibt es in dieser Vorlage nicht. Meinten Sie $kommune?"),
        ("Die $Kommune arbeitet mit.", "Meinten Sie $kommune?"),
        ("Die ${komune} arbeitet mit.", "Den Platzhalter $komune gibt es"),
        ("$buergermeisterr unterzeichnet.", "Den Platzhalter $buergermeisterr gibt es in dieser Vorlage nicht."),
        ("$bürgermeister unterzeichnet.", "Den Platzhalter $bürgermeister gibt es"),
        ("$kommuneübergreifend", "Den Platzhalter $kommuneübergreifend gibt es"),
        ("Sie zahlt 5 $ im Jahr.", "Bei „$“ steht das Zeichen $ ohne Namen dahinter."),
        ("Sie heißt ${kommune und bleibt.", "„${kommune“ ist kein vollständiger Platzhalter."),
        ("Sie heißt ${ kommune }.", "„${“ ist kein vollständiger Platzhalter."),
        ("Die $$kommune arbeitet mit.", "„$$kommune“ würde als „$kommune“ gedruckt und nicht ersetzt."),
        ("Die $${kommune} arbeitet mit.", "also $kommune."),
        ("Es endet am $letztertag.", "Den Platzhalter $letztertag gibt es in dieser Vorlage nicht."),
    ],
)
def test_an_unknown_or_malformed_placeholder_is_named_with_what_to_do(text, told):
    (problem,) = problems(text, "agreement")
    assert told in problem


def test_with_nothing_alike_all_possible_ones_are_named():
    (problem,) = problems("$xyz", "termination")
    assert problem.endswith(
        "Möglich sind: $kommune, $landkreis, $lpr, $rechtstraeger, $lpranschrift, $vereinbarung, $geschlossenam, "
        "$inkraftseit, $fassung, $wortlaut, $letztertag."
    )


@pytest.mark.parametrize(
    "text", ["Die $kommune, die ${kommune}.", "Ein Betrag von 5 $$ je Tag.", "Von $$5, dazu $$$themen.", "Nichts."]
)
def test_what_the_renderer_fills_is_taken(text):
    assert problems(text, "agreement") == []


def test_a_mistake_made_twice_is_told_once():
    assert len(problems("$komune und $komune", "agreement")) == 1


@pytest.mark.django_db
def test_the_model_refuses_what_the_list_does_not_know(admin_account):
    section = TemplateSection(version=begun(admin_account), position=99, heading="Zu $kommune", body="$komune")
    with pytest.raises(Exception, match="Platzhalter") as refused:
        section.full_clean()
    assert set(refused.value.message_dict) == {"heading", "body"}
