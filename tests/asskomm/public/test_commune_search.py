"""From what a visitor types to one commune: variants of spelling, several of one name, errors, former communes."""

from datetime import date

import pytest
from django.core.management import call_command

from asskomm.public.commune_search import AT_ONCE, Kind, answer_to
from communes.models import Commune
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def register():
    call_command("load_register", verbosity=0)


def names(answer):
    return [commune.name for commune in answer.choices]


def test_one_commune_is_found_however_it_is_written(register):
    written = {
        "Pirna": ["Pirna", "  pirna ", "Stadt Pirna", "Große Kreisstadt Pirna", "14628270"],
        "Dresden": ["Landeshauptstadt Dresden"],
        "Bannewitz": ["Gemeinde Bannewitz"],
        "Stadt Wehlen": ["Stadt Wehlen"],
        "Großenhain": ["Großenhain", "Grossenhain", "grossenhain"],
        "Görlitz": ["Goerlitz", "Gorlitz"],
        "Bautzen": ["Budyšin", "budysin"],
        "Oelsnitz/Erzgeb.": ["Oelsnitz/Erzgeb."],
        "Frankenberg/Sa.": ["Frankenberg"],
        "Amtsberg": ["09439"],
    }
    found = {typed: answer_to(typed, DAY) for variants in written.values() for typed in variants}
    assert {answer.kind for answer in found.values()} == {Kind.NOT_YET}
    assert {typed: str(answer.commune) for typed, answer in found.items()} == {
        typed: name for name, variants in written.items() for typed in variants
    }


def test_several_of_one_name_are_offered_with_their_districts(register):
    answer = answer_to("Bernsdorf", DAY)
    assert (answer.kind, names(answer)) == (Kind.SEVERAL, ["Bernsdorf", "Bernsdorf"])
    assert {str(commune.district) for commune in answer.choices} == {"Landkreis Bautzen", "Landkreis Zwickau"}
    assert names(answer_to("Oelsnitz", DAY)) == ["Oelsnitz/Erzgeb.", "Oelsnitz/Vogtl."]
    several = answer_to("01796", DAY)
    assert {"Pirna", "Struppen"} < set(names(several)), "a postcode can belong to several"
    assert names(answer_to("Auerbach", DAY)) == ["Auerbach", "Auerbach/Vogtl."], (
        "the one without an addition hides none"
    )
    assert names(answer_to("Reichenbach", DAY)) == ["Reichenbach im Vogtland", "Reichenbach/O.L."], (
        "both have the name before their region"
    )


def test_a_part_that_fits_many_offers_those_that_begin_with_it_and_says_how_many_there_are(register):
    answer = answer_to("berg", DAY)
    assert answer.kind == Kind.SEVERAL
    assert len(answer.choices) == AT_ONCE
    assert answer.more == Commune.objects.existing_on(DAY).filter(search_key__contains="berg").count() - AT_ONCE
    assert names(answer_to("Bad", DAY))[0].startswith("Bad ")


def test_a_name_with_an_error_is_asked_about(register):
    meant = {"Pirrna": "Pirna", "Hoierswerda": "Hoyerswerda", "Zwikau": "Zwickau"}
    answers = {typed: answer_to(typed, DAY) for typed in meant}
    assert {answer.kind for answer in answers.values()} == {Kind.SIMILAR}
    assert {typed: names(answer)[0] for typed, answer in answers.items()} == meant


def test_what_no_commune_is_called_is_not_found(register):
    for typed in ("xyzxyz", "99999", "14999999", "§§"):
        answer = answer_to(typed, DAY)
        assert (answer.kind, answer.commune, answer.choices) == (Kind.UNKNOWN, None, []), typed


@pytest.mark.parametrize("typed", ["", "   ", "\u0301"])
def test_nothing_typed_is_no_search(typed, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert answer_to(typed, DAY).kind == Kind.NOTHING_TYPED


def test_a_commune_that_has_merged_is_answered_for_by_its_successor():
    successor = CommuneFactory(name="Neumusterstadt")
    CommuneFactory(name="Altmusterdorf", valid_until=date(2020, 12, 31), successor=successor)
    PreAgreementFactory(commune=successor, status="in_force", signed_on=date(2025, 1, 1))
    answer = answer_to("Altmusterdorf", DAY)
    assert (answer.kind, answer.commune, answer.former) == (Kind.MEMBER, successor, "Altmusterdorf")


def test_a_search_takes_few_queries_whatever_it_finds(register, django_assert_max_num_queries):
    for typed in ("Pirna", "Oelsnitz", "Pirrna", "xyzxyz"):
        with django_assert_max_num_queries(6):
            answer = answer_to(typed, DAY)
            assert all(commune.district.full_name for commune in answer.choices)
