"""Is this file the one in the ledger? If not, what is wrong with it (signing rules 8 and 17).

Cryptography alone does not answer that: a file cut back to its first signature, bytes appended after the last
one and another text freshly signed all pass it. What counts is the ledger.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from agreements.signing.inspection import InspectedSignature, Inspection, Problem
from agreements.signing.people import Field

# So few changed bits in a file of the same length are damage or a clumsy forgery, not another document.
FEW_BITS = 64


class Reason(StrEnum):
    """What the check found; `explanation` says it in German to anyone."""

    GENUINE = "genuine"
    UNSIGNED_ISSUED_VERSION = "unsigned_issued_version"
    NOT_YET_COMPLETE = "not_yet_complete"
    ROLLED_BACK = "rolled_back"
    APPENDED = "appended"
    CHANGED_BYTES = "changed_bytes"
    MODIFIED = "modified"
    UNSIGNED = "unsigned"
    OTHER_TEXT = "other_text"
    UNKNOWN_CERTIFICATE = "unknown_certificate"
    UNKNOWN_DOCUMENT = "unknown_document"
    NOT_PDF = "not_pdf"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    TOO_SLOW = "too_slow"

    @property
    def explanation(self) -> str:
        """One or two plain German sentences."""
        return EXPLANATIONS[self]


EXPLANATIONS = {
    Reason.GENUINE: (
        "Die Datei ist echt: Sie stimmt Byte für Byte mit der von beiden Seiten unterzeichneten Fassung überein."
    ),
    Reason.UNSIGNED_ISSUED_VERSION: (
        "Das ist die ausgefertigte Fassung ohne Unterschriften. Sie ist nicht die unterzeichnete Vereinbarung."
    ),
    Reason.NOT_YET_COMPLETE: "Diese Vereinbarung ist noch nicht von beiden Seiten unterzeichnet.",
    Reason.ROLLED_BACK: (
        "Der Datei fehlt die Gegenzeichnung: Sie wurde auf den Stand nach der ersten Unterschrift zurückgesetzt."
    ),
    Reason.APPENDED: (
        "An die unterzeichnete Datei wurde nachträglich etwas angefügt. "
        "Der angefügte Teil ist von keiner Unterschrift gedeckt."
    ),
    Reason.CHANGED_BYTES: ("Die Datei wurde nach der Unterzeichnung verändert oder ist beschädigt oder unvollständig."),
    Reason.MODIFIED: (
        "Der Inhalt wurde nach der Unterzeichnung verändert. Die Unterschriften passen nicht mehr zu dieser Datei."
    ),
    Reason.UNSIGNED: "Die Datei enthält keine Unterschrift.",
    Reason.OTHER_TEXT: (
        "Die Datei trägt Unterschriften, aber einen anderen Text als die hier verzeichnete Vereinbarung."
    ),
    Reason.UNKNOWN_CERTIFICATE: "Die Datei trägt eine Unterschrift, die hier nicht verzeichnet ist.",
    Reason.UNKNOWN_DOCUMENT: "Zu dieser Datei ist hier keine Vereinbarung verzeichnet.",
    Reason.NOT_PDF: "Die Datei ist kein PDF-Dokument.",
    Reason.ENCRYPTED: (
        "Die Datei ist verschlüsselt und kann nicht geprüft werden. Bitte laden Sie die unverschlüsselte Datei hoch."
    ),
    Reason.TOO_LARGE: "Die Datei ist größer als 20 MB und kann nicht geprüft werden.",
    Reason.UNREADABLE: "Die Datei ist beschädigt und kann nicht gelesen werden.",
    Reason.TOO_SLOW: "Die Prüfung der Datei hat zu lange gedauert und wurde abgebrochen.",
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
    """What the ledger knows of one version: issued bytes, final file if there is one, certificates."""

    issued: bytes
    commune_signed_sha256: str | None = None
    final: bytes | None = None
    commune_certificate_sha256: str | None = None
    lpr_certificate_sha256: str | None = None
    # Where the commune's signature is when it was made outside the portal; empty for the portal's own.
    outside_field: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of the check: genuine or not, and why."""

    genuine: bool
    reason: Reason


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
    if record.final is None:
        return None
    if data.startswith(record.final):
        return Reason.APPENDED
    if record.final.startswith(data) or _differ_in_few_bits(data, record.final):
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
