"""Who signs, and where."""

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """The two signature fields of an agreement, in the order in which they are signed (domain rule 16)."""

    COMMUNE = "sig_commune"
    LPR = "sig_lpr"


# The field of the portal's own seal, in documents that the portal alone answers for.
SEAL_FIELD = "siegel"


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person in an office who signs for an organisation.

    `reference` is the agreement's reference and version, written into the certificate. `on_behalf` is a
    deputy's signature, marked "i. V." (domain rule 12).
    """

    name: str
    office: str
    organisation: str
    reference: str
    email: str = ""
    on_behalf: bool = False

    @property
    def office_as_signed(self) -> str:
        """The office as stamp and certificate say it: with "i. V." for a deputy."""
        return f"i. V. {self.office}" if self.on_behalf else self.office
