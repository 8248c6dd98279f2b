"""Keys change under the same root: what was signed before stays verifiable, and no half set is ever in use."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.core.management import CommandError, call_command

from agreements.evidence import portal_keys as portal_keys
from core.signing.demo_keys import DemoKeyFiles, lists_need_renewal, make_next, renew_revocation_lists
from core.signing.errors import KeysMissing
from core.signing.key_folder import ROTATION, read_p12, write_p12
from core.signing.key_status import Level, key_report
from core.signing.keys import SigningKeys
from core.signing.pki import (
    NO_EXPIRY,
    Issuer,
    distinguished_name,
    make_authority,
    make_revocation_list,
    make_timestamping,
)
from core.signing.reading.signatures import read_signatures
from core.signing.revocation_lists import newest_lists
from core.signing.rotation import clear_up, keys_of, rotate
from tests.agreements.signing.conftest import countersign, sign_both, sign_for_commune
from tests.agreements.signing.killed_rotations import demo_files
from tests.faults.points import declared_in_rotation
from tests.plugins.signing_keys import key_files, make_service, serving

ROOT = Path(__file__).parents[3]


@pytest.fixture
def files(tmp_path) -> DemoKeyFiles:
    return key_files(tmp_path / "pki")


def serial(keys: SigningKeys) -> tuple[int, int]:
    return keys.authority.certificate.serial_number, keys.seal.certificate.serial_number


def issued_by(certificate_der: bytes) -> x509.Name:
    return x509.load_der_x509_certificate(certificate_der).issuer


def test_what_the_former_authority_signed_is_verified_in_full_and_countersigned(files, issued):
    with serving(files) as url:
        before = make_service(files, url)
        complete, half = sign_both(before), sign_for_commune(before, issued)
    rotate(files.as_named, *make_next(files))
    with serving(files) as url:  # the timestamp authority has got a new key, too
        after = make_service(files, url)
        after.check_final(
            complete.final.data,
            issued=complete.issued,
            commune_signed=complete.commune.data,
            commune_certificate_sha256=complete.commune.certificate_sha256,
            lpr_certificate_sha256=complete.final.certificate_sha256,
        )
        final = countersign(after, issued, half.data, half.certificate_sha256)
        after.check_final(
            final.data,
            issued=issued,
            commune_signed=half.data,
            commune_certificate_sha256=half.certificate_sha256,
            lpr_certificate_sha256=final.certificate_sha256,
        )
    assert issued_by(half.certificate_der) == before.keys.authority.certificate.subject
    assert issued_by(final.certificate_der) == after.keys.authority.certificate.subject
    assert issued_by(half.certificate_der) != issued_by(final.certificate_der)


def test_a_rotation_leaves_one_complete_set_and_the_former_certificate(files):
    old = keys_of(files.as_named)
    rotate(files.as_named, *make_next(files))
    new = keys_of(files.as_named)
    assert new.former == (old.authority.certificate,)
    assert new.seal.certificate.subject == old.seal.certificate.subject
    assert new.authority.certificate.subject != old.authority.certificate.subject
    folder = files.authority_p12.parent
    assert sorted(path.name for path in folder.iterdir()) == [
        "crl",
        "former",
        "issuing-ca.p12",
        "root.p12",
        "root.pem",
        "seal.p12",
        "tsa.p12",
    ]
    assert max(line.level for line in key_report(files.as_named)) is Level.FINE
    assert not lists_need_renewal(files)


def test_the_former_authority_s_last_list_never_runs_out_and_keeps_its_entries(files):
    old = read_p12(files.authority_p12, "")
    seal = read_p12(files.seal_p12, "").certificate
    entry = (
        x509.RevokedCertificateBuilder().serial_number(seal.serial_number).revocation_date(datetime.now(UTC)).build()
    )
    now = datetime.now(UTC) + timedelta(seconds=1)
    (files.crl_dir / "issuing-ca.crl").write_bytes(
        make_revocation_list(old, now=now, days=30, number=2 * 10**15, revoked=[entry])
    )
    renew_revocation_lists(files)
    rotate(files.as_named, *make_next(files))
    [last] = [found for found in newest_lists(files.crl_dir).values() if found.issuer == old.certificate.subject]
    assert last.next_update_utc == NO_EXPIRY
    assert last.get_revoked_certificate_by_serial_number(seal.serial_number) is not None


def test_keys_can_be_rotated_again_and_again(files):
    names = {keys_of(files.as_named).authority.certificate.subject}
    for _ in range(3):
        rotate(files.as_named, *make_next(files))
        names.add(keys_of(files.as_named).authority.certificate.subject)
    assert len(names) == 4
    assert len(keys_of(files.as_named).former) == 3
    assert max(line.level for line in key_report(files.as_named)) is Level.FINE


def test_killed_at_every_point_the_old_or_the_new_set_is_in_use(files, tmp_path, timestamp_authority):
    points = declared_in_rotation()
    old = keys_of(files.as_named)
    folders = {point: tmp_path / point for point in points}
    for folder in folders.values():
        shutil.copytree(files.authority_p12.parent, folder)
    killed = subprocess.run(
        [sys.executable, "-m", "tests.agreements.signing.killed_rotations"]
        + [str(word) for pair in folders.items() for word in pair],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert killed.stdout.split("\n")[:-1] == [f"{point} 9" for point in points]
    for point, folder in folders.items():
        left = demo_files(folder)
        found = serial(keys_of(left.as_named))
        is_old = found == serial(old)
        assert is_old or not set(found) & set(serial(old)), f"{point}: half a set"
        assert is_old == (point in {"rotation.begun", "rotation.old_kept", "rotation.prepared"}), point
        assert max(line.level for line in key_report(left.as_named)) is Level.FINE, point
        clear_up(left.as_named)
        assert serial(keys_of(left.as_named)) == found
        rotate(left.as_named, *make_next(left))
        assert not list(folder.glob(f"{ROTATION}*"))
        assert make_service(left, timestamp_authority).keys.validation_context()


class TestUnfitAuthorities:
    """A new authority that would not do is refused, and nothing is changed."""

    @pytest.fixture(autouse=True)
    def _set(self, files):
        self.files, self.root, self.before = files, read_p12(files.root_p12, ""), keys_of(files.as_named)

    def refuses(self, authority: Issuer, message: str) -> None:
        with pytest.raises(KeysMissing, match=message):
            rotate(self.files.as_named, authority)
        assert serial(keys_of(self.files.as_named)) == serial(self.before)
        assert not (self.files.authority_p12.parent / "former").exists()

    def authority(self, name: str = "Neue CA", **changes) -> Issuer:
        return make_authority(distinguished_name(name, "LPR"), self.root, **{"now": datetime.now(UTC), **changes})

    def test_no_authority_at_all(self):
        self.refuses(read_p12(self.files.timestamp_p12, ""), "CA:TRUE")

    def test_of_another_root(self, tmp_path):
        self.refuses(read_p12(key_files(tmp_path / "other").authority_p12, ""), "keiner der Wurzeln")

    def test_not_yet_valid(self):
        self.refuses(self.authority(now=datetime.now(UTC) + timedelta(days=2)), "noch nicht gültig")

    def test_about_to_end(self):
        self.refuses(self.authority(now=datetime.now(UTC) - timedelta(days=3000), years=9), "kein Jahr mehr")

    def test_the_one_in_use(self):
        self.refuses(self.before.authority, "schon in Gebrauch")

    def test_under_the_name_of_the_one_in_use(self):
        name = self.before.authority.certificate.subject
        self.refuses(make_authority(name, self.root, now=datetime.now(UTC)), "eigenen")

    def test_revoked(self):
        revoked = self.authority()
        entry = x509.RevokedCertificateBuilder().serial_number(revoked.certificate.serial_number)
        entry = entry.revocation_date(datetime.now(UTC)).build()
        now = datetime.now(UTC) + timedelta(seconds=1)
        (self.files.crl_dir / "root.crl").write_bytes(
            make_revocation_list(self.root, now=now, days=30, number=2 * 10**15, revoked=[entry])
        )
        self.refuses(revoked, "gesperrt")


@pytest.mark.usefixtures("demonstration")
class TestCommand:
    @pytest.fixture(autouse=True)
    def _settings(self, settings, files):
        self.settings, self.files = settings, files
        folder = files.authority_p12.parent
        names = {
            "ROOT_CERTS": "root.pem",
            "CA_P12": "issuing-ca.p12",
            "SEAL_P12": "seal.p12",
            "TSA_P12": "tsa.p12",
            "CRL_DIR": "crl",
        }
        settings.SIGNING = {**settings.SIGNING, **{key: folder / name for key, name in names.items()}}

    def run(self, *arguments: str) -> str:
        output = StringIO()
        call_command("signing", *arguments, stdout=output)
        return output.getvalue()

    def new_ca(self, folder: Path, password: bytes = b"neu") -> Path:
        root = read_p12(self.files.root_p12, "")
        issuer = make_authority(distinguished_name("CA 2027", "LPR"), root, now=datetime.now(UTC))
        path = folder / "new.p12"
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"key", issuer.key, issuer.certificate, None, BestAvailableEncryption(password)
            )
        )
        return path

    def test_the_demo_makes_its_own_and_the_running_portal_notices(self):
        before = portal_keys.signing_service()
        assert portal_keys.signing_service() is before
        assert "Gewechselt zu" in self.run("rotate")
        after = portal_keys.signing_service()
        assert serial(after.keys) != serial(before.keys)
        assert "Frühere Unterzeichner-CA" in self.run("status")

    def test_in_production_a_new_authority_made_elsewhere_is_checked_and_taken(self, tmp_path, monkeypatch):
        self.settings.DEMO = False
        with pytest.raises(CommandError, match="--new-ca"):
            self.run("rotate")
        path = self.new_ca(tmp_path)
        with pytest.raises(CommandError, match="Kennwort zur Schlüsseldatei"):
            self.run("rotate", "--new-ca", str(path))
        monkeypatch.setenv("SIGNING_NEW_CA_P12_PASSWORD", "neu")
        self.files.root_p12.unlink()  # offline
        before = serial(keys_of(self.files.as_named))
        assert "nichts geändert" in self.run("rotate", "--new-ca", str(path), "--check-only")
        assert serial(keys_of(self.files.as_named)) == before
        assert "CA 2027" in self.run("rotate", "--new-ca", str(path))
        assert read_p12(self.files.authority_p12, "").certificate.subject.rfc4514_string().startswith("CN=CA 2027")
        assert "Sperrliste erneuert: issuing-ca.crl" in self.run("crl")

    def test_the_password_may_come_from_a_file(self, tmp_path):
        (tmp_path / "password").write_text("neu\n")
        path = self.new_ca(tmp_path)
        self.run("rotate", "--new-ca", str(path), "--new-ca-password-file", str(tmp_path / "password"))
        with pytest.raises(CommandError, match="nicht lesbar"):
            self.run("rotate", "--new-ca", str(path), "--new-ca-password-file", str(tmp_path / "absent"))

    def test_status_is_an_exit_code_for_who_watches(self):
        root = read_p12(self.files.root_p12, "")
        almost_over = datetime.now(UTC) - timedelta(days=10 * 365 - 60)
        stamps = make_authority(distinguished_name("Kein Zeitstempel", "LPR"), root, now=almost_over)
        assert "Sperrliste root.crl" in self.run("status")
        write_p12(self.files.timestamp_p12, stamps, "")
        with pytest.raises(CommandError, match="keines für Zeitstempel") as fault:
            self.run("status")
        assert fault.value.returncode == Level.FAULT
        write_p12(self.files.timestamp_p12, self._timestamps(root, almost_over), "")
        with pytest.raises(CommandError, match=r"läuft in \d+ Tagen ab") as warning:
            self.run("status")
        assert warning.value.returncode == Level.WARNING

    def test_status_says_when_a_key_is_over(self):
        root = read_p12(self.files.root_p12, "")
        long_ago = datetime.now(UTC) - timedelta(days=11 * 365)
        write_p12(self.files.timestamp_p12, self._timestamps(root, long_ago), "")
        with pytest.raises(CommandError, match="abgelaufen"):
            self.run("status")

    def test_status_misses_the_list_of_a_former_authority(self):
        self.run("rotate")
        next(self.files.crl_dir.glob("ca-*.crl")).unlink()
        with pytest.raises(CommandError, match="Es fehlt die Sperrliste"):
            self.run("status")

    def _timestamps(self, root: Issuer, now: datetime) -> Issuer:
        return make_timestamping(distinguished_name("Zeitstempel", "LPR"), root, now=now)


def test_each_fault_of_a_key_file_has_its_own_words(files):
    path, certificate = files.authority_p12, read_p12(files.authority_p12, "").certificate
    other = read_p12(files.seal_p12, "")
    lock = BestAvailableEncryption(b"x")
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"key", None, certificate, None, lock))
    with pytest.raises(KeysMissing, match="keinen Schlüssel"):
        read_p12(path, "x")
    with pytest.raises(KeysMissing, match="Kennwort"):
        read_p12(path, "y")
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"key", other.key, None, None, lock))
    with pytest.raises(KeysMissing, match="kein Zertifikat"):
        read_p12(path, "x")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(KeysMissing, match="beschädigt"):
        read_p12(path, "x")
    path.unlink()
    with pytest.raises(KeysMissing, match="fehlt"):
        read_p12(path, "x")


def test_an_authority_that_may_not_issue_is_refused_when_reading(files):
    root = read_p12(files.root_p12, "")
    write_p12(
        files.authority_p12, make_timestamping(distinguished_name("Keine", "LPR"), root, now=datetime.now(UTC)), ""
    )
    with pytest.raises(KeysMissing, match="CA:TRUE"):
        keys_of(files.as_named)


def test_signatures_of_both_authorities_stand_in_one_file_and_hold(files, issued):
    with serving(files) as url:
        half = sign_for_commune(make_service(files, url), issued)
        rotate(files.as_named, make_next(files)[0])
        service = make_service(files, url)
        final = countersign(service, issued, half.data, half.certificate_sha256)
    findings = read_signatures(final.data, service.keys.validation_context())
    assert [found.trusted for found in findings.signatures] == [True, True]
