"""Taking over the official directory, fixed width in characters."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communes.models import Commune
from communes.register.gv100ad import read_gv100ad
from communes.register.loading import load
from communes.register.reading import RegisterError, read_register
from tests.factories.communes import CommuneFactory, DistrictFactory

pytestmark = pytest.mark.django_db

OFFICIAL = Path(__file__).parents[3] / "shared" / "data" / "saxony" / "GV100AD_28022026_sachsen.txt"
EDITION = "20260228"


def commune_line(ags: str, association: str, name: str, kind: str, area: int, people: int, postcode: str) -> str:
    head = f"60{EDITION}{ags}{association}{name:<50}{'':<50}{kind}    {area:011}{people:011}{people // 2:011}    "
    return f"{head}{postcode}".ljust(220)


def association_line(district: str, key: str, name: str, seat: str, kind: str) -> str:
    return f"50{EDITION}{district}   {key}{name:<50}{seat:<50}{kind}".ljust(220)


SAMPLE = (
    f"10{EDITION}14          Sachsen",
    association_line("14999", "5101", "Musterau-Mühlau", "Mühlau", "54"),
    association_line("14999", "0030", "Beispielberg / Přikład, Stadt", "", "50"),
    commune_line("14999010", "5101", "Mühlau / Młynow, Kurort", "64", 1234, 2345, "09241"),
    commune_line("14999030", "0030", "Beispielberg / Přikład, Stadt", "63", 999, 5001, "02625"),
    f"60{EDITION}15999010".ljust(220),
)


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "gv100ad.txt"
    path.write_text("\n".join(SAMPLE) + "\n", encoding="utf-8")
    return path


def import_file(path, *options: str) -> str:
    out = StringIO()
    call_command("import_gv100ad", str(path), "--population-on", "2025-12-31", *options, stdout=out)
    return out.getvalue()


def test_letters_of_more_than_one_byte_do_not_shift_the_columns(sample):
    directory = read_gv100ad(sample)
    commune = directory.communes[0]
    assert (commune.ags, commune.ars) == ("14999010", "149995101010")
    assert commune.names == ("Mühlau", "Młynow")
    assert (commune.area_ha, commune.population, commune.postcode) == (1234, 2345, "09241")
    assert directory.territory_on == date(2026, 2, 28)


def test_other_states_are_passed_over(sample):
    assert [c.ags for c in read_gv100ad(sample).communes] == ["14999010", "14999030"]


def test_a_new_commune_is_created_with_a_readable_name(sample):
    DistrictFactory()
    import_file(sample)
    commune = Commune.objects.get(pk="14999010")
    assert (commune.name, commune.sorbian_name) == ("Mühlau", "Młynow")
    assert commune.official_name == "Mühlau / Młynow, Kurort"
    assert commune.association is not None
    assert commune.association.name == "Musterau-Mühlau"
    assert Commune.objects.get(pk="14999030").association is None


def test_official_facts_are_taken_over_but_the_display_name_stays(sample):
    CommuneFactory(ags="14999010", name="Mühlau am Musterbach", population=1, large_district_town=True)
    report = import_file(sample)
    commune = Commune.objects.get(pk="14999010")
    assert (commune.population, commune.population_on) == (2345, date(2025, 12, 31))
    assert commune.ars == "149995101010"
    assert commune.name == "Mühlau am Musterbach"
    assert commune.large_district_town
    assert "geändert: 14999010" in report


def test_a_second_import_changes_nothing(sample):
    DistrictFactory()
    import_file(sample)
    assert "Nichts zu ändern" in import_file(sample)


def test_a_dry_run_tells_but_does_not_write(sample):
    DistrictFactory()
    report = import_file(sample, "--dry-run")
    assert "neu: 14999010" in report
    assert not Commune.objects.exists()


def test_a_commune_that_the_directory_no_longer_has_is_named_and_kept(sample):
    CommuneFactory(ags="14999050", name="Verschwunden", fictitious=False)
    assert "nicht mehr im Verzeichnis: 14999050 Verschwunden" in import_file(sample)
    assert Commune.objects.get(pk="14999050").valid_until is None


def test_an_unknown_district_is_refused(sample):
    with pytest.raises(CommandError, match="14999"):
        import_file(sample)


@pytest.mark.parametrize(
    "content",
    [b"", b"Name;AGS\n", f"60{EDITION}14999010".encode(), "60202602281499901050101M\xfchlau".encode("latin-1")],
)
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "other.txt"
    path.write_bytes(content)
    with pytest.raises(RegisterError):
        read_gv100ad(path)


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official directory is not beside the repository")
def test_our_own_files_say_the_same_as_the_official_directory():
    load(read_register())
    names = {record.ags: record.names for record in read_gv100ad(OFFICIAL).communes}
    ours = Commune.objects.existing_on(date(2026, 2, 28))
    assert {c.ags: (c.name, c.sorbian_name) for c in ours} == names
    out = StringIO()
    call_command("import_gv100ad", str(OFFICIAL), "--population-on", "2024-12-31", stdout=out)
    assert "Nichts zu ändern" in out.getvalue()
    assert "nicht mehr im Verzeichnis" not in out.getvalue()
