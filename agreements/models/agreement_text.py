"""Everything a version of an agreement says: the frozen content behind page, PDF and data attachment."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from itertools import count
from typing import Any

SAID_WHEN_SO = ("paper", "qualified", "kind", "amends", "last_day", "lpr_entity", "lpr_address")
PREAMBLE = "Präambel"  # the heading of a section without a number


@dataclass(frozen=True)
class Section:
    """One numbered section (§) of an agreement; `answer`: what it says to `question` in plain words, for the summary.

    What it answers is said only when there is something, so that other versions keep their bytes.
    """

    heading: str
    paragraphs: tuple[str, ...]
    question: str = ""
    answer: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        answers = {"question": self.question, "answer": self.answer} if self.answer else {}
        return {"heading": self.heading, "paragraphs": list(self.paragraphs), **answers}


def numbers_of(headings: Iterable[str]) -> list[int | None]:
    """The number of each section: a preamble has none and does not count."""
    numbers = count(1)
    return [None if heading == PREAMBLE else next(numbers) for heading in headings]


@dataclass(frozen=True)
class AgreementText:
    """The content of one version, complete and with all placeholders filled.

    `issued_at` is aware and the only date that enters the PDF: the same text makes the same bytes.
    `commune_name` is the full name with its kind ("Stadt Musterstadt"), `council_resolution` a ready German
    sentence or, while nobody said whether one is needed, empty. `term_until`: None for an open end. `paper`: to be
    printed and signed by hand; `qualified`: the commune signs outside with a qualified signature. `kind`, `amends`,
    `last_day`: of an amendment or a termination, the reference of what it changes or ends and the last day of that.
    `lpr_entity`, `lpr_address`: the legal entity the LPR belongs to, as the parties are named, and where it sits.
    `term_from`: None in a draft that does not say it yet.
    These are said only when they are so, so that other versions keep their bytes.
    """

    title: str
    reference: str
    version: int
    commune_name: str
    commune_ags: str
    district_name: str
    commune_signatory: str
    commune_office: str
    lpr_name: str
    lpr_signatory: str
    sections: tuple[Section, ...]
    topics: tuple[str, ...]
    contact_name: str
    contact_email: str
    contact_phone: str
    term_from: date | None
    term_until: date | None
    council_resolution: str
    check_code: str
    check_url: str
    issued_at: datetime
    demo: bool
    draft: bool
    paper: bool = False
    qualified: bool = False
    kind: str = "agreement"
    amends: str = ""
    last_day: date | None = None
    lpr_entity: str = ""
    lpr_address: str = ""

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None:
            raise ValueError("issued_at must be an aware datetime")

    @property
    def numbered(self) -> list[tuple[int | None, Section]]:
        """The sections with the number each is printed with, see ``numbers_of``."""
        return list(zip(numbers_of(section.heading for section in self.sections), self.sections, strict=True))

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values: dates as ISO 8601, tuples as lists. `from_dict` reads them back."""
        values = asdict(self)
        for name in ("term_from", "term_until", "issued_at"):
            values[name] = values[name] and values[name].isoformat()
        values["last_day"] = self.last_day and self.last_day.isoformat()
        for field in fields(self):
            if field.name in SAID_WHEN_SO and getattr(self, field.name) == field.default:
                del values[field.name]
        values["topics"] = list(self.topics)
        values["sections"] = [section.as_dict() for section in self.sections]
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "AgreementText":
        """Read what `as_dict` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        known = {field.name: values[field.name] for field in fields(cls) if field.name not in SAID_WHEN_SO}
        start, until = known["term_from"], known["term_until"]
        return cls(
            **{
                **known,
                **{name: values[name] for name in SAID_WHEN_SO if name in values},
                **({"last_day": date.fromisoformat(values["last_day"])} if values.get("last_day") else {}),
                "term_from": date.fromisoformat(start) if start else None,
                "term_until": date.fromisoformat(until) if until else None,
                "issued_at": datetime.fromisoformat(known["issued_at"]),
                "topics": tuple(known["topics"]),
                "sections": tuple(
                    Section(
                        section["heading"],
                        tuple(section["paragraphs"]),
                        section.get("question", ""),
                        section.get("answer", ""),
                    )
                    for section in known["sections"]
                ),
            }
        )
