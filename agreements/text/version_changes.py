"""What changed from one version of an agreement to the next, for people."""

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import chain

from agreements.models.agreement_text import AgreementText
from core import dates

_PEOPLE = (
    ("Für die Kommune unterzeichnet", "commune_signatory"),
    ("Amt", "commune_office"),
    ("Für den Landespräventionsrat unterzeichnet", "lpr_signatory"),
    ("Rechtsträger des Landespräventionsrates", "lpr_entity"),
    ("Anschrift des Landespräventionsrates", "lpr_address"),
)
_CONTACT = (
    ("Ansprechperson", "contact_name"),
    ("E-Mail-Adresse der Ansprechperson", "contact_email"),
    ("Telefon der Ansprechperson", "contact_phone"),
)
_RESOLUTION = (("Ratsbeschluss", "council_resolution"),)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an amendment can change of an agreement by its fields."""

    topics: tuple[str, ...]
    contact_name: str
    contact_email: str
    contact_phone: str
    term_from: date | None
    term_until: date | None


ALIKE = 0.5  # of the words: what has less in common reads better as two texts than as one with marks


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text that changed; ``kind``: "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that reads differently now; an empty side means it was not there. ``long``: a whole paragraph."""

    label: str
    before: str
    after: str
    long: bool = False

    @property
    def pieces(self) -> list[Piece]:
        """Of a long text the words that stayed, went and came; empty where both texts are better read whole."""
        old, new = _words(self.before), _words(self.after)
        compared = SequenceMatcher(None, old, new, autojunk=False)
        if not self.long or compared.ratio() < ALIKE:
            return []
        steps = (_pieces(tag, old[a:b], new[c:d]) for tag, a, b, c, d in compared.get_opcodes())
        return list(chain.from_iterable(steps))


def changes(old: AgreementText, new: AgreementText) -> list[Change]:
    """The differences in the order of the text. Version number and dates of issue do not count."""
    found = _changed(_PEOPLE + _CONTACT + _RESOLUTION, old, new) + _topics_and_term(old, new)
    return found + _section_changes(old, new)


def terms_changes(old: Terms, new: Terms) -> list[Change]:
    """The differences between the terms before and after an amendment."""
    return _topics_and_term(old, new) + _changed(_CONTACT, old, new)


def _changed(facts: tuple[tuple[str, str], ...], old: object, new: object) -> list[Change]:
    return [
        Change(label, getattr(old, name), getattr(new, name))
        for label, name in facts
        if getattr(old, name) != getattr(new, name)
    ]


def _topics_and_term(old: AgreementText | Terms, new: AgreementText | Terms) -> list[Change]:
    found = []
    if old.topics != new.topics:
        found.append(Change("Themen", ", ".join(old.topics), ", ".join(new.topics)))
    if (old.term_from, old.term_until) != (new.term_from, new.term_until):
        found.append(Change("Laufzeit", term_text(old), term_text(new)))
    return found


def _section_changes(old: AgreementText, new: AgreementText) -> list[Change]:
    before = {section.heading: "\n".join(section.paragraphs) for section in old.sections}
    after = {section.heading: "\n".join(section.paragraphs) for section in new.sections}
    numbers = _numbers(old) | _numbers(new)
    headings = [*after, *(heading for heading in before if heading not in after)]
    return [
        Change(numbers[heading], before.get(heading, ""), after.get(heading, ""), long=True)
        for heading in headings
        if before.get(heading) != after.get(heading)
    ]


def _numbers(text: AgreementText) -> dict[str, str]:
    """Each heading as it is printed, by the heading alone."""
    return {
        section.heading: f"§ {number} {section.heading}" if number else section.heading
        for number, section in text.numbered
    }


def _words(text: str) -> list[str]:
    """Each with the space or line break behind it, so that the words in order are the text."""
    return re.findall(r"\S+\s*", text)


def _pieces(tag: str, old: list[str], new: list[str]) -> list[Piece]:
    if tag == "equal":
        return [Piece("same", "".join(new))]
    return [Piece(kind, "".join(words)) for kind, words in (("gone", old), ("new", new)) if words]


def term_text(text: AgreementText | Terms) -> str:
    """From when until when; empty where neither is known."""
    if text.term_from is None:  # of an old agreement on paper
        return f"bis {dates.day(text.term_until)}" if text.term_until else ""
    start = dates.day(text.term_from)
    return f"{start} bis {dates.day(text.term_until)}" if text.term_until else f"ab {start}"
