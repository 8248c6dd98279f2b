"""Loading the register from the portal's own files."""

import shutil
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from communes.models import Association, Commune, District, Topic
from communes.register.loading import load
from communes.register.reading import DATA, RegisterError, read_register

pytestmark = pytest.mark.django_db


def load_register() -> str:
    out = StringIO()
    call_command("load_register", stdout=out)
    return out.getvalue()


def history() -> int:
    return apps.get_model("communes", "CommuneEvent").objects.count()


@pytest.fixture
def edition(tmp_path):
    """A copy of the files, to spoil or to change."""
    return shutil.copytree(DATA, tmp_path / "data")


def replace(edition, name: str, old: str, new: str) -> None:
    path = edition / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_register_has_every_district_association_and_commune():
    load_register()
    assert District.objects.count() == 13
    assert Association.objects.filter(kind="community").count() == 64
    assert Association.objects.filter(kind="union").count() == 6
    assert Commune.objects.existing_on(date(2026, 11, 22)).count() == 418
    assert Commune.objects.count() == 428
    assert Topic.objects.filter(name__in=["Vandalismus", "Graffiti"]).count() == 2


def test_the_facts_of_one_commune():
    load_register()
    commune = Commune.objects.get(ags="14521450")
    assert commune.ars == "145210450450"
    assert commune.full_name == "Stadt Oelsnitz/Erzgeb."
    assert commune.district.full_name == "Erzgebirgskreis"
    assert (commune.population, commune.population_on) == (10954, date(2024, 12, 31))
    assert commune.association is None
    assert not commune.has_lord_mayor


def test_a_bilingual_commune_has_both_names_apart():
    load_register()
    commune = Commune.objects.get(ags="14625020")
    assert (commune.name, commune.sorbian_name) == ("Bautzen", "Budyšin")
    assert commune.has_lord_mayor
    assert Commune.objects.matching("budysin").get() == commune


def test_the_population_adds_up_to_that_of_the_state():
    load_register()
    assert sum(Commune.objects.values_list("population", flat=True).exclude(population=None)) == 4_042_422


def test_a_second_run_changes_nothing_and_says_so():
    load_register()
    before = history()
    rows = list(Commune.objects.order_by("pk").values())
    assert "Nichts zu ändern" in load_register()
    assert history() == before
    assert list(Commune.objects.order_by("pk").values()) == rows


def test_a_changed_fact_is_updated_and_stands_in_the_history(edition):
    load(read_register())
    before = history()
    replace(edition, "communes.csv", ",10954,", ",11000,")
    changes = load(read_register(edition))
    assert changes.updated == {"14521450": ["population"]}
    assert history() == before + 1
    assert Commune.objects.get(pk="14521450").population == 11000


def test_the_flag_of_a_large_district_town_belongs_to_the_administration():
    load_register()
    Commune.objects.filter(pk="14628410").update(large_district_town=True)
    assert "Nichts zu ändern" in load_register()
    assert Commune.objects.get(pk="14628410").large_district_town


def test_a_later_population_from_the_directory_is_not_taken_back():
    load_register()
    Commune.objects.filter(pk="14521450").update(population=10_900, population_on=date(2025, 12, 31))
    load_register()
    assert Commune.objects.get(pk="14521450").population == 10_900


def test_topics_are_offered_once_and_then_belong_to_the_administration():
    load_register()
    Topic.objects.filter(name="Graffiti").update(name="Schmierereien")
    load_register()
    assert not Topic.objects.filter(name="Graffiti").exists()


def test_a_commune_that_merged_stays_with_its_last_day_and_its_successor():
    load_register()
    former = Commune.objects.get(name="Bad Schlema")
    assert former.valid_until == date(2018, 12, 31)
    assert former.successor is not None
    assert former.successor.name == "Aue-Bad Schlema"
    assert former.successor.valid_from == date(2019, 1, 1)
    assert former.ars is None


@pytest.mark.parametrize(
    ("day", "communes"),
    [
        (date(2016, 12, 31), 426),
        (date(2017, 1, 1), 423),
        (date(2018, 12, 31), 421),
        (date(2019, 1, 1), 419),
        (date(2023, 1, 1), 418),
    ],
)
def test_an_old_key_date_counts_the_communes_of_that_day(day, communes):
    load_register()
    assert Commune.objects.existing_on(day).count() == communes


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("communes.csv", "145210450450", "145210450451", "gehört nicht zu diesem AGS"),
        ("communes.csv", "145210450450", "14521045045", "nicht genau zwölf Ziffern"),
        ("communes.csv", ",10954,", ",viele,", "unlesbar"),
        ("communes.csv", "145215101,", "145215999,", "Verwaltungsverband 145215999 fehlt"),
        ("districts.csv", "14521,", "14529,", "Landkreis 14521 fehlt"),
        ("territorial_changes.csv", ",14521460,", ",14521999,", "Nachfolgerin 14521999 fehlt"),
        ("register.toml", "communes = 418", "communes = 419", "419 Zeilen erwartet"),
    ],
)
def test_files_that_do_not_fit_are_refused_with_the_reason(edition, name, old, new, complaint):
    replace(edition, name, old, new)
    with pytest.raises(RegisterError, match=complaint):
        read_register(edition)
    assert not Commune.objects.exists()
