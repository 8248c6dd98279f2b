"""The answer of the check as plain values: what the page shows and what the check report seals are the same.

A page carries its outcome, signed by the portal, to the button that makes the report. So a report can be made of every
check, also of a file that nobody here knows, without keeping the file: its SHA-256 was computed or compared here.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from django.core import signing

BEFORE_MONTH = re.compile(r"(?<=\d\.) ")
SENTENCE_END = re.compile(r"(?<=[a-z]\.) ")
SALT = "verification-outcome"
VALID_FOR = 60 * 60  # seconds
# Named in every report: what the rules of this module's neighbours were. A new number for every change of a verdict.
POLICY = "ASSKomm-Prüfregeln 1"


class Basis(StrEnum):
    """What came to be checked."""

    CODE = "code"
    FILE = "file"
    HASH = "hash"  # computed on the visitor's device


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list of checks."""

    label: str
    detail: str
    word: str


@dataclass(frozen=True, slots=True)
class SignerLine:
    """One signature: for whom, who, in which office, how and when; `more`: what else is recorded of the act."""

    party: str
    name: str
    office: str
    how: str
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that is said of one check, in German as it is shown.

    `tone`: a name of KERN; `indication` and `sub_indication`: terms of ETSI, empty where there is no signature to
    validate, then `why` says so. `checked_at`: as shown; `moment`: ISO 8601. `sha256`: of the checked file, empty for a
    code. `code`, `reference`, `facts` and `signers`: empty where no version is known. `technical`: labels and values.
    """

    basis: str
    tone: str
    title: str
    sentence: str
    advice: str
    indication: str
    sub_indication: str
    why: str
    checked_at: str
    moment: str
    sha256: str
    code: str
    reference: str
    heading: str
    facts: tuple[tuple[str, str], ...]
    belongs_to: tuple[str, ...]
    signers: tuple[SignerLine, ...]
    checks: tuple[Line, ...]
    technical: tuple[tuple[str, str], ...]

    @property
    def only_code(self) -> bool:
        return self.basis == Basis.CODE

    @property
    def stayed_on_device(self) -> bool:
        """Whether the checked file never came to the portal."""
        return self.basis == Basis.HASH

    @property
    def title_sentences(self) -> list[str]:
        """The title's sentences, so that a line ends after the first; a day and its month stay together."""
        return [BEFORE_MONTH.sub("\u00a0", sentence) for sentence in SENTENCE_END.split(self.title)]

    @property
    def at(self) -> datetime:
        """When it was checked, aware."""
        return datetime.fromisoformat(self.moment)

    def sealed_in_page(self) -> str:
        """A word for a hidden field, from which `from_page` makes the same outcome again."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def from_page(cls, word: str) -> Self:
        """The outcome that this portal showed within the last hour. Raises BadSignature for any other word.

        A page from before an update may carry other values; it is as old as one of two hours ago.
        """
        values = signing.loads(word, salt=SALT, max_age=VALID_FOR)
        try:
            return cls._from_values(values)
        except (LookupError, TypeError, ValueError) as error:
            raise signing.BadSignature(str(error)) from error

    @classmethod
    def _from_values(cls, values: Mapping[str, Any]) -> Self:
        pairs = {name: tuple((label, value) for label, value in values[name]) for name in ("facts", "technical")}
        lines = tuple(Line(**line) for line in values["checks"])
        signers = tuple(SignerLine(**{**line, "more": tuple(line["more"])}) for line in values["signers"])
        plural = {**pairs, "checks": lines, "signers": signers, "belongs_to": tuple(values["belongs_to"])}
        return cls(**{**values, **plural})
