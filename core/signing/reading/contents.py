"""Take the parts out of a signed PDF of the ledger: signatures, timestamp tokens, certificates, revocation lists.

For files that were checked in full before they entered the ledger; strangers are looked at by `inspecting`.
"""

from dataclasses import dataclass
from io import BytesIO

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from core.signing.reading.quick_reader import QuickReader


@dataclass(frozen=True, slots=True)
class SignatureParts:
    """One signature: `cms` (DER) signs the bytes of the file that `byte_range` names (offset, length, twice).

    `value` is the raw signature that the timestamp `token` (DER, empty if there is none) is about. `certificate` is
    the signer's, `certificates` are all that lie in signature and token (DER).
    """

    field: str
    certificate: bytes
    cms: bytes
    byte_range: tuple[int, int, int, int]
    value: bytes
    token: bytes
    certificates: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class PdfParts:
    """What a signed PDF brings along; certificates and revocation lists are DER."""

    signatures: tuple[SignatureParts, ...]
    certificates: tuple[bytes, ...]
    revocation_lists: tuple[bytes, ...]


def take_apart(pdf: bytes) -> PdfParts:
    """All parts, in a fixed order: signatures as they were made, the rest sorted and each once."""
    reader = QuickReader(BytesIO(pdf))
    signatures = tuple(_parts(signature) for signature in reader.embedded_regular_signatures)
    certificates = {der for signature in signatures for der in signature.certificates}
    lists: set[bytes] = set()
    store = _security_store(reader)
    if store is not None:
        certificates |= {certificate.dump() for certificate in store.load_certs()}
        lists = {stream.get_object().data for stream in store.crls}
    return PdfParts(signatures, tuple(sorted(certificates)), tuple(sorted(lists)))


def certificates_in(token: bytes) -> tuple[bytes, ...]:
    """The certificates (DER) in a CMS structure, a timestamp token for instance."""
    return _certificates(cms.ContentInfo.load(token)["content"])


def _security_store(reader: PdfFileReader) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except (NoDSSFoundError, PdfReadError):
        return None


def _parts(signature: EmbeddedPdfSignature) -> SignatureParts:
    content = cms.ContentInfo.load(signature.pkcs7_content, strict=False)
    token = _token(signature.signer_info)
    certificates = _certificates(content["content"]) + (certificates_in(token) if token else ())
    start, length, start_again, length_again = (int(number) for number in signature.byte_range)
    return SignatureParts(
        field=signature.field_name,
        certificate=signature.signer_cert.dump(),
        cms=content.dump(),
        byte_range=(start, length, start_again, length_again),
        value=signature.signer_info["signature"].native,
        token=token,
        certificates=certificates,
    )


def _token(signer: cms.SignerInfo) -> bytes:
    for attribute in signer["unsigned_attrs"] or ():
        if attribute["type"].native == "signature_time_stamp_token":
            token: bytes = attribute["values"][0].dump()
            return token
    return b""


def _certificates(signed_data: cms.SignedData) -> tuple[bytes, ...]:
    return tuple(choice.chosen.dump() for choice in signed_data["certificates"] or ())
