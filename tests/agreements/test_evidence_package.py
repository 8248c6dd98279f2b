"""The evidence package: checked without the portal, with the commands of its own text and other tools than ours."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from agreements.evidence.package import build_package
from agreements.models import DocumentVersion, PreAgreement
from agreements.transitions import ending
from staff.actors import StaffActor
from tests.agreements.both_sides import signed_once
from tests.agreements.signing.forgeries import flip_bit
from tests.factories.ready_agreements import caseworker_of, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]


@pytest.fixture
def version(remembered, newest_link, newest_code) -> DocumentVersion:
    return signed_once(remembered, newest_link, newest_code, sheet=True)[0]


@pytest.fixture
def folder(version, tmp_path) -> Path:
    """The package as its reader unpacks it."""
    with zipfile.ZipFile(io.BytesIO(build_package(version))) as archive:
        archive.extractall(tmp_path)
    return tmp_path / f"{version.agreement.reference}-nachweispaket"


def commands(folder: Path) -> list[str]:
    """The indented lines of the text."""
    return re.findall(r"^    (\S.*)$", (folder / "LIESMICH.txt").read_text(encoding="utf-8"), re.MULTILINE)


def failures(folder: Path) -> dict[str, str]:
    """Run every command in the unpacked folder as the text says; those that failed, with what they said."""
    failed = {}
    for command in commands(folder):
        ran = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False, timeout=60)
        if ran.returncode:
            failed[command] = (ran.stdout + ran.stderr).decode(errors="replace")
    return failed


def test_the_tools_are_there():
    """Without them the test below would show nothing; the setup of the tests installs them."""
    assert [tool for tool in ("openssl", "pdfsig", "sha256sum", "cmp") if shutil.which(tool) is None] == []


def test_every_command_of_the_text_succeeds(folder):
    assert failures(folder) == {}
    used = " ".join(commands(folder))
    for name in ("kommune", "lpr", "siegel"):
        assert f"unterschriften/{name}.p7s" in used
        assert f"unterschriften/{name}.tst" in used
        assert f"zertifikate/{name}.pem" in used
    assert used.count("pdfsig") == 2


def test_one_bit_in_the_agreement_is_found_by_hash_and_by_both_signatures(folder):
    path = next(folder.glob("*-unterzeichnet.pdf"))
    path.write_bytes(flip_bit(path.read_bytes(), 3000))
    failed = " ".join(failures(folder))
    for words in ("sha256sum -c SHA256SUMS", "cmp -n", "kommune.p7s", "lpr.p7s", "pdfsig"):
        assert words in failed, words


def test_something_appended_is_found(folder):
    path = next(folder.glob("*-unterzeichnet.pdf"))
    path.write_bytes(path.read_bytes() + b"\n% noch etwas\n")
    assert any("wc -c" in command for command in failures(folder))


def test_one_bit_in_the_sheet_breaks_its_seal(folder):
    path = next(folder.glob("*-nachweis.pdf"))
    path.write_bytes(flip_bit(path.read_bytes(), 3000))
    failed = failures(folder)
    assert any("siegel.p7s" in command for command in failed)
    assert not any("kommune.p7s" in command for command in failed)


def test_one_bit_in_a_timestamp_is_found(folder):
    path = folder / "unterschriften" / "lpr.tst"
    path.write_bytes(flip_bit(path.read_bytes(), len(path.read_bytes()) - 20))
    assert any(command.startswith("openssl ts -verify") and "lpr" in command for command in failures(folder))


def test_another_root_is_not_believed(folder, tmp_path):
    make = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Fremd -keyout key -out root.pem"
    )
    subprocess.run(make.split(), cwd=tmp_path, check=True, capture_output=True)
    (folder / "zertifikate" / "wurzel.pem").write_bytes((tmp_path / "root.pem").read_bytes())
    failed = [command for command in failures(folder) if command.startswith("openssl")]
    assert len([command for command in failed if "cms -verify" in command]) == 3
    assert len([command for command in failed if "ts -verify" in command]) == 3
    assert len([command for command in failed if command.startswith("openssl verify")]) == 3


def test_a_changed_entry_of_the_journal_is_found(folder):
    path = next((folder / "verlauf").glob("*.json"))
    path.write_bytes(path.read_bytes().replace(b"preagreement", b"preAgreement"))
    assert any(command.startswith("(cd verlauf") for command in failures(folder))


def test_the_entries_are_linked_and_texts_are_those_for_the_commune(version, tmp_path):
    agreement = PreAgreement.objects.get(pk=version.agreement_id)
    actor = StaffActor(caseworker_of(agreement.commune))
    ending.end(agreement, actor=actor, on=timezone.localdate(), reason="Nur für uns.")
    with zipfile.ZipFile(io.BytesIO(build_package(version))) as archive:
        entries = [json.loads(archive.read(name)) for name in sorted(archive.namelist()) if name.endswith(".json")]
        texts = [archive.read(name) for name in archive.namelist() if name.endswith(".text")]
    assert [entry["kind"] for entry in entries][-2:] == ["preagreement.evidence", "preagreement.end"]
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    assert texts == [], "why the LPR ended it is internal"


def test_the_same_ledger_makes_the_same_package(version):
    assert build_package(version) == build_package(DocumentVersion.objects.get(pk=version.pk))


def test_what_is_in_it(folder, version):
    reference = version.agreement.reference
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} >= {
        "LIESMICH.txt",
        "SHA256SUMS",
        f"{reference}-unterzeichnet.pdf",
        f"{reference}-ausgefertigt.pdf",
        f"{reference}-nachweis.pdf",
        "zertifikate/wurzel.pem",
        "zertifikate/weitere.pem",
        "sperrlisten.pem",
        "verlauf/SHA256SUMS",
        "verlauf/000001.json",
    }
    text = (folder / "LIESMICH.txt").read_text(encoding="utf-8")
    assert "Demonstration mit erfundenen Daten" not in text
    assert "Erika Musterfrau" in text
    assert "Schriftform" not in text
    assert "buergermeisterin@" not in text


def test_in_a_demonstration_its_text_says_so(demonstration, folder):
    text = (folder / "LIESMICH.txt").read_text(encoding="utf-8")
    assert "Demonstration mit erfundenen Daten, rechtlich ohne Wirkung." in text


def test_the_office_downloads_it_when_there_is_a_sheet(client, version):
    client.force_login(caseworker_of(version.agreement.commune))
    answer = client.get(f"/vereinbarungen/{version.agreement.reference}/nachweispaket.zip")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store, private"
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    assert "Nachweispaket herunterladen" in client.get(version.agreement.get_absolute_url()).content.decode()


def test_before_there_is_nothing_to_download(client):
    agreement = issued()
    client.force_login(caseworker_of(agreement.commune))
    answer = client.get(f"/vereinbarungen/{agreement.reference}/nachweispaket.zip", follow=True).content.decode()
    assert "Den Nachweis gibt es erst, wenn beide Seiten unterzeichnet haben." in answer
