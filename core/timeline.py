"""The timeline of a page: the journal, filtered, with names looked up when it is shown.

Each app declares the sentences for its kinds of entries and how ids of actors become names; the journal itself
holds ids and codes only.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.actors import ActorKind
from core.models import JournalEntry

Title = str | Callable[[dict[str, Any]], str]
Names = Callable[[set[str]], dict[str, str]]

_sentences: dict[str, tuple[Title, str]] = {}
_names: dict[str, Names] = {}


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about, where a page tells of several things."""

    label: str
    address: str


Subjects = Mapping[tuple[str, str], Subject]  # by type and id, as the journal has them


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry as ``components/timeline.html`` shows it."""

    time: datetime
    title: str
    text: str
    actor: str
    tone: str
    subject: Subject | None = None
    number: str = ""  # tells it from all others, for an address that leads to it
    remark: str = ""
    former: str = ""  # the text that this entry corrects
    correct: str = ""  # the address of the form that corrects it


def sentence(kind: str, title: Title, tone: str = "") -> None:
    """Declare how entries of ``kind`` read; ``title`` may be built from the entry's data. ``tone`` as of a badge."""
    _sentences[kind] = (title, tone)


def actor_names(kind: ActorKind) -> Callable[[Names], Names]:
    """Declare how the ids of one kind of actor become names: one query for all ids of a page."""

    def declare(look_up: Names) -> Names:
        _names[kind] = look_up
        return look_up

    return declare


def timeline(entries: QuerySet[JournalEntry], limit: int = 50) -> list[TimelineEntry]:
    """The newest ``limit`` entries, newest first, in a constant number of queries."""
    return as_shown(entries.select_related("free_text").order_by("-id")[:limit])


def as_shown(entries: Iterable[JournalEntry], subjects: Subjects | None = None) -> list[TimelineEntry]:
    """Entries, selected with their free text, in the order given: one page of them, in as many queries as kinds.

    ``subjects``: what the page names beside an entry.
    """
    rows = list(entries)
    names = {kind: look_up(_ids(rows, kind)) for kind, look_up in _names.items()}
    return [_entry(row, names, (subjects or {}).get((row.subject_type, row.subject_id))) for row in rows]


def title_of(entry: JournalEntry) -> str:
    """The sentence of one entry: what happened, without who and without free text."""
    title, _ = _sentences.get(entry.kind, (entry.kind, ""))
    return title if isinstance(title, str) else title(entry.data)


def _ids(rows: Iterable[JournalEntry], kind: str) -> set[str]:
    ids = {row.actor_id for row in rows if row.actor_kind == kind and row.actor_id}
    if kind == ActorKind.STAFF:
        ids |= {row.acted_for_id for row in rows if row.acted_for_id}
    return ids


def _entry(row: JournalEntry, names: dict[str, dict[str, str]], subject: Subject | None) -> TimelineEntry:
    _, tone = _sentences.get(row.kind, ("", ""))
    actor = names.get(row.actor_kind, {}).get(row.actor_id, "Portal")
    if row.acted_for_id:
        actor = f"{actor} i. V. für {names[ActorKind.STAFF].get(row.acted_for_id, '')}"
    text = row.free_text.text if hasattr(row, "free_text") else ""
    return TimelineEntry(row.at, title_of(row), text, actor, tone, subject, str(row.pk))
