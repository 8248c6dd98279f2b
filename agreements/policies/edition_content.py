"""What an edition says: compared, hashed and judged as a whole."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from agreements.models.agreement_text import PREAMBLE, numbers_of
from agreements.models.placeholders import problems, problems_of_heading
from agreements.models.summary_questions import SummaryQuestion
from core.canonical_json import canonical_json

if TYPE_CHECKING:
    from agreements.models import TemplateVersion


@dataclass(frozen=True, slots=True)
class SectionContent:
    """One section as it is written, with its placeholders; paragraphs are divided by blank lines.

    ``answer``: what it says to ``question`` in the summary, see ``TemplateSection``.
    """

    heading: str
    body: str
    question: str = ""
    answer: str = ""

    @property
    def asked(self) -> str:
        """The question in words, as an agreement asks it; empty without one."""
        return str(SummaryQuestion(self.question).label) if self.question else ""

    @property
    def hashed(self) -> dict[str, Any]:
        """What a release is bound to; without an answer as before there were any, so that what waits keeps its hash."""
        values = asdict(self)
        return values if self.question or self.answer else {name: values[name] for name in ("heading", "body")}


@dataclass(frozen=True, slots=True)
class Content:
    """Title and sections in their order."""

    title: str
    sections: tuple[SectionContent, ...]

    @property
    def places(self) -> list[str]:
        """See ``places_of``."""
        return places_of(section.heading for section in self.sections)

    @property
    def labels(self) -> list[str]:
        """Each section as its heading is printed: "§ 2 Themen", or "Präambel" alone."""
        pairs = zip(self.places, self.sections, strict=True)
        return [labelled(place, section.heading) for place, section in pairs]

    @property
    def labelled(self) -> list[tuple[str, SectionContent]]:
        """The sections with their ``labels``."""
        return list(zip(self.labels, self.sections, strict=True))

    @property
    def sha256(self) -> str:
        """SHA-256 of the content as canonical JSON, hexadecimal: what a release is bound to."""
        values = {"title": self.title, "sections": [section.hashed for section in self.sections]}
        return hashlib.sha256(canonical_json(values)).hexdigest()


def places_of(headings: Iterable[str]) -> list[str]:
    """What each section is called in an agreement: "§ 2", or "Präambel", which has no number and does not count."""
    return [PREAMBLE if number is None else f"§ {number}" for number in numbers_of(headings)]


def labelled(place: str, heading: str) -> str:
    """A section's place with its heading; the preamble's is both."""
    return place if place == heading else f"{place} {heading}"


def content_of(version: "TemplateVersion") -> Content:
    """The stored content of ``version``; one query."""
    rows = version.sections.order_by("position").values_list("heading", "body", "question", "answer")
    return Content(version.title, tuple(SectionContent(*row) for row in rows))


def faults(content: Content, kind: str) -> list[str]:
    """What keeps ``content`` from being released, or a draft of it from being sent; German. Empty: it is sound."""
    return list(_faults(content, kind))


def _faults(content: Content, kind: str) -> Iterator[str]:
    yield from (f"Überschrift der Vorlage: {problem}" for problem in problems_of_heading(content.title))
    if not content.sections:
        yield "Die Ausgabe hat noch keinen Abschnitt."
    for label, section in content.labelled:
        for problem in (
            *problems_of_heading(section.heading),
            *problems(section.body, kind),
            *problems(section.answer, kind),
        ):
            yield f"{label}: {problem}"
