"""Judge a file that was signed outside the portal (signing rule 10). Runs in the limited process, asks no network.

Taken is the issued file as it was, with exactly one new signature on it that changes nothing else.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from core.signing.reading.claims import claims, stated_in
from core.signing.reading.modifications import only_signature, refuse_changes
from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused
from core.signing.reading.placement import OTHER_SIDES_FIELD
from core.signing.reading.qualified_certificates import (
    check_chain,
    embedded_revocations,
    issuer_of,
    person_in,
    refuse_unqualified,
)
from core.signing.reading.quick_reader import QuickReader


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates of issuers of qualified certificates, and of timestamp authorities beside them."""

    issuers: Sequence[x509.Certificate]
    timestamping: Sequence[x509.Certificate]


@dataclass(frozen=True, slots=True)
class AddedSignature:
    """The one signature that was added. ``signed_at``: of a trusted timestamp, otherwise None.

    ``stated``: see `claims.stated_in`.
    """

    field: str
    certificate: bytes
    certificate_name: str
    certificate_issuer: str
    signed_at: datetime | None
    revocation: str
    stated: dict[str, str]


def judge(upload: bytes, issued: bytes, trust: Trust, received_at: datetime) -> AddedSignature:
    """The signature, if the file can be taken. Raises OutsideRefused; a parser may raise anything else."""
    reader = QuickReader(BytesIO(upload), strict=True)
    if reader.encrypted:
        raise OutsideRefused(OutsideRefusal.ENCRYPTED)
    if not upload.startswith(issued):
        raise OutsideRefused(_stranger(upload, issued))
    try:
        signature = only_signature(reader)
        status = _checked(signature, trust)
        refuse_changes(reader, upload, issued)
        _refuse_what_came_later(signature, status)
        return _certified(reader, signature, status, trust, received_at)
    except OutsideRefused:
        raise
    except Exception as error:  # the file can be read, but not what somebody says is a signature
        raise OutsideRefused(OutsideRefusal.BROKEN) from error


def _stranger(upload: bytes, issued: bytes) -> OutsideRefusal:
    """What a file is that does not begin with the issued bytes."""
    code = claims(issued)["check_code"]
    if claims(upload)["check_code"] != code:
        return OutsideRefusal.OTHER_DOCUMENT
    same = _page_contents(upload) == _page_contents(issued)
    return OutsideRefusal.SAVED_AGAIN if same else OutsideRefusal.TEXT_CHANGED


def _page_contents(pdf: bytes) -> list[str]:
    reader = QuickReader(BytesIO(pdf), strict=False)
    pages = range(int(reader.root["/Pages"]["/Count"]))
    return [_content(reader.find_page_for_modification(number)[0].get_object()) for number in pages]


def _content(page: Any) -> str:
    contents = page["/Contents"]
    streams = [contents] if hasattr(contents, "data") else [contents[index] for index in range(len(contents))]
    return hashlib.sha256(b"".join(b"".join(stream.data.split()) for stream in streams)).hexdigest()


def _checked(signature: EmbeddedPdfSignature, trust: Trust) -> PdfSignatureStatus:
    """Refuse a signature that does not fit its bytes; the certificate is another question."""
    trusted = ValidationContext(
        trust_roots=[*trust.issuers, *trust.timestamping], allow_fetching=False, retroactive_revinfo=True
    )
    status = asyncio.run(async_validate_pdf_signature(signature, trusted))
    covers = status.coverage is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    if not (status.intact and status.valid and covers):
        raise OutsideRefused(OutsideRefusal.BROKEN)
    return status


def _refuse_what_came_later(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> None:
    """Changes that the signature itself does not permit, and a signature that permits no countersignature."""
    later = status.modification_level
    if status.docmdp_ok is False or later is None or later > ModificationLevel.LTA_UPDATES:
        raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
    lock = signature.fieldmdp
    if signature.docmdp_level == MDPPerm.NO_CHANGES or (lock is not None and lock.is_locked(OTHER_SIDES_FIELD)):
        raise OutsideRefused(OutsideRefusal.LOCKED)


def _certified(
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    status: PdfSignatureStatus,
    trust: Trust,
    received_at: datetime,
) -> AddedSignature:
    stamp = status.timestamp_validity
    signed_at = stamp.timestamp if stamp is not None and stamp.intact and stamp.valid and stamp.trusted else None
    certificate = signature.signer_cert
    others, revocations = _embedded(reader, signature)
    moment = signed_at or received_at
    revocation = check_chain(certificate, others, trust.issuers, revocations, moment)
    refuse_unqualified(certificate)
    return AddedSignature(
        field=signature.field_name,
        certificate=certificate.dump(),
        certificate_name=person_in(certificate),
        certificate_issuer=issuer_of(certificate),
        signed_at=signed_at,
        revocation=revocation,
        stated=stated_in(signature),
    )


def _embedded(
    reader: PdfFileReader, signature: EmbeddedPdfSignature
) -> tuple[list[x509.Certificate], tuple[list[Any], list[Any]]]:
    """Certificates and revocation data in the signature and in the file's security store."""
    certificates = list(signature.other_embedded_certs)
    lists, answers = embedded_revocations(signature.signer_info)
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return certificates, (lists, answers)
    lists += [reference.get_object().data for reference in store.crls]
    answers += [reference.get_object().data for reference in store.ocsps]
    return certificates + list(store.load_certs()), (lists, answers)
