"""Is this file the one in the ledger? If not, what is wrong with it (signing rules 8 and 17).

Cryptography alone does not answer that: a file cut back to its first signature, bytes appended after the last
one and another text freshly signed all pass it. What counts is the ledger.
"""

import hashlib
from dataclasses import dataclass

from core.signing.inspection import InspectedSignature, Inspection, Problem
from core.signing.people import Field
from core.signing.reasons import Reason

# So few changed bits in a file of the same length are damage or a clumsy forgery, not another document.
FEW_BITS = 64

PROBLEMS = {
    Problem.NOT_PDF: Reason.NOT_PDF,
    Problem.ENCRYPTED: Reason.ENCRYPTED,
    Problem.TOO_LARGE: Reason.TOO_LARGE,
    Problem.UNREADABLE: Reason.UNREADABLE,
    Problem.TOO_SLOW: Reason.TOO_SLOW,
}


@dataclass(frozen=True, slots=True)
class LedgerRecord:
    """What the ledger knows of one version: issued bytes, final file and evidence sheet if there are, certificates."""

    issued: bytes
    commune_signed_sha256: str | None = None
    final: bytes | None = None
    commune_certificate_sha256: str | None = None
    lpr_certificate_sha256: str | None = None
    evidence: bytes | None = None
    # Where the commune's signature is when it was made outside the portal; empty for the portal's own.
    outside_field: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of the check: genuine or not, and why."""

    genuine: bool
    reason: Reason


def judge_bytes(data: bytes, record: LedgerRecord) -> Verdict | None:
    """What the bytes alone tell, without parsing any; None if they are too different for that.

    The same verdict as `judge` gives for them after the file was looked into.
    """
    reason = _compare_bytes(data, record)
    return Verdict(genuine=False, reason=reason) if reason else None


def judge(data: bytes, inspection: Inspection, record: LedgerRecord | None) -> Verdict:
    """Compare an uploaded file with the ledger. Pure: no network, no files, no database.

    `record` is the version that the upload or the visitor named; None if there is none.
    """
    if record is None:
        reason = PROBLEMS[inspection.problem] if inspection.problem else Reason.UNKNOWN_DOCUMENT
    elif data == record.final:
        reason = _judge_ledger_file(inspection, record)
    else:
        reason = _compare_bytes(data, record) or _judge_stranger(data, inspection, record)
    return Verdict(genuine=reason is Reason.GENUINE, reason=reason)


def _judge_ledger_file(inspection: Inspection, record: LedgerRecord) -> Reason:
    """The bytes are the ledger's. The ledger itself is checked, too: its signatures must still hold."""
    if inspection.problem:
        return PROBLEMS[inspection.problem]
    expected = [
        (record.outside_field or Field.COMMUNE.value, record.commune_certificate_sha256),
        (Field.LPR.value, record.lpr_certificate_sha256),
    ]
    found = [(signature.field, signature.certificate_sha256) for signature in inspection.signatures]
    names, own = set(inspection.field_names), {field.value for field in Field}
    if found != expected or not (names == own or (record.outside_field and names > own)):
        return Reason.UNKNOWN_CERTIFICATE
    intact = all(_holds(signature, record) and signature.modifications_ok for signature in inspection.signatures)
    return Reason.GENUINE if intact and inspection.signatures[-1].covers_whole_file else Reason.MODIFIED


def _holds(signature: InspectedSignature, record: LedgerRecord) -> bool:
    """A signature from outside may be without a timestamp; the countersignature's proves that it was there."""
    return signature.valid or (signature.intact and signature.field == record.outside_field)


def _compare_bytes(data: bytes, record: LedgerRecord) -> Reason | None:
    """What the bytes alone tell, without parsing anything."""
    if data == record.issued:
        return Reason.UNSIGNED_ISSUED_VERSION
    if hashlib.sha256(data).hexdigest() == record.commune_signed_sha256:
        return Reason.ROLLED_BACK if record.final else Reason.NOT_YET_COMPLETE
    for known in (record.final, record.evidence):
        if known is None:
            continue
        if data.startswith(known):
            return Reason.APPENDED
        if known.startswith(data) or _differ_in_few_bits(data, known):
            return Reason.CHANGED_BYTES
    return None


def _differ_in_few_bits(one: bytes, other: bytes) -> bool:
    if len(one) != len(other):
        return False
    difference = int.from_bytes(one, "big") ^ int.from_bytes(other, "big")
    return difference.bit_count() <= FEW_BITS


def _judge_stranger(data: bytes, inspection: Inspection, record: LedgerRecord) -> Reason:
    """A file that is none of the ledger's: say what it claims and why that does not count."""
    if inspection.problem:
        return PROBLEMS[inspection.problem]
    if not inspection.signatures:
        return Reason.UNSIGNED
    known = {record.commune_certificate_sha256, record.lpr_certificate_sha256} - {None}
    if all(signature.certificate_sha256 in known for signature in inspection.signatures):
        return Reason.MODIFIED
    if data.startswith(record.issued):
        return Reason.UNKNOWN_CERTIFICATE
    all_valid = all(signature.valid for signature in inspection.signatures)
    return Reason.OTHER_TEXT if all_valid else Reason.MODIFIED
