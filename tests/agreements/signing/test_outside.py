"""A file signed outside the portal: what is taken, and the reason for each refusal (signing rules 7, 8, 10, 14)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread

import pytest
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.timestamps import HTTPTimeStamper

from agreements.text.documents import render_agreement
from core.signing.demo_qualified import FOR_SEALS, Person, qc_statements
from core.signing.key_folder import read_roots
from core.signing.outside import SENTENCES
from core.signing.pki import Issuer, issue_person, new_key
from core.signing.reading.outside_refusals import OutsideRefusal
from core.signing.reading.signatures import read_signatures
from tests.agreements.signing.forgeries import append_bytes, encrypt, flip_bit
from tests.agreements.texts import ORDINARY
from tests.factories.qualified import (
    Provider,
    add_document_timestamp,
    add_revocation_data,
    saved_again,
    sign,
    sign_like_a_tool,
    with_note,
    with_other_text,
)


@pytest.fixture(scope="module")
def signed(issued: bytes, provider: Provider) -> bytes:
    return sign_like_a_tool(issued, provider.person())


@pytest.fixture
def asked_for() -> Iterator[tuple[str, list[str]]]:
    """A provider's web server on loopback: its address, and the paths it was asked for."""
    paths: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def do_POST(self) -> None:  # who asks for a certificate's status posts
            self.do_GET()

        def log_message(self, *_words: object) -> None:
            """Nothing in the tests' output."""

    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


def naming_addresses(issuer: Issuer, address: str) -> Person:
    """A certificate that says where its revocation list, its status and its issuer's certificate can be had."""
    key, now = new_key(), datetime.now(UTC)
    place = [x509.UniformResourceIdentifier(f"{address}/{what}") for what in ("liste", "status", "aussteller")]
    description = x509.AccessDescription
    extensions = [
        qc_statements(),
        x509.CRLDistributionPoints([x509.DistributionPoint([place[0]], None, None, None)]),
        x509.AuthorityInformationAccess(
            [
                description(AuthorityInformationAccessOID.OCSP, place[1]),
                description(AuthorityInformationAccessOID.CA_ISSUERS, place[2]),
            ]
        ),
    ]
    certificate = issue_person(
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Erika Musterfrau")]),
        key.public_key(),
        issuer,
        valid_from=now - timedelta(days=1),
        until=now + timedelta(days=30),
        extensions=extensions,
    )
    return Person(certificate, key, issuer)


def test_addresses_in_a_certificate_are_never_called(judge, issued, provider, asked_for):
    address, paths = asked_for
    upload = sign_like_a_tool(issued, naming_addresses(provider.issuer, address))
    assert judge(upload).certificate_name == "Erika Musterfrau"
    assert paths == [], "signing rule 14"


def test_the_portals_own_trust_calls_no_address_in_a_certificate_either(signing_service, issued, asked_for):
    """As in a file that somebody brings to be checked, with a certificate of the portal's own authority."""
    address, paths = asked_for
    upload = sign_like_a_tool(issued, naming_addresses(signing_service.keys.authority, address))
    for trust in (signing_service.keys.validation_context(), None):
        [found] = read_signatures(upload, trust).signatures
        assert found.intact
    assert paths == [], "signing rule 14"


def test_a_signature_in_the_communes_field_is_taken_with_name_and_issuer(judge, signed):
    found = judge(signed)
    assert found.field == "sig_commune"
    assert found.certificate_name == "Erika Musterfrau"
    assert found.certificate_issuer.startswith("Testanbieter für Signaturen")
    assert found.signed_at is None
    assert found.revocation == "not_embedded"


def test_a_signature_in_a_field_of_the_tools_own_is_taken(judge, issued, provider):
    assert judge(sign_like_a_tool(issued, provider.person(), field="Signature1")).field == "Signature1"


def test_a_visible_field_of_the_tools_own_beside_the_communes_box_is_taken(judge, issued, provider):
    assert judge(sign(issued, provider.person(), field="Stempel", box=(60, 60, 200, 110))).field == "Stempel"


def test_the_time_is_that_of_a_trusted_timestamp(judge, issued, provider, timestamp_authority):
    signed = sign_like_a_tool(issued, provider.person(), timestamper=HTTPTimeStamper(timestamp_authority))
    moment = judge(signed).signed_at
    assert moment is not None
    assert abs(moment - datetime.now(UTC)) < timedelta(minutes=1)


def test_revocation_data_added_after_the_signature_is_allowed_and_counts(judge, signed, provider):
    assert judge(add_revocation_data(signed, provider)).revocation == "good"


def test_a_document_timestamp_after_the_signature_is_allowed(
    judge, signed, provider, timestamp_authority, signing_keys
):
    stamped = add_document_timestamp(
        add_revocation_data(signed, provider), timestamp_authority, read_roots(signing_keys.root_certs)
    )
    assert judge(stamped).field == "sig_commune"


def test_a_file_saved_again_by_a_viewer_is_named_as_that(refusal, issued, signed):
    assert refusal(saved_again(issued)) == OutsideRefusal.SAVED_AGAIN
    assert refusal(saved_again(signed)) == OutsideRefusal.SAVED_AGAIN


def test_a_file_signed_after_saving_it_again_is_named_as_that(refusal, issued, provider):
    assert refusal(sign_like_a_tool(saved_again(issued), provider.person())) == OutsideRefusal.SAVED_AGAIN


def test_changed_text_is_named(refusal, issued, provider):
    assert refusal(sign_like_a_tool(with_other_text(issued), provider.person())) == OutsideRefusal.TEXT_CHANGED


def test_another_document_is_named(refusal, provider):
    other = render_agreement(replace(ORDINARY, reference="LPR-2026-0043", check_code="AAAA-BBBB-CCCC")).data
    assert refusal(sign_like_a_tool(other, provider.person())) == OutsideRefusal.OTHER_DOCUMENT


