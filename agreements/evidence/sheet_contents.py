"""What an evidence sheet says: plain values, gathered by `gathering`, set by `sheet`, also its data attachment."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

FORMAT = "asskomm-nachweis-3"


@dataclass(frozen=True, slots=True)
class CertificateData:
    """A certificate; `serial` and `sha256` in lower-case hexadecimal, `valid_until` None for one without end."""

    subject: str
    issuer: str
    serial: str
    sha256: str
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class TimestampData:
    """A timestamp token (RFC 3161) and who issued it."""

    at: datetime
    serial: str
    authority: CertificateData | None


@dataclass(frozen=True, slots=True)
class SignerData:
    """One signature: who, in which office, for whom, when, how identified.

    `party`: the side, German. `on_behalf_reason`: why "i. V.", empty for the office itself; of two who signed together
    `name` and `office` join both. `typed_name`: as it was typed, empty if nobody typed one or it was not kept;
    `other_name_confirmed`: it is another name than `name`, asked about and confirmed. `identified_how`: a German
    sentence, addresses masked. `stated`: what the signer wrote into a signature made outside, unchecked. On paper
    `certificate`, `timestamp` and the times before signing are None.
    """

    party: str
    organisation: str
    name: str
    office: str
    on_behalf_reason: str
    method: str
    typed_name: str
    other_name_confirmed: bool
    identified_how: str
    stated: tuple[str, ...]
    opened_at: datetime | None
    identified_at: datetime | None
    consented_at: datetime | None
    consented_sha256: str
    signed_at: datetime
    only_day: bool
    certificate: CertificateData | None
    timestamp: TimestampData | None


@dataclass(frozen=True, slots=True)
class ChangeData:
    """A change of who signs for the commune or of the way there: `what` and `who`, German; never the new address."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class FileData:
    """A file of the version. `name`: its name in the evidence package, empty for one that is not given out."""

    label: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class EntryData:
    """An entry of the journal without free text; `prev_hash` and `hash` place it in its chain."""

    seq: int
    at: datetime
    kind: str
    sentence: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class SheetContents:
    """Everything the sheet says. All times are aware; `completed_at` (the last signature) dates the document.

    `in_force_on`: the first day on which it holds, never before its term begins; `signed_on`: of the last signature.
    `changes`: since the last agreement with the commune, young ones, and those while the version was out.
    `differences`: sentences on what is not as it was with the last agreement.
    """

    title: str
    reference: str
    version: int
    commune: str
    operator: str
    route: str
    issued_at: datetime
    signed_on: date
    in_force_on: date
    completed_at: datetime
    check_code: str
    check_url: str
    signers: tuple[SignerData, ...]
    changes: tuple[ChangeData, ...]
    differences: tuple[str, ...]
    files: tuple[FileData, ...]
    journal_key: str
    entries: tuple[EntryData, ...]
    demo: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values for `nachweis.json`; times and days as ISO 8601."""
        return {"format": FORMAT, **_plain(asdict(self))}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
