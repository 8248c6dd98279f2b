"""Keys come from files; what is missing is named, and the demo makes its own set."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from django.core.management import CommandError, call_command

from core.signing.demo_keys import DemoKeyFiles, create, lists_need_renewal
from core.signing.errors import KeysMissing
from core.signing.key_folder import read_p12
from core.signing.keys import read_keys
from core.signing.pki import make_revocation_list
from core.signing.reading.signatures import read_signatures
from tests.agreements.signing.conftest import sign_for_commune
from tests.plugins.signing_keys import key_files, make_service, serving


@pytest.fixture
def files(tmp_path) -> DemoKeyFiles:
    return key_files(tmp_path / "pki")


def read(files: DemoKeyFiles):
    return read_keys(
        files.root_certs,
        files.authority_p12,
        files.authority_password,
        files.crl_dir,
        seal_p12=files.seal_p12,
        seal_password=files.authority_password,
    )


def test_a_fresh_set_belongs_together_and_is_its_owner_s_alone(files):
    keys = read(files)
    keys.authority.certificate.verify_directly_issued_by(keys.roots[0])
    assert keys.validation_context()
    for path in files.authority_p12.parent.glob("*.p12"):
        assert path.stat().st_mode & 0o077 == 0


def test_keys_can_be_kept_under_a_password(tmp_path):
    files = DemoKeyFiles(tmp_path / "root.pem", tmp_path / "ca.p12", "geheim", tmp_path / "crl")
    create(files)
    assert read(files)
    with pytest.raises(KeysMissing, match=r"ca\.p12"):
        read_p12(files.authority_p12, "falsch")


@pytest.mark.parametrize("name", ["root.pem", "issuing-ca.p12", "seal.p12"])
@pytest.mark.parametrize("content", [None, b"", b"garbage"])
def test_a_missing_or_broken_file_is_named(files, name, content):
    path = files.authority_p12.with_name(name)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KeysMissing, match=name.replace(".", r"\.")):
        read(files)


def test_an_authority_of_another_root_is_refused(files, tmp_path):
    other = key_files(tmp_path / "other")
    files.authority_p12.write_bytes(other.authority_p12.read_bytes())
    root = read_p12(other.root_p12, "").certificate
    assert root.subject == read_p12(files.root_p12, "").certificate.subject, "the names alone do not tell them apart"
    with pytest.raises(KeysMissing, match="von keiner der Wurzeln"):
        read(files)


def test_a_key_of_another_kind_is_refused(files):
    key = rsa.generate_private_key(65537, 2048)
    files.authority_p12.write_bytes(pkcs12.serialize_key_and_certificates(b"key", key, None, None, NoEncryption()))
    with pytest.raises(KeysMissing, match="keinen passenden Schlüssel"):
        read(files)


def test_without_revocation_lists_nothing_is_signed(files, issued, timestamp_authority):
    for path in files.crl_dir.iterdir():
        path.unlink()
    with pytest.raises(KeysMissing, match="keine Sperrlisten"):
        sign_for_commune(make_service(files, timestamp_authority), issued)


def test_with_an_outdated_revocation_list_nothing_is_signed(files, issued, timestamp_authority):
    root = read_p12(files.root_p12, "")
    long_ago = datetime.now(UTC) - timedelta(days=40)
    (files.crl_dir / "root.crl").write_bytes(make_revocation_list(root, now=long_ago, days=30, number=1))
    assert lists_need_renewal(files)
    with pytest.raises(KeysMissing, match=r"root\.crl ist abgelaufen"):
        sign_for_commune(make_service(files, timestamp_authority), issued)


def test_a_revoked_issuing_authority_signs_nothing(files, issued):
    root, authority = read_p12(files.root_p12, ""), read_p12(files.authority_p12, "")
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(authority.certificate.serial_number)
        .revocation_date(datetime.now(UTC) - timedelta(minutes=4))
        .build()
    )
    revoked = make_revocation_list(root, now=datetime.now(UTC), days=30, number=2, revoked=[entry])
    (files.crl_dir / "root.crl").write_bytes(revoked)
    with serving(files) as url, pytest.raises(KeysMissing, match="nicht gültig"):
        sign_for_commune(make_service(files, url), issued)


def trusted(pdf: bytes, files: DemoKeyFiles) -> list[bool]:
    return [found.trusted for found in read_signatures(pdf, read(files).validation_context()).signatures]


def test_an_authority_on_which_no_list_says_anything_is_not_trusted(files, issued):
    with serving(files) as url:
        signed = sign_for_commune(make_service(files, url), issued)
    assert trusted(signed.data, files) == [True]
    (files.crl_dir / "root.crl").unlink()  # the other authorities' lists are still there
    assert trusted(signed.data, files) == [False]


@pytest.mark.usefixtures("demonstration")
class TestCommand:
    @pytest.fixture(autouse=True)
    def _settings(self, settings, tmp_path):
        folder = tmp_path / "pki"
        names = {
            "ROOT_CERTS": "root.pem",
            "CA_P12": "issuing-ca.p12",
            "SEAL_P12": "seal.p12",
            "CRL_DIR": "crl",
            "TSA_P12": "tsa.p12",
        }
        settings.SIGNING = {**settings.SIGNING, **{key: folder / name for key, name in names.items()}}
        self.settings, self.folder = settings, folder

    def run(self, action: str) -> str:
        output = StringIO()
        call_command("signing", action, stdout=output)
        return output.getvalue()

    def test_init_makes_a_set_once(self):
        assert "angelegt" in self.run("init")
        before = (self.folder / "issuing-ca.p12").read_bytes()
        assert "angelegt" not in self.run("init")
        assert (self.folder / "issuing-ca.p12").read_bytes() == before

    def test_init_renews_lists_that_end_soon(self):
        self.run("init")
        root = read_p12(self.folder / "root.p12", "")
        (self.folder / "crl" / "root.crl").write_bytes(
            make_revocation_list(root, now=datetime.now(UTC), days=10, number=1)
        )
        assert "Sperrliste erneuert: root.crl" in self.run("init")

    def test_init_is_for_the_demonstration_only(self):
        self.settings.DEMO = False
        with pytest.raises(CommandError, match="Demonstration"):
            self.run("init")

    def test_status_reports_or_says_what_is_missing(self):
        with pytest.raises(CommandError, match=r"root\.pem"):
            self.run("status")
        self.run("init")
        assert "Unterzeichner-CA" in self.run("status")

    def test_crl_renews_at_any_time(self):
        self.run("init")
        before = (self.folder / "crl" / "issuing-ca.crl").read_bytes()
        self.run("crl")
        assert (self.folder / "crl" / "issuing-ca.crl").read_bytes() != before

    def test_timestamp_authority_wants_its_key(self):
        with pytest.raises(CommandError, match="signing init"):
            call_command("timestamp_authority", port=0)
