"""What a signing hands back."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A signed file and what the ledger keeps of it.

    `sha256` is of `data`; `certificate_*` are the signatory's one-shot certificate (serial in lower-case
    hexadecimal); `signed_at` is the aware time in the timestamp token, not the clock of this machine.
    """

    data: bytes
    sha256: str
    certificate_der: bytes
    certificate_sha256: str
    certificate_serial: str
    signed_at: datetime
