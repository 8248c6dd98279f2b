"""Read the signatures in a PDF and say of each what holds; trusts named roots only, never asks the network.

A package of its own, without keys, fonts and framework, because it is also what looks at hostile uploads.
"""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESSubIndic
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from core.signing.etsi_terms import SubIndication
from core.signing.reading.quick_reader import QuickReader


class UnreadablePdf(ValueError):
    """The bytes are no PDF that can be analysed."""


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One signature in a file.

    `intact`: digest and signature fit the bytes covered; `sound`: and there is a sound timestamp. `trusted`: the
    certificates of signer and timestamp lead to a root we trust. `modifications_ok`: what was added later is
    permitted by the signature. `signed_at` is the timestamp's time, None without a sound timestamp.
    `sub_indication`: why the signature does not pass with the trust that was given, None if it does.
    """

    field: str
    certificate_sha256: str
    signer_name: str
    sound: bool
    trusted: bool
    covers_whole_file: bool
    modifications_ok: bool
    signed_at: datetime | None
    intact: bool = False
    sub_indication: SubIndication | None = None


UNSOUND = FoundSignature(
    field="",
    certificate_sha256="",
    signer_name="",
    sound=False,
    trusted=False,
    covers_whole_file=False,
    modifications_ok=False,
    signed_at=None,
    sub_indication=SubIndication.FORMAT_FAILURE,
)


@dataclass(frozen=True, slots=True)
class Findings:
    """All signature fields of a file, in order, and the signatures in the order in which they were made.

    `revocation_lists`: how many lists the file brings along, so that it can be verified later (PAdES B-LT).
    `former_revision_table`: where the table of the last revision but one begins; 0 in a file of one revision.
    """

    field_names: tuple[str, ...]
    signatures: tuple[FoundSignature, ...]
    page_count: int
    encrypted: bool = False
    revocation_lists: int = 0
    former_revision_table: int = 0


def read_signatures(pdf: bytes, trust: ValidationContext | None = None) -> Findings:
    """Analyse every signature, with what was changed after it. Without `trust` no certificate is trusted.

    A signature that cannot be analysed counts as unsound. Raises UnreadablePdf if the file cannot be read.
    """
    try:
        reader = QuickReader(BytesIO(pdf), strict=True)
        if reader.encrypted:
            return Findings((), (), 0, encrypted=True)
        found = [_examine(signature, trust) for signature in reader.embedded_regular_signatures]
        return Findings(
            field_names(reader),
            tuple(found),
            int(reader.root["/Pages"]["/Count"]),
            revocation_lists=_revocation_lists(reader),
            former_revision_table=_former_revision_table(reader),
        )
    except Exception as error:  # hostile bytes make a parser raise anything
        raise UnreadablePdf(type(error).__name__) from error


def field_names(reader: PdfFileReader) -> tuple[str, ...]:
    """The names of all form fields, sorted."""
    form = reader.root.get("/AcroForm")
    fields = form["/Fields"] if form else []
    # By index, because iterating does not follow references.
    return tuple(sorted(str(fields[index].get("/T", "")) for index in range(len(fields))))


def _former_revision_table(reader: PdfFileReader) -> int:
    revisions = reader.xrefs.total_revisions
    return int(reader.xrefs.get_startxref_for_revision(revisions - 2)) if revisions > 1 else 0


def _revocation_lists(reader: PdfFileReader) -> int:
    store = reader.root["/DSS"] if "/DSS" in reader.root else {}  # noqa: SIM401 - get() does not follow references
    return sum(len(store[kind]) for kind in ("/CRLs", "/OCSPs") if kind in store)


def _examine(signature: EmbeddedPdfSignature, trust: ValidationContext | None) -> FoundSignature:
    try:
        status = asyncio.run(async_validate_pdf_signature(signature, trust or ValidationContext(trust_roots=[])))
    except SignatureValidationError as error:
        return replace(UNSOUND, sub_indication=_named(error.ades_subindication) or UNSOUND.sub_indication)
    except Exception:  # noqa: BLE001 - hostile bytes make a parser raise anything
        return UNSOUND
    timestamp = status.timestamp_validity
    stamped = timestamp is not None and timestamp.intact and timestamp.valid
    return FoundSignature(
        field=signature.field_name,
        certificate_sha256=hashlib.sha256(status.signing_cert.dump()).hexdigest(),
        signer_name=str(status.signing_cert.subject.native.get("common_name", "")),
        sound=bool(status.intact and status.valid and stamped),
        trusted=_is_trusted(status),
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        modifications_ok=_modifications_ok(status),
        signed_at=timestamp.timestamp if timestamp is not None and stamped else None,
        intact=bool(status.intact and status.valid),
        sub_indication=_sub_indication(status, stamped=bool(stamped)),
    )


def _sub_indication(status: PdfSignatureStatus, *, stamped: bool) -> SubIndication | None:
    """Why the signature does not pass, what is worst first; our rules demand a timestamp and permitted changes only."""
    if not status.intact:
        return SubIndication.HASH_FAILURE
    if not status.valid:
        return SubIndication.SIG_CRYPTO_FAILURE
    if not stamped or not _modifications_ok(status):
        return SubIndication.SIG_CONSTRAINTS_FAILURE
    if status.trust_problem_indic is not None:
        return _named(status.trust_problem_indic)
    # What is left: the timestamp's own certificate.
    return None if _is_trusted(status) else SubIndication.NO_CERTIFICATE_CHAIN_FOUND


def _named(found: AdESSubIndic | None) -> SubIndication | None:
    return SubIndication(found.standard_name) if found is not None else None


def _is_trusted(status: PdfSignatureStatus) -> bool:
    """PyHanko's bottom line: sound, unmodified, and trusted including the timestamp."""
    return bool(status.bottom_line and status.timestamp_validity is not None)


def _modifications_ok(status: PdfSignatureStatus) -> bool:
    covered = status.coverage is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    return bool(covered and status.docmdp_ok)