def test_a_former_version_is_named(refusal, provider):
    former = render_agreement(replace(ORDINARY, version=9, check_code="AAAA-BBBB-DDDD")).data
    signed = sign_like_a_tool(former, provider.person())
    assert refusal(signed, former=(former,)) == OutsideRefusal.OLDER_VERSION


def test_the_unsigned_file_is_named(refusal, issued):
    assert refusal(issued) == OutsideRefusal.NO_SIGNATURE
    assert refusal(with_note(issued)) == OutsideRefusal.NO_SIGNATURE


def test_two_signatures_are_refused(refusal, signed, provider):
    assert refusal(sign_like_a_tool(signed, provider.person(), field="Zweite")) == OutsideRefusal.TWO_SIGNATURES


def test_the_field_of_the_other_side_is_refused(refusal, issued, provider):
    assert refusal(sign_like_a_tool(issued, provider.person(), field="sig_lpr")) == OutsideRefusal.WRONG_FIELD


def test_a_note_before_or_after_the_signature_is_refused(refusal, issued, signed, provider):
    assert refusal(sign_like_a_tool(with_note(issued), provider.person())) == OutsideRefusal.CONTENT_CHANGED
    assert refusal(with_note(signed)) == OutsideRefusal.CONTENT_CHANGED


def test_bytes_behind_the_end_are_refused(refusal, signed):
    assert refusal(append_bytes(signed)) == OutsideRefusal.CONTENT_CHANGED


def test_another_empty_field_is_refused(refusal, issued, provider):
    writer = IncrementalPdfFileWriter(BytesIO(issued))
    fields.append_signature_field(writer, fields.SigFieldSpec("Noch_eine"))
    output = BytesIO()
    writer.write(output)
    assert refusal(sign_like_a_tool(output.getvalue(), provider.person())) == OutsideRefusal.CONTENT_CHANGED


def test_a_visible_signature_over_the_text_is_refused(refusal, issued, provider):
    covering = sign(issued, provider.person(), field="Stempel", box=(60, 400, 500, 700))
    assert refusal(covering) == OutsideRefusal.OVER_TEXT


def test_a_signature_that_locks_the_document_is_refused(refusal, issued, provider):
    certifying = sign(issued, provider.person(), certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES)
    assert refusal(certifying) == OutsideRefusal.LOCKED


def test_a_certifying_signature_that_permits_the_countersignature_is_taken(judge, issued, provider):
    certifying = sign(issued, provider.person(), certify=True, docmdp_permissions=fields.MDPPerm.FILL_FORMS)
    assert judge(certifying).field == "sig_commune"


def test_a_broken_signature_is_named(refusal, issued, provider):
    signed = sign(issued, provider.person(), reason="Zustimmung")
    assert refusal(flip_bit(signed, signed.index(b"Zustimmung", len(issued)))) == OutsideRefusal.BROKEN


def test_an_unknown_issuer_is_named(refusal, issued):
    stranger = Provider.make("Unbekannter Anbieter")
    assert refusal(sign_like_a_tool(issued, stranger.person())) == OutsideRefusal.UNKNOWN_ISSUER


def test_an_issuer_that_only_bears_the_trusted_name_is_unknown(refusal, issued):
    impostor = Provider.make()
    assert refusal(sign_like_a_tool(issued, impostor.person())) == OutsideRefusal.UNKNOWN_ISSUER


@pytest.mark.parametrize("statements", [None, qc_statements(compliance=False)])
def test_a_certificate_that_is_not_qualified_is_named(refusal, issued, provider, statements):
    unqualified = provider.person(statements=statements)
    assert refusal(sign_like_a_tool(issued, unqualified)) == OutsideRefusal.NOT_QUALIFIED


def test_a_seal_is_not_a_persons_signature(refusal, issued, provider):
    seal = provider.person(statements=qc_statements(kind=FOR_SEALS))
    assert refusal(sign_like_a_tool(issued, seal)) == OutsideRefusal.SEAL


def test_an_expired_certificate_is_named(refusal, issued, provider):
    expired = provider.person(valid_from=datetime.now(UTC) - timedelta(days=10), days=5)
    assert refusal(sign_like_a_tool(issued, expired)) == OutsideRefusal.EXPIRED


def test_a_revoked_certificate_is_named(refusal, issued, provider):
    person = provider.person()
    revoked = add_revocation_data(sign_like_a_tool(issued, person), provider, person.certificate)
    assert refusal(revoked) == OutsideRefusal.REVOKED


def test_an_encrypted_file_is_named(refusal, issued):
    assert refusal(encrypt(issued)) == OutsideRefusal.ENCRYPTED


def test_what_is_no_pdf_or_too_large_is_named_without_reading_it(refusal, issued):
    assert refusal(b"GIF89a") == OutsideRefusal.NOT_PDF
    assert refusal(issued + bytes(20 * 1024 * 1024)) == OutsideRefusal.TOO_LARGE


def test_a_damaged_file_is_unreadable(refusal, issued):
    assert refusal(b"%PDF-1.7\n" + bytes(5000)) == OutsideRefusal.UNREADABLE
    assert refusal(issued + b"\n1 0 obj\n<</Length 9>>\nstartxref\n99999999\n%%EOF\n") == OutsideRefusal.UNREADABLE


def test_each_refusal_has_a_sentence_of_its_own_that_says_what_to_do():
    assert set(SENTENCES) == set(OutsideRefusal)
    assert len(set(SENTENCES.values())) == len(OutsideRefusal)
    assert all("Bitte" in sentence or "bitte" in sentence for sentence in SENTENCES.values())
