"""Two editions of a template side by side, section by section."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from operator import eq

from agreements.models.agreement_text import PREAMBLE
from agreements.policies.edition_content import Content, SectionContent
from agreements.text.version_changes import Change

ALIKE = 0.5  # of the letters: a section with another heading and less in common is a new one
NOTHING = SectionContent("", "")


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What became of one section. ``words``: in German; ``changes``: of its heading and text, empty if only moved."""

    label: str
    words: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """``sections`` that read differently or stand elsewhere; ``same``: the others, as they are printed."""

    title: Change | None
    sections: tuple[SectionChange, ...]
    same: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return self.title is not None or bool(self.sections)


def compare(old: Content, new: Content) -> Comparison:
    """From ``old`` to ``new``, in the order of ``new``; what is gone comes last."""
    pairs = _pairs(old.sections, new.sections)
    moved = _moved(pairs)
    found, same = [], []
    for number, (before, (label, section)) in enumerate(zip(pairs, new.labelled, strict=True)):
        former = (old.places[before], old.sections[before]) if before is not None else None
        change = _change(label, section, former, moved=number in moved)
        if change is None:
            same.append(label)
        else:
            found.append(change)
    found += [_gone(*former) for number, former in enumerate(old.labelled) if number not in pairs]
    title = Change("Überschrift der Vorlage", old.title, new.title) if old.title != new.title else None
    return Comparison(title, tuple(found), tuple(same))


def _change(
    label: str, section: SectionContent, former: tuple[str, SectionContent] | None, *, moved: bool
) -> SectionChange | None:
    """``former``: where it stood and what it said."""
    if former is None:
        return SectionChange(label, "neu", tuple(_texts(NOTHING, replace(section, heading=""))))
    place, before = former
    changes = tuple(_texts(before, section))
    if not changes and not moved:
        return None
    words = ["geändert"] if changes else []
    words += [f"verschoben, bisher {place}" if place != PREAMBLE else "verschoben"] if moved else []
    return SectionChange(label, ", ".join(words), changes)


def _texts(former: SectionContent, section: SectionContent) -> Iterator[Change]:
    if former.heading != section.heading:
        yield Change("Überschrift", former.heading, section.heading)
    if former.body != section.body:
        yield Change("Text", former.body, section.body, long=True)
    if (former.question, former.answer) != (section.question, section.answer):
        yield Change("Das Wichtigste", _answer(former), _answer(section))


def _answer(section: SectionContent) -> str:
    return f"{section.asked} {section.answer}".strip()


def _gone(label: str, section: SectionContent) -> SectionChange:
    return SectionChange(f"bisher {label}", "gestrichen", tuple(_texts(replace(section, heading=""), NOTHING)))


def _pairs(old: tuple[SectionContent, ...], new: tuple[SectionContent, ...]) -> list[int | None]:
    """For each new section the former one it comes from: the very same, or of its heading, or the one most alike."""
    free = dict(enumerate(old))
    pairs: list[int | None] = [None] * len(new)
    for alike in (eq, _of_one_heading):
        for number, section in enumerate(new):
            if pairs[number] is None:
                pairs[number] = _take(free, section, alike)
    for number, section in enumerate(new):
        if pairs[number] is None and free:
            likeness = {key: _likeness(section.body, other.body) for key, other in free.items()}
            best = max(likeness, key=lambda key: likeness[key])
            if likeness[best] >= ALIKE:
                pairs[number] = best
                del free[best]
    return pairs


def _of_one_heading(one: SectionContent, other: SectionContent) -> bool:
    return one.heading == other.heading


def _take(
    free: dict[int, SectionContent], section: SectionContent, alike: Callable[[SectionContent, SectionContent], bool]
) -> int | None:
    found = next((key for key, other in free.items() if alike(section, other)), None)
    if found is not None:
        del free[found]
    return found


def _likeness(one: str, other: str) -> float:
    compared = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return compared.ratio() if compared.quick_ratio() >= ALIKE else 0.0


def _moved(pairs: list[int | None]) -> set[int]:
    """The new numbers of sections that do not stand in the former order: what is outside the longest common run."""
    kept = [before for before in pairs if before is not None]
    compared = SequenceMatcher(None, sorted(kept), kept, autojunk=False)
    stay = {kept[block.b + step] for block in compared.get_matching_blocks() for step in range(block.size)}
    return {number for number, before in enumerate(pairs) if before is not None and before not in stay}
