"""Names that sort and are found as people expect, on every server."""

import pytest

from communes.models import Commune
from communes.models.names import search_key, sort_key
from tests.factories.communes import CommuneFactory


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Muehlau", "Mühlau"),
        ("muhlau", "Mühlau"),
        ("MÜHLAU", "Mühlau"),
        ("Groß", "Großenhain"),
        ("gross", "Großenhain"),
        ("Goerlitz", "Görlitz"),
        ("mlynow", "Młynow"),
        ("chroscicy", "Chrósćicy"),
        ("neuensalz", "Neuensalz"),
        ("  Bad   Muskau ", "Bad Muskau"),
    ],
)
def test_what_people_type_finds_the_name(typed, name):
    assert search_key(typed) in search_key(name)


def test_other_names_are_not_found():
    assert search_key("Mühlau") not in search_key("Müglitztal")


def test_umlauts_sort_as_their_letters():
    names = ["Zwickau", "Öderan", "Oelsnitz", "Ostrau", "Aue", "Äpfelstedt", "Łaz", "Lugau"]
    assert sorted(names, key=sort_key) == [
        "Äpfelstedt",
        "Aue",
        "Łaz",
        "Lugau",
        "Öderan",
        "Oelsnitz",
        "Ostrau",
        "Zwickau",
    ]


@pytest.mark.django_db
def test_the_database_sorts_the_same_way():
    for name in ("Zittau", "Öderan", "Ostrau", "Oelsnitz"):
        CommuneFactory(name=name)
    assert [c.name for c in Commune.objects.all()] == ["Öderan", "Oelsnitz", "Ostrau", "Zittau"]


@pytest.mark.django_db
def test_a_search_matches_name_sorbian_name_and_the_beginning_of_the_ags():
    bautzen = CommuneFactory(name="Bautzen", sorbian_name="Budyšin")
    CommuneFactory(name="Coswig")
    assert Commune.objects.matching("Budysin").get() == bautzen
    assert Commune.objects.matching(bautzen.ags).get() == bautzen
    assert not Commune.objects.matching(bautzen.ags[1:]).exists()


@pytest.mark.django_db
def test_what_looks_like_a_pattern_is_taken_literally():
    CommuneFactory(name="Coswig")
    assert not Commune.objects.matching("%").exists()
    assert not Commune.objects.matching("C_swig").exists()


@pytest.mark.django_db
def test_words_are_found_in_any_order_whatever_is_between_them():
    commune = CommuneFactory(name="Musterhain-Beispielau/Vogtl.")
    for text in ("beispielau musterhain", "Musterhain Beispielau", "musterhain-vogtl", "  beispielau  "):
        assert Commune.objects.matching(text).get() == commune, text
    assert not Commune.objects.matching("musterhain chemnitz").exists()
