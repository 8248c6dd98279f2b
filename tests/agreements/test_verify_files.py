"""``manage.py verify_files``: what a restored store lacks, and what in it is not what was signed."""

import io
import os
import time
from pathlib import Path

import pgtrigger
import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.countersigning.countersigning import _signed_and_checked
from agreements.models import DocumentVersion, Signature
from core import files
from core.files import name_in_store
from core.models import StoredFile
from staff.actors import StaffActor
from tests.agreements.both_sides import signed_once
from tests.factories.ready_agreements import caseworker_of, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]
OLD = 2 * 60 * 60  # seconds


@pytest.fixture(autouse=True)
def store(settings, tmp_path, monkeypatch) -> Path:
    settings.DOCUMENT_STORE = tmp_path / "documents"
    monkeypatch.setattr(storages, "_storages", {}, raising=False)
    return settings.DOCUMENT_STORE


def checked() -> tuple[int, str, list[str]]:
    """Exit code, figures and faults."""
    said, faults = io.StringIO(), io.StringIO()
    try:
        call_command("verify_files", stdout=said, stderr=faults)
    except CommandError as error:
        return error.returncode, str(error), faults.getvalue().splitlines()
    return 0, said.getvalue().strip(), faults.getvalue().splitlines()


def on_disk(store: Path, row: StoredFile) -> Path:
    return store / name_in_store(row.sha256)


def put(data: bytes) -> StoredFile:
    return files.register(files.put(data, "application/pdf"))


@pytest.fixture
def version(store, remembered, newest_link, newest_code) -> DocumentVersion:
    """Signed by both sides, with its evidence sheet."""
    return signed_once(remembered, newest_link, newest_code, sheet=True)[0]


def test_an_empty_store_is_fine():
    code, figures, faults = checked()
    assert (code, faults) == (0, [])
    assert figures == (
        "0 Dateien geprüft, 0 fehlen, 0 verändert, 0 ohne Eintrag; "
        "0 unterzeichnete Vereinbarungen, alle gültig; 0 Nachweise, alle gültig; "
        "0 Änderungsmitteilungen, alle gültig."
    )


def test_what_was_signed_and_stays_as_it_is_is_fine(version):
    code, figures, faults = checked()
    assert (code, faults) == (0, [])
    assert figures == (
        "4 Dateien geprüft, 0 fehlen, 0 verändert, 0 ohne Eintrag; "
        "1 unterzeichnete Vereinbarungen, alle gültig; 1 Nachweise, alle gültig; 0 Änderungsmitteilungen, alle gültig."
    )


def test_a_missing_file_is_named(store):
    kept, lost = put(b"bleibt"), put(b"fehlt")
    on_disk(store, lost).unlink()
    code, figures, faults = checked()
    assert code == 2
    assert figures.startswith("2 Dateien geprüft, 1 fehlen, 0 verändert, 0 ohne Eintrag")
    assert len(faults) == 1
    assert faults[0].startswith(f"fehlt: {lost.sha256} (application/pdf, 5 Byte, gespeichert am ")
    assert kept.sha256 not in faults[0]


def changed_byte(data: bytes) -> bytes:
    return data[:3] + bytes([data[3] ^ 1]) + data[4:]


@pytest.mark.parametrize(
    "damage",
    [changed_byte, lambda data: data[:-1], lambda data: data + b"\n", lambda data: b""],
    ids=["changed byte", "truncated", "longer", "empty"],
)
def test_a_file_that_changed_is_named(store, damage):
    row = put(b"Der Wortlaut")
    path = on_disk(store, row)
    path.write_bytes(damage(path.read_bytes()))
    code, figures, faults = checked()
    assert code == 2
    assert figures.startswith("1 Dateien geprüft, 0 fehlen, 1 verändert")
    assert len(faults) == 1
    assert faults[0].startswith(f"verändert: {row.sha256}")


def test_two_files_in_each_other_s_place_are_named(store):
    one, other = put(b"die eine Seite"), put(b"die andere Seite")
    first, second = on_disk(store, one).read_bytes(), on_disk(store, other).read_bytes()
    on_disk(store, one).write_bytes(second)
    on_disk(store, other).write_bytes(first)
    code, figures, faults = checked()
    assert (code, len(faults)) == (2, 2)
    assert "2 verändert" in figures


def test_what_cannot_be_read_counts_as_missing(store):
    row = put(b"wird zum Ordner")
    on_disk(store, row).unlink()
    on_disk(store, row).mkdir()
    code, figures, faults = checked()
    assert code == 2
    assert "1 fehlen" in figures
    assert faults[0].startswith("nicht lesbar (")


