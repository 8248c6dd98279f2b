"""Is this file the one in the ledger? If not, what is wrong with it (signing rules 8 and 17).

Cryptography alone does not answer that: a file cut back to its first signature, bytes appended after the last
one and another text freshly signed all pass it. What counts is the ledger.
"""

import hashlib
import re
from dataclasses import dataclass

from core.signing.etsi_terms import SubIndication, worst
from core.signing.inspection import InspectedSignature, Inspection, Problem
from core.signing.people import Field
from core.signing.reasons import Reason

# So few changed bits in a file of the same length are damage or a clumsy forgery, not another document.
FEW_BITS = 64

# Where the ledger's file says which bytes its last signature covers; never searched in an upload.
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")

# What the file's own signatures come to decides; of other reasons it is certain without looking into them.
SIGNATURES_TELL = {Reason.MODIFIED, Reason.OTHER_TEXT, Reason.UNKNOWN_CERTIFICATE, Reason.UNKNOWN_DOCUMENT}
WHY = {
    Reason.ROLLED_BACK: SubIndication.SIG_CONSTRAINTS_FAILURE,
    Reason.NOT_YET_COMPLETE: SubIndication.SIG_CONSTRAINTS_FAILURE,
    Reason.APPENDED: SubIndication.SIG_CONSTRAINTS_FAILURE,
    Reason.OTHER_LOOK: SubIndication.SIG_CONSTRAINTS_FAILURE,
    Reason.ENCRYPTED: SubIndication.GENERIC,
    Reason.TOO_LARGE: SubIndication.GENERIC,
    Reason.UNREADABLE: SubIndication.GENERIC,
    Reason.TOO_SLOW: SubIndication.GENERIC,
}

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
    """The answer of the check: genuine or not, and why.

    `sub_indication`: why the file's signatures do not pass (`core.signing.etsi_terms`); None of a genuine file, whose
    signatures are validated as the ledger's, and of one without signatures.
    """

    genuine: bool
    reason: Reason
    sub_indication: SubIndication | None = None


def refused(reason: Reason) -> Verdict:
    """The verdict on a file for which the reason alone tells what its signatures come to."""
    return Verdict(genuine=False, reason=reason, sub_indication=WHY.get(reason))


def judge_bytes(data: bytes, record: LedgerRecord) -> Verdict | None:
    """What the bytes alone tell, without parsing any; None if they are too different for that.

    The same verdict as `judge` gives for them after the file was looked into.
    """
    reason = _compare_bytes(data, record)
    return _not_genuine(data, record, reason, ()) if reason else None


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
    if reason is Reason.GENUINE:
        return Verdict(genuine=True, reason=reason)
    return _not_genuine(data, record, reason, inspection.signatures)


def _not_genuine(
    data: bytes, record: LedgerRecord | None, reason: Reason, signatures: tuple[InspectedSignature, ...]
) -> Verdict:
    why: SubIndication | None
    if reason is Reason.CHANGED_BYTES and record is not None:
        why = _how_changed(data, record)
    elif reason in SIGNATURES_TELL:
        why = worst(signature.sub_indication for signature in signatures)
        # Where each signature passes, the file does not keep to our rules: it is none of the ledger's.
        why = why or (SubIndication.SIG_CONSTRAINTS_FAILURE if signatures else None)
    else:
        return refused(reason)
    return Verdict(genuine=False, reason=reason, sub_indication=why)


def _how_changed(data: bytes, record: LedgerRecord) -> SubIndication:
    """Of a file that differs from the ledger's in few bits or lacks its end."""
    known = next(
        known
        for known in (record.final, record.evidence)
        if known is not None and (known.startswith(data) or _differ_in_few_bits(data, known))
    )
    if known.startswith(data):
        return SubIndication.FORMAT_FAILURE
    ranges = BYTE_RANGE.findall(known)
    if not ranges:
        return SubIndication.SIG_CONSTRAINTS_FAILURE
    start, length, resumed, _rest = map(int, ranges[-1])
    signed_alike = data[: start + length] == known[: start + length] and data[resumed:] == known[resumed:]
    return SubIndication.SIG_CONSTRAINTS_FAILURE if signed_alike else SubIndication.HASH_FAILURE


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
