"""Nothing less than PAdES B-LT is accepted, even if the cryptography of it holds."""

import asyncio
import hashlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from core.signing.errors import CommuneSignatureInvalid, SigningError
from core.signing.one_shot import OneShotSigner, PyHankoSigner
from core.signing.people import Field
from core.signing.reading.signatures import read_signatures
from core.signing.signing_service import SigningService
from core.signing.timestamps import TimestampClient
from tests.agreements.signing.conftest import countersign, mayor


def sign_less(
    service: SigningService, pdf: bytes, *, timestamp: bool, field: Field = Field.COMMUNE
) -> tuple[bytes, str]:
    """A signature by the right authority, but B-B or B-T; and its certificate's fingerprint."""
    signer = OneShotSigner(mayor(), service.keys.authority, now=datetime.now(UTC))
    trust = service.keys.validation_context()
    metadata = PdfSignatureMetadata(
        field_name=field.value,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=field == Field.COMMUNE,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    pdf_signer = PdfSigner(
        metadata,
        PyHankoSigner(signer, service.keys.chain()),
        timestamper=TimestampClient(service.tsa_url, service.tsa_timeout, trust) if timestamp else None,
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    data = asyncio.run(pdf_signer.async_sign_pdf(writer, existing_fields_only=True)).getvalue()
    return data, hashlib.sha256(signer.certificate.public_bytes(Encoding.DER)).hexdigest()


@pytest.mark.parametrize(
    ("timestamp", "complaint"),
    [(False, "passt nicht zum Inhalt"), (True, "keine Sperrlisten")],
    ids=["B-B", "B-T"],
)
def test_a_lesser_signature_is_not_countersigned(signing_service, issued, timestamp, complaint):
    data, certificate = sign_less(signing_service, issued, timestamp=timestamp)
    [found] = read_signatures(data, signing_service.keys.validation_context()).signatures
    assert found.intact, "the signature itself is flawless"
    with pytest.raises(CommuneSignatureInvalid, match=complaint):
        countersign(signing_service, issued, data, certificate)


def test_a_final_file_without_revocation_lists_is_refused(signing_service, issued):
    half, commune = sign_less(signing_service, issued, timestamp=True)
    final, lpr = sign_less(signing_service, half, timestamp=True, field=Field.LPR)
    with pytest.raises(SigningError, match="keine Sperrlisten"):
        signing_service.check_final(
            final,
            issued=issued,
            commune_signed=half,
            commune_certificate_sha256=commune,
            lpr_certificate_sha256=lpr,
        )


def test_the_portal_s_signatures_bring_their_revocation_lists(signing_service, signed):
    for pdf in (signed.commune.data, signed.final.data):
        assert read_signatures(pdf, signing_service.keys.validation_context()).revocation_lists >= 2
