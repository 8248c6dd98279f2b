"""The two signatures: what is in the file, who signed, and what is refused."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from agreements.text.documents import render_agreement
from agreements.text.stamps import LEGAL_TIME, draw_stamp
from core.signing.errors import CommuneSignatureInvalid, SigningError
from core.signing.ink import Ink
from core.signing.key_folder import read_p12
from core.signing.one_shot import OneShotSigner
from core.signing.pki import DOCUMENT_SIGNING, NO_EXPIRY, NO_REVOCATION
from core.signing.reading.signatures import read_signatures
from core.signing.stamp import Stamp
from tests.agreements.pdf_text import content_text, page_text
from tests.agreements.signing.conftest import countersign, mayor, sign_both, sign_for_commune
from tests.agreements.signing.forgeries import add_page, add_page_to_update, append_bytes, flip_bit
from tests.agreements.texts import LONG_NAMES, ORDINARY
from tests.plugins.signing_keys import key_files, make_service


def test_each_signature_adds_to_the_issued_bytes_and_changes_none(signed):
    assert signed.commune.data.startswith(signed.issued)
    assert signed.final.data.startswith(signed.commune.data)


def test_both_signatures_are_valid_trusted_and_timestamped(signing_service, signed):
    findings = read_signatures(signed.final.data, signing_service.keys.validation_context())
    assert [signature.field for signature in findings.signatures] == ["sig_commune", "sig_lpr"]
    assert all(s.sound and s.trusted and s.modifications_ok for s in findings.signatures)
    assert [s.covers_whole_file for s in findings.signatures] == [False, True]
    assert [s.signed_at for s in findings.signatures] == [signed.commune.signed_at, signed.final.signed_at]
    assert abs(datetime.now(UTC) - signed.final.signed_at) < timedelta(minutes=5)


def test_the_file_carries_all_that_validation_needs_in_ten_years(signed):
    """PAdES B-LT (EN 319 142-1): timestamp, certificates and revocation data lie in the file."""
    pdf = pikepdf.open(BytesIO(signed.final.data))
    store = pdf.Root.DSS
    assert len(store.CRLs) >= 2
    names = {x509.load_der_x509_certificate(entry.read_bytes()).subject.rfc4514_string() for entry in store.Certs}
    assert {"Erika Musterfrau", "Sabine Muster"} <= {name.split("CN=")[1].split(",")[0] for name in names}
    for field in pdf.Root.AcroForm.Fields:
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        content = cms.ContentInfo.load(bytes(field.V.Contents), strict=False)["content"]
        unsigned = {attribute["type"].native for attribute in content["signer_infos"][0]["unsigned_attrs"]}
        assert "signature_time_stamp_token" in unsigned


def test_commune_certifies_and_permits_only_the_countersignature(signed):
    pdf = pikepdf.open(BytesIO(signed.final.data))
    commune, lpr = (field.V for field in pdf.Root.AcroForm.Fields)
    assert pdf.Root.Perms.DocMDP.objgen == commune.objgen
    assert {str(r.TransformMethod): r.TransformParams.get("/P") for r in commune.Reference}["/DocMDP"] == 2
    locked = {str(r.TransformMethod): r.TransformParams for r in lpr.Reference}
    assert locked["/FieldMDP"].Action == "/All"


@pytest.mark.parametrize("which", ["issued", "commune", "final"])
def test_file_stays_a_pdf_1_7_through_every_signature(signed, which):
    """PDF/A-3 and PDF/UA-1 end at 1.7; a reader takes the later of header and catalogue (signing rule 23)."""
    data = {"issued": signed.issued, "commune": signed.commune.data, "final": signed.final.data}[which]
    assert data.startswith(b"%PDF-1.7")
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/Version" not in pdf.Root
        extensions = set(pdf.Root.get("/Extensions", pikepdf.Dictionary()).keys())
    assert extensions == (set() if which == "issued" else {"/ESIC"})


def test_signed_file_still_claims_and_shows_what_makes_it_accessible(signed):
    pdf = pikepdf.open(BytesIO(signed.final.data))
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert "/OutputIntents" in pdf.Root
    for field in pdf.Root.AcroForm.Fields:
        assert str(field.TU).startswith("Unterschriftsfeld: ")
        assert "/StructParent" in field
    for entry in pdf.objects:
        if isinstance(entry, pikepdf.Dictionary) and "/FontName" in entry:
            assert "Portal-Fira-Sans" in str(entry.FontName)
            assert "/FontFile2" in entry


def test_visible_signature_names_person_office_time_and_where_to_check(signed):
    pdf = pikepdf.open(BytesIO(signed.final.data))
    typed, drawn = (_visible(field) for field in pdf.Root.AcroForm.Fields)
    assert typed.count("Erika Musterfrau") == 1, "who types the own name is named once"
    assert "Bürgermeisterin" in typed
    assert "elektronisch unterzeichnet am" in typed
    assert drawn.count("Sabine Muster") == 1
    assert "i. V. Sachbearbeiterin" in drawn
    for text in (typed, drawn):
        assert "7K3M-Q9TX-4HWD" in text
        assert ORDINARY.check_url.removeprefix("https://") in text


def test_visible_time_is_german_legal_time():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    stamp = Stamp(mayor(), Ink(typed_name="Erika Musterfrau"), "7K3M-Q9TX-4HWD", ORDINARY.check_url, moment)
    with pikepdf.open(BytesIO(draw_stamp(stamp))) as pdf:
        assert "02.07.2026, 00:30 Uhr" in page_text(pdf.pages[0]).replace("\n", " ")


@pytest.mark.parametrize("minutes", [-1, 0, 1])
def test_visible_time_is_the_minute_of_the_timestamp(signing_service, issued, minutes):
    """The stamp is drawn first: where the minute ends before the timestamp comes, it is drawn once more."""
    shown = datetime.now(UTC) + timedelta(minutes=minutes)
    signed = sign_for_commune(signing_service, issued, signed_at=shown)
    pdf = pikepdf.open(BytesIO(signed.data))
    assert f"{signed.signed_at.astimezone(LEGAL_TIME):%d.%m.%Y, %H:%M} Uhr" in _visible(pdf.Root.AcroForm.Fields[0])
    assert read_signatures(signed.data, signing_service.keys.validation_context()).signatures[0].trusted


def test_long_and_sorbian_names_can_be_signed(signing_service):
    agreement = sign_both(signing_service, LONG_NAMES)
    signing_service.check_final(
        agreement.final.data,
        issued=agreement.issued,
        commune_signed=agreement.commune.data,
        commune_certificate_sha256=agreement.commune.certificate_sha256,
        lpr_certificate_sha256=agreement.final.certificate_sha256,
    )


@pytest.mark.parametrize("name", ["Prof. Dr. " + "Müller-Großröhrsdorf " * 4 + "Öß", "ü" * 33, "M" * 65])
def test_a_name_that_is_too_long_for_a_certificate_is_cut_there_and_whole_in_the_stamp(signing_service, name):
    signatory = replace(mayor(), name=name)
    issued = render_agreement(ORDINARY).data
    order = {"check_code": ORDINARY.check_code, "check_url": ORDINARY.check_url, "signed_at": datetime.now(UTC)}
    signed = signing_service.sign_for_commune(issued, signatory=signatory, ink=Ink(typed_name="M"), **order)
    subject = x509.load_der_x509_certificate(signed.certificate_der).subject
    common_name = subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    assert common_name.endswith("…")
    assert name.startswith(common_name[:-1])
    with pikepdf.open(BytesIO(signed.data)) as pdf:
        drawn = next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == "sig_commune").AP.N
        assert name.split()[-1][-2:] in content_text(drawn, drawn.Resources)


def test_certificate_names_the_person_and_is_made_for_one_signature(signed):
    certificate = x509.load_der_x509_certificate(signed.commune.certificate_der)
    values = {attribute.oid: attribute.value for attribute in certificate.subject}
    assert values[NameOID.COMMON_NAME] == "Erika Musterfrau"
    assert values[NameOID.TITLE] == "Bürgermeisterin"
    assert values[NameOID.ORGANIZATION_NAME] == "Stadt Musterstadt"
    assert values[NameOID.SERIAL_NUMBER] == "LPR-2026-0042/1"
    assert certificate.not_valid_after_utc == NO_EXPIRY
    assert certificate.extensions.get_extension_for_oid(NO_REVOCATION)
    assert list(certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [DOCUMENT_SIGNING]
    assert signed.commune.certificate_serial == f"{certificate.serial_number:x}"


def test_no_certificate_is_used_twice(signing_service, issued):
    assert len({sign_for_commune(signing_service, issued).certificate_sha256 for _ in range(3)}) == 3


def test_one_shot_key_signs_once(signing_keys):
    signer = OneShotSigner(mayor(), read_p12(signing_keys.authority_p12, ""), now=datetime.now(UTC))
    assert signer.sign(b"attributes")
    with pytest.raises(SigningError, match="vernichtet"):
        signer.sign(b"attributes")


def test_names_longer_than_a_certificate_permits_are_shortened(signing_keys):
    signatory = replace(mayor(), organisation="Verwaltungsgemeinschaft " * 5, email="bürgermeisterin@müßig.example")
    signer = OneShotSigner(signatory, read_p12(signing_keys.authority_p12, ""), now=datetime.now(UTC))
    assert len(signer.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value) == 64
    assert signer.certificate.public_bytes(Encoding.DER)


def test_a_name_that_cannot_be_set_is_refused_in_plain_words(signing_service, issued):
    with pytest.raises(SigningError, match="Namen"):
        signing_service.sign_for_commune(
            issued,
            signatory=mayor(),
            ink=Ink(typed_name="Erika 🙂"),
            check_code="7K3M",
            check_url="https://portal.example/",
            signed_at=datetime.now(UTC),
        )


def test_a_signed_field_is_not_signed_again(signing_service, signed):
    with pytest.raises(SigningError, match="kann nicht unterzeichnet werden"):
        sign_for_commune(signing_service, signed.commune.data)


def test_a_draft_cannot_be_signed(signing_service):
    with pytest.raises(SigningError, match="kann nicht unterzeichnet werden"):
        sign_for_commune(signing_service, render_agreement(replace(ORDINARY, draft=True)).data)


def test_eight_threads_sign_at_the_same_time(signing_service, issued):
    start = threading.Barrier(8)

    def sign(_number: int) -> str:
        start.wait(timeout=30)
        agreement = sign_for_commune(signing_service, issued)
        findings = read_signatures(agreement.data, signing_service.keys.validation_context())
        assert findings.signatures[0].trusted
        return agreement.certificate_sha256

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(sign, range(8)))) == 8


class TestCountersigning:
    """Signing rule 7: nothing is countersigned but the issued text with the commune's valid signature."""

    @pytest.fixture(autouse=True)
    def _agreement(self, signing_service, signed):
        self.service, self.signed = signing_service, signed

    def refuses(self, pdf, message, *, issued=None, certificate=None):
        with pytest.raises(CommuneSignatureInvalid, match=message):
            countersign(
                self.service,
                issued or self.signed.issued,
                pdf,
                certificate or self.signed.commune.certificate_sha256,
            )

    def test_unsigned(self):
        self.refuses(self.signed.issued, "erwarteten Unterschriften")

    def test_signed_by_both_already(self):
        self.refuses(self.signed.final.data, "erwarteten Unterschriften")

    def test_other_issued_text(self):
        self.refuses(self.signed.commune.data, "ausgefertigten Fassung", issued=b"%PDF-1.7 other")

    def test_other_certificate_than_in_the_ledger(self):
        self.refuses(self.signed.commune.data, "nicht das verzeichnete", certificate="0" * 64)

    def test_page_added(self):
        self.refuses(add_page_to_update(self.signed.commune.data), "verändert")

    def test_bytes_appended(self):
        self.refuses(append_bytes(self.signed.commune.data), "nicht gültig|nicht lesbar")

    def test_bit_changed_in_the_signed_part(self):
        position = len(self.signed.issued) + 2000
        self.refuses(flip_bit(self.signed.commune.data, position), "nicht gültig|nicht lesbar")

    def test_signed_with_foreign_keys(self, tmp_path, timestamp_authority):
        foreign = key_files(tmp_path)
        stranger = make_service(foreign, timestamp_authority)
        stranger = replace(stranger, keys=replace(stranger.keys, roots=stranger.keys.roots + self.service.keys.roots))
        for crl in self.service.keys.crl_dir.glob("*.crl"):
            (foreign.crl_dir / f"portal-{crl.name}").write_bytes(crl.read_bytes())
        forged = sign_for_commune(stranger, self.signed.issued)
        self.refuses(forged.data, "nicht vertrauenswürdig", certificate=forged.certificate_sha256)


