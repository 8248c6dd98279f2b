"""Sections added, taken out and moved while an edition is written: by buttons that send the form, nothing saved yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from agreements.models.agreement_text import PREAMBLE
from agreements.policies.edition_content import SectionContent, places_of
from agreements.text.editor.forms import MOST, PREFIX, SECTION_FIELDS

_STEP = re.compile(r"(hoch|runter|weg|neu)-(\d{1,3})")
RESTORED = "wiederherstellen"
NOT_SAVED = "Gespeichert ist das noch nicht."


@dataclass(frozen=True, slots=True)
class Arranged:
    """The sections as they stand now, which one to go on with (its number from 0), and what happened, in German."""

    sections: tuple[SectionContent, ...]
    focus: int
    words: str


def typed_sections(data: Mapping[str, str]) -> tuple[SectionContent, ...]:
    """What stands in the fields that were sent, finished or not."""
    numbers = range(_count(data.get(f"{PREFIX}-TOTAL_FORMS", "")))
    return tuple(
        SectionContent(**{name: data.get(f"{PREFIX}-{number}-{name}", "") for name in SECTION_FIELDS})
        for number in numbers
    )


def arranged(sections: tuple[SectionContent, ...], step: str) -> Arranged:
    """``sections`` after one step: ``hoch-2``, ``runter-2``, ``weg-2``, ``neu-2`` (behind it); another does nothing.

    ``wiederherstellen``: they are what the browser had kept.
    """
    if step == RESTORED:
        return Arranged(sections, 0, f"Ihre Eingaben sind wiederhergestellt. {NOT_SAVED}")
    found = _STEP.fullmatch(step)
    number = int(found[2]) if found else -1
    if found is None or number not in range(len(sections) + 1):
        return Arranged(sections, 0, "Es wurde nichts verschoben.")
    return _STEPS[found[1]](list(sections), number)


def _up(sections: list[SectionContent], number: int) -> Arranged:
    return _move(sections, number, number - 1)


def _down(sections: list[SectionContent], number: int) -> Arranged:
    return _move(sections, number, number + 1)


def _move(sections: list[SectionContent], number: int, to: int) -> Arranged:
    if number >= len(sections) or to not in range(len(sections)):
        return Arranged(
            tuple(sections), min(number, len(sections) - 1), "Weiter lässt sich der Abschnitt nicht verschieben."
        )
    section = sections.pop(number)
    sections.insert(to, section)
    place = places_of(each.heading for each in sections)[to]
    words = f"{_named(section)} ist jetzt {place}." if place != PREAMBLE else f"{_named(section)} ist verschoben."
    return Arranged(tuple(sections), to, f"{words} {NOT_SAVED}")


def _remove(sections: list[SectionContent], number: int) -> Arranged:
    if number >= len(sections) or len(sections) == 1:
        return Arranged(tuple(sections), 0, "Ein Abschnitt muss bleiben.")
    section = sections.pop(number)
    return Arranged(
        tuple(sections), min(number, len(sections) - 1), f"{_named(section)} ist herausgenommen. {NOT_SAVED}"
    )


def _add(sections: list[SectionContent], number: int) -> Arranged:
    if len(sections) >= MOST:
        return Arranged(tuple(sections), number - 1, f"Mehr als {MOST} Abschnitte sind nicht vorgesehen.")
    sections.insert(number, SectionContent("", ""))
    place = places_of(each.heading for each in sections)[number]
    return Arranged(tuple(sections), number, f"Neuer Abschnitt {place}. {NOT_SAVED}")


_STEPS = {"hoch": _up, "runter": _down, "weg": _remove, "neu": _add}


def _named(section: SectionContent) -> str:
    return f"„{section.heading}“" if section.heading else "Der Abschnitt ohne Überschrift"


def _count(text: str) -> int:
    return min(int(text), MOST) if re.fullmatch(r"[0-9]{1,4}", text) else 0