def test_a_row_whose_size_is_wrong_is_named(store):
    blob = files.put(b"zwanzig Byte sind es.", "text/plain")
    StoredFile.objects.create(sha256=blob.sha256, size=20, media_type="text/plain")
    assert checked()[0] == 2


@pytest.mark.parametrize("name", ["ab/" + "ab" * 32, "ab/" + "cd" * 32, "ab/.new-rest", "liegengeblieben.pdf", "x/y/z"])
def test_old_files_that_no_row_names_are_strays(store, name):
    put(b"mit Eintrag")
    stray = store / name
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"ohne Eintrag")
    assert checked()[0] == 0, "young: its row may be on the way"
    then = time.time() - OLD
    os.utime(stray, (then, then))
    code, figures, faults = checked()
    assert code == 1
    assert "0 fehlen, 0 verändert, 1 ohne Eintrag" in figures
    assert faults == [f"ohne Eintrag: {stray}"]


def test_a_copy_in_the_wrong_folder_is_a_stray(store):
    row = put(b"richtig")
    copy = store / "zz" / row.sha256
    copy.parent.mkdir()
    copy.write_bytes(b"richtig")
    then = time.time() - OLD
    os.utime(copy, (then, then))
    assert checked()[0] == 1


def test_a_whole_store_that_is_not_there_is_told_file_by_file(store):
    rows = [put(bytes([number])) for number in range(3)]
    for row in rows:
        on_disk(store, row).unlink()
        on_disk(store, row).parent.rmdir()
    store.rmdir()
    code, figures, faults = checked()
    assert (code, len(faults)) == (2, 3)
    assert figures.startswith("3 Dateien geprüft, 3 fehlen")


def test_a_final_file_with_another_signature_is_not_valid(version):
    """The half-signed file countersigned once more: every hash is right, and so is every signature."""
    commune = version.signatures.get(party=Signature.Party.COMMUNE)
    again = _signed_and_checked(version, commune, StaffActor(caseworker_of(version.agreement.commune)))
    point_at(version, final_file=put(again.data))
    code, figures, faults = checked()
    assert code == 2
    assert "0 fehlen, 0 verändert" in figures
    assert "1 unterzeichnete Vereinbarungen, 1 nicht gültig; 1 Nachweise, alle gültig" in figures
    (fault,) = faults
    assert fault.startswith(f"nicht gültig: {version.agreement.reference}, Fassung 1, unterzeichnete Vereinbarung: ")
    assert "andere Unterschriften als die verzeichneten" in fault


def test_the_half_signed_file_in_place_of_the_final_one_is_not_valid(version):
    point_at(version, final_file=version.commune_signed_file)
    code, _, (fault,) = checked()
    assert code == 2
    assert "andere Unterschriften" in fault


def test_a_signed_version_without_its_file_is_not_valid(version):
    point_at(version, final_file=None)
    code, _, (fault,) = checked()
    assert code == 2
    assert "keine Datei verzeichnet" in fault


def test_an_evidence_sheet_of_somebody_else_is_not_valid(version):
    point_at(version, evidence_file=version.final_file)
    code, figures, (fault,) = checked()
    assert code == 2
    assert "Nachweis: er trägt nicht genau ein Siegel" in fault
    assert "1 unterzeichnete Vereinbarungen, alle gültig; 1 Nachweise, 1 nicht gültig" in figures


def test_a_sheet_sealed_again_is_not_the_one_that_the_journal_knows(version):
    from agreements.evidence.making import _sealed  # noqa: PLC0415 - the real renderer and signer

    point_at(version, evidence_file=put(_sealed(version).data))
    code, _, (fault,) = checked()
    assert code == 2
    assert "im Verlauf steht eine andere Datei oder ein anderes Zertifikat" in fault


def test_a_damaged_signed_file_is_told_once_as_damaged_and_once_as_what_it_is(store, version):
    path = on_disk(store, version.final_file)
    path.write_bytes(path.read_bytes()[:-20])
    code, figures, faults = checked()
    assert code == 2
    assert "1 verändert" in figures
    assert "1 nicht gültig" in figures
    assert len(faults) == 2
    assert version.agreement.reference in faults[1]


def test_the_number_of_queries_does_not_grow(store, version):
    few = queries()
    for number in range(30):
        put(f"Datei {number}".encode())
    assert queries() == few
    assert few < 8


def queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        assert checked()[0] == 0
    return len(asked)


def test_an_agreement_that_waits_for_signatures_is_no_fault():
    issued()
    assert checked()[0] == 0


def point_at(version: DocumentVersion, **changed: StoredFile | None) -> None:
    """As somebody with the database's own rights could: past the triggers that freeze a version's files."""
    with pgtrigger.ignore("agreements.DocumentVersion:signed_files_stay"):
        DocumentVersion.objects.filter(pk=version.pk).update(**changed)