class TestFinalFile:
    """Signing rule 8: exactly the expected fields, signatures and certificates, the last covers the file."""

    @pytest.fixture(autouse=True)
    def _agreement(self, signing_service, signed):
        self.service, self.signed = signing_service, signed

    def check(self, pdf, **changes):
        facts = {
            "issued": self.signed.issued,
            "commune_signed": self.signed.commune.data,
            "commune_certificate_sha256": self.signed.commune.certificate_sha256,
            "lpr_certificate_sha256": self.signed.final.certificate_sha256,
        }
        self.service.check_final(pdf, **{**facts, **changes})

    def test_the_final_file_is_accepted(self):
        self.check(self.signed.final.data)

    def test_cut_back_to_the_first_signature(self):
        with pytest.raises(SigningError, match="erwarteten Unterschriften"):
            self.check(self.signed.commune.data)

    def test_bytes_appended(self):
        with pytest.raises(SigningError, match=r"nicht angenommen|nicht lesbar"):
            self.check(append_bytes(self.signed.final.data))

    def test_page_added_behind_the_signatures(self):
        with pytest.raises(SigningError, match="verändert"):
            self.check(add_page_to_update(self.signed.final.data))

    def test_page_added_by_rewriting(self):
        with pytest.raises(SigningError, match="ausgefertigten Fassung"):
            self.check(add_page(self.signed.final.data))

    def test_other_certificate_than_in_the_ledger(self):
        with pytest.raises(SigningError, match="nicht das verzeichnete"):
            self.check(self.signed.final.data, lpr_certificate_sha256="0" * 64)

    def test_garbage(self):
        with pytest.raises(SigningError, match="nicht lesbar"):
            self.check(self.signed.issued[:2000])

    @pytest.mark.parametrize("tenth", range(1, 10))
    def test_one_bit_changed_in_the_issued_part_or_between(self, tenth):
        position = len(self.signed.commune.data) * tenth // 10
        with pytest.raises(SigningError):
            self.check(flip_bit(self.signed.final.data, position))


def _visible(field: pikepdf.Object) -> str:
    appearance = field.AP.N
    return content_text(appearance, appearance.Resources).replace("\n", " ")
