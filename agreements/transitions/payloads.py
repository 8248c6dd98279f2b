"""Finished work that a transition receives: made before the transaction, checked again under the lock."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.files import Blob
from core.signing.outside import OutsideSignature
from core.signing.signed_pdf import SignedPdf


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A rendered version, its file already in the store."""

    number: int
    revision: int
    content: dict[str, Any] = field(repr=False)
    check_code: str
    page_count: int
    issued_at: datetime
    blob: Blob
    route: str = "online"


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A signed version, its file already in the store.

    ``on_behalf_reason``: why somebody signs "i. V."; empty when the office itself signs. ``typed_name``: what the
    mayor typed, and whether it is another name, which was asked about and confirmed.
    """

    version_id: int
    signed: SignedPdf = field(repr=False)
    blob: Blob
    name: str
    office: str
    method: str
    identified_at: datetime
    identified_by: str = ""
    on_behalf_reason: str = ""
    typed_name: str = ""
    other_name_confirmed: bool = False
    outside: OutsideSignature | None = field(default=None, repr=False)

    @property
    def outside_facts(self) -> dict[str, Any]:
        """What the ledger keeps of a signature that was made outside the portal."""
        if self.outside is None:
            return {}
        return {
            "field_name": self.outside.field,
            "certificate_name": self.outside.certificate_name,
            "certificate_issuer": self.outside.certificate_issuer,
            "timestamped": self.outside.signed_at is not None,
            "revocation": self.outside.revocation,
            "stated": self.outside.stated,
        }


@dataclass(frozen=True, slots=True)
class ScannedPaper:
    """A scan of a printed version, made again and already in the store, and what the uploader read on it."""

    version_id: int
    scan: Blob
    commune_signatory_id: int | None
    commune_signed_on: date
    lpr_signatory_id: int
    lpr_signed_on: date
    place_of_original: str
    # Name and function of two employees who signed together; then nobody in an office did (SächsGemO § 60).
    employees: tuple[tuple[str, str], tuple[str, str]] | None = None
    # Why not the person signed whom the version names; empty when that one did.
    representation_reason: str = ""


@dataclass(frozen=True, slots=True)
class PaperSignatures:
    """What is known of an agreement that was signed on paper. ``scan``: made again by ``core.scans``."""

    signed_on: date
    commune_signatory: str
    lpr_signatory: str
    source: str = ""
    place_of_original: str = ""
    scan: Blob | None = None


@dataclass(frozen=True, slots=True)
class ConfirmedNotice:
    """A notice of change as it was confirmed: who, by which link, its PDF already in the store.

    ``shown_sha256``: of the text on the page that was sent; ``address``: masked.
    """

    shown_sha256: str
    at: datetime
    name: str
    office: str
    address: str
    blob: Blob
