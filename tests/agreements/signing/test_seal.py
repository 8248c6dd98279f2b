"""The operator's seal: on documents that the portal alone answers for."""

from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import call_command

from agreements.text.signature_locks import LOCKS
from core.signing.demo_keys import DemoKeyFiles
from core.signing.errors import KeysMissing, TimestampUnavailable
from core.signing.key_folder import read_p12
from core.signing.pki import DOCUMENT_SIGNING, NO_REVOCATION, make_revocation_list
from core.signing.reading.signatures import read_signatures
from core.signing.signed_pdf import SignedPdf
from core.signing.signing_service import SigningService
from core.typesetting.accessible import write_accessible
from core.typesetting.typesetter import typesetter
from tests.agreements.pdf_text import content_text
from tests.agreements.signing.forgeries import add_page_to_update
from tests.plugins.signing_keys import key_files, make_service, serving

PAGE = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Nachweis</title>
<link rel="stylesheet" href="static:agreements/evidence.css"></head>
<body><h1>Nachweis</h1><input class="seal-box" type="checkbox" name="siegel" title="Siegel"></body></html>"""


@pytest.fixture(scope="module")
def page() -> bytes:
    with typesetter() as setter:
        document = setter.lay_out(PAGE, pdf_forms=True, pdf_variant="pdf/a-3a")
        return write_accessible(document, fields=LOCKS)


@pytest.fixture(scope="module")
def sealed(signing_service: SigningService, page: bytes) -> SignedPdf:
    return signing_service.seal(page, purpose="Nachweis der Unterzeichnung")


def test_a_sealed_document_is_valid_trusted_timestamped_and_closed(signing_service, page, sealed):
    findings = read_signatures(sealed.data, signing_service.keys.validation_context())
    assert sealed.data.startswith(page)
    assert findings.field_names == ("siegel",)
    [seal] = findings.signatures
    assert (seal.sound, seal.trusted, seal.modifications_ok, seal.covers_whole_file) == (True,) * 4
    assert seal.signed_at == sealed.signed_at
    assert abs(datetime.now(UTC) - sealed.signed_at) < timedelta(minutes=5)
    pdf = pikepdf.open(BytesIO(sealed.data))
    assert len(pdf.Root.DSS.CRLs) >= 2
    assert pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P == 1


def test_whatever_follows_the_seal_breaks_it(signing_service, sealed):
    findings = read_signatures(add_page_to_update(sealed.data), signing_service.keys.validation_context())
    assert not findings.signatures[0].modifications_ok


def test_the_sealed_document_stays_archival_and_accessible(sealed):
    pdf = pikepdf.open(BytesIO(sealed.data))
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert "/Version" not in pdf.Root  # the header's 1.7 counts, where PDF/A-3 and PDF/UA-1 end
    [field] = pdf.Root.AcroForm.Fields
    assert "/StructParent" in field
    assert str(field.TU) == "Siegel"
    assert "Elektronisches Siegel" in content_text(field.AP.N, field.AP.N.Resources)
    for entry in pdf.objects:
        if isinstance(entry, pikepdf.Dictionary) and "/FontName" in entry:
            assert "/FontFile2" in entry


def test_the_seal_names_the_operator_and_not_a_person_and_can_be_revoked(signing_service, sealed):
    certificate = x509.load_der_x509_certificate(sealed.certificate_der)
    assert "Siegel" in certificate.subject.rfc4514_string()
    assert DOCUMENT_SIGNING in certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert NO_REVOCATION not in {extension.oid for extension in certificate.extensions}
    authority = signing_service.keys.authority.certificate
    assert certificate.not_valid_after_utc == authority.not_valid_after_utc
    again = signing_service.keys.seal.certificate.public_bytes(Encoding.DER)
    assert again == sealed.certificate_der, "the same seal each time, unlike a person's certificate"


def test_a_revoked_seal_seals_nothing(tmp_path, page):
    files = key_files(tmp_path)
    seal = read_p12(files.seal_p12, "").certificate
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(seal.serial_number)
        .revocation_date(datetime.now(UTC) - timedelta(minutes=4))
        .build()
    )
    authority = read_p12(files.authority_p12, "")
    revoked = make_revocation_list(authority, now=datetime.now(UTC), days=30, number=2, revoked=[entry])
    (files.crl_dir / "issuing-ca.crl").write_bytes(revoked)
    with serving(files) as url, pytest.raises(KeysMissing, match="nicht gültig"):
        make_service(files, url).seal(page, purpose="Nachweis")


def test_without_timestamp_nothing_is_sealed(signing_keys, page):
    with pytest.raises(TimestampUnavailable):
        make_service(signing_keys, "http://127.0.0.1:9", timeout=1).seal(page, purpose="Nachweis")


def test_the_seal_of_another_authority_is_refused(tmp_path):
    files, other = key_files(tmp_path / "one"), key_files(tmp_path / "other")
    files.seal_p12.write_bytes(other.seal_p12.read_bytes())
    with pytest.raises(KeysMissing, match="Siegel"):
        make_service(files, "http://127.0.0.1:9")


@pytest.mark.usefixtures("demonstration")
def test_init_adds_the_seal_to_a_set_of_an_earlier_version(settings, tmp_path):
    files: DemoKeyFiles = key_files(tmp_path)
    names = {"ROOT_CERTS": "root.pem", "CA_P12": "issuing-ca.p12", "SEAL_P12": "seal.p12", "CRL_DIR": "crl"}
    settings.SIGNING = {**settings.SIGNING, **{key: tmp_path / name for key, name in names.items()}}
    files.seal_p12.unlink()
    before = files.authority_p12.read_bytes()
    said = StringIO()
    call_command("signing", "init", stdout=said)
    assert "Ergänzt: seal.p12" in said.getvalue()
    assert "Siegel: " in said.getvalue()
    assert files.authority_p12.read_bytes() == before
