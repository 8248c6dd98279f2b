"""Look into an uploaded file without trusting it (signing rule 10)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Problem(StrEnum):
    """Why an uploaded file could not be looked into."""

    NOT_PDF = "not_pdf"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class InspectedSignature:
    """One signature as the file itself shows it; whether the ledger knows it, `judge` says.

    `valid`: the cryptography holds for the bytes it covers. `modifications_ok`: what came after it is only
    what the signature permits.
    """

    field: str
    certificate_sha256: str
    signer_name: str
    valid: bool
    covers_whole_file: bool
    modifications_ok: bool
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an upload says about itself. `problem` is set if it could not be read; the rest may be empty then."""

    problem: Problem | None = None
    check_code: str = ""
    reference: str = ""
    version: int | None = None
    field_names: tuple[str, ...] = ()
    signatures: tuple[InspectedSignature, ...] = ()
    page_count: int = 0


def inspect_upload(data: bytes) -> Inspection:
    """Parse hostile bytes in a process of their own, with limits on CPU, memory and time; never raises."""
    raise NotImplementedError
