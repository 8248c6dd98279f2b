"""PAdES B-LT with pyHanko: one signature, with timestamp and everything needed to verify it later."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError as PyHankoSigningError
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    SigDSSPlacementPreference,
)
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from core.signing.errors import KeysMissing, SigningError
from core.signing.keys import SigningKeys
from core.signing.one_shot import AttributeSigner, PyHankoSigner, fingerprint
from core.signing.people import Field
from core.signing.reading.quick_reader import QuickReader
from core.signing.signed_pdf import SignedPdf
from core.signing.stamp import style_of
from core.signing.timestamps import TimestampClient

CERTIFICATE_ERRORS = (PathBuildingError, PathValidationError)

log = logging.getLogger(__name__)
# It warns at every signature that nothing is fetched from the network, which is our rule (signing rule 14).
logging.getLogger("pyhanko.sign.signers.pdf_signer").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class SignatureOrder:
    """One signature to be made: in which field, for which purpose, by whom, and how it looks (a PDF of one page)."""

    field: str
    purpose: str
    signer: AttributeSigner
    signer_name: str
    drawn: bytes


class Pdf17Signer(PdfSigner):
    """Keeps the file a PDF 1.7, where PDF/A-3 (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) end.

    For our keys' curve, P-256, pyHanko would declare ISO/TS 32002 and with it version 2.0. What a reader needs to know
    is that the signature is PAdES: ETSI's extension of PDF 1.7 (EN 319 142-1, 5.5).
    """

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        pdf_out.register_extension(ESIC_EXTENSION_1)


def sign(pdf: bytes, order: SignatureOrder, keys: SigningKeys, timestamps: TimestampClient) -> SignedPdf:
    """Add the signature. Raises SigningError; then nothing was signed, not even at a lesser level."""
    style = style_of(order.drawn)
    signer = Pdf17Signer(
        _metadata(order, keys),
        PyHankoSigner(order.signer, keys.chain()),
        timestamper=timestamps,
        stamp_style=style,
    )
    try:
        data = asyncio.run(_sign(pdf, signer))
    except (PyHankoSigningError, PdfError, *CERTIFICATE_ERRORS) as error:
        log.exception("A document could not be signed")
        if isinstance(error, CERTIFICATE_ERRORS) or isinstance(error.__cause__, CERTIFICATE_ERRORS):
            raise KeysMissing(
                "Die Zertifikate des Portals sind nicht gültig; es wurde nichts unterzeichnet."
            ) from error
        raise SigningError("Diese Datei kann nicht unterzeichnet werden.") from error
    return _as_signed(data, order.signer, timestamps.signed_at)


async def _sign(pdf: bytes, signer: PdfSigner) -> bytes:
    writer = IncrementalPdfFileWriter.from_reader(QuickReader(BytesIO(pdf)))
    output = await signer.async_sign_pdf(writer, existing_fields_only=True)
    signed: bytes = output.getvalue()
    return signed


def _metadata(order: SignatureOrder, keys: SigningKeys) -> PdfSignatureMetadata:
    """B-LT: certificates and revocation data lie in the file, in the same revision as the signature.

    The commune's signature certifies: it permits filling in the LPR's field and nothing else. The LPR's field
    carries a lock that permits nothing any more. The seal certifies alone and permits nothing.
    """
    return PdfSignatureMetadata(
        field_name=str(order.field),
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=order.field != Field.LPR,
        docmdp_permissions=MDPPerm.FILL_FORMS if order.field == Field.COMMUNE else MDPPerm.NO_CHANGES,
        reason=order.purpose,
        name=order.signer_name,
        embed_validation_info=True,
        validation_context=keys.validation_context(),
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
    )


def _as_signed(data: bytes, signer: AttributeSigner, signed_at: datetime | None) -> SignedPdf:
    if signed_at is None:
        raise SigningError("Die Unterschrift trägt keinen Zeitstempel und wurde verworfen.")
    certificate = signer.certificate
    return SignedPdf(
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        certificate_der=certificate.public_bytes(Encoding.DER),
        certificate_sha256=fingerprint(certificate),
        certificate_serial=f"{certificate.serial_number:x}",
        signed_at=signed_at,
    )
