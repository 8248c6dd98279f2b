"""Is this file the one in the ledger? If not, what is wrong with it (signing rules 8 and 17)."""

from dataclasses import dataclass
from enum import StrEnum

from agreements.signing.inspection import Inspection


class Reason(StrEnum):
    """What the check found; `explanation` says it in German to anyone."""

    GENUINE = "genuine"
    UNSIGNED_ISSUED_VERSION = "unsigned_issued_version"
    NOT_YET_COMPLETE = "not_yet_complete"
    ROLLED_BACK = "rolled_back"
    APPENDED = "appended"
    CHANGED_BYTES = "changed_bytes"
    MODIFIED = "modified"
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
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class LedgerRecord:
    """What the ledger knows of one version: the issued bytes, the final file if there is one, the certificates."""

    issued: bytes
    commune_signed_sha256: str | None = None
    final: bytes | None = None
    commune_certificate_sha256: str | None = None
    lpr_certificate_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of the check: genuine or not, and why."""

    genuine: bool
    reason: Reason


def judge(data: bytes, inspection: Inspection, record: LedgerRecord | None) -> Verdict:
    """Compare an uploaded file with the ledger. Pure: no network, no files, no database."""
    raise NotImplementedError
