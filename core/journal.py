"""Writing and verifying the journal: append-only, chained by a text key, names and free text outside the hash.

Each key (an AGS, or ``portal`` for what belongs to no commune) has its own chain. An entry's hash covers the
canonical JSON of the entry and the hash before it. Free text enters as SHA-256(salt + text), so that text and
salt can be erased by law and the chain still verifies.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from core.actors import Actor
from core.canonical_json import canonical_json
from core.failpoints import failpoint
from core.models.journal import JournalEntry, JournalHead, JournalText, Visibility

__all__ = [
    "PORTAL",
    "ChainBrokenError",
    "Visibility",
    "canonical",
    "collected",
    "keys_of_chains",
    "record",
    "verify_chain",
]

PORTAL = "portal"
GENESIS = "0" * 64
AT_ONCE = 500  # rows of one statement


class ChainBrokenError(Exception):
    """A journal chain that does not verify; the message names key and sequence number."""


@dataclass(frozen=True, slots=True)
class _Pending:
    key: str
    kind: str
    subject_type: str
    subject_id: str
    actor: Actor
    visibility: str
    data: dict[str, Any]
    text: str


@dataclass(slots=True)
class _Collection:
    entries: list[_Pending] = field(default_factory=list)
    common: dict[str, Any] = field(default_factory=dict)


_collection: ContextVar[_Collection | None] = ContextVar("journal_collection", default=None)


@contextmanager
def collected(**common: Any) -> Iterator[None]:
    """One transaction whose entries are written last, heads locked by key, however deeply transitions nest.

    What is rolled back inside takes its entries with it, also where the outer transaction goes on.

    ``common``: ids and codes that the data of every entry holds, such as the import they came with; those of the
    outermost collection count.
    """
    outer = _collection.get()
    if outer is not None:
        written_before = len(outer.entries)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del outer.entries[written_before:]
            raise
        return
    collection = _Collection(common=common)
    token = _collection.set(collection)
    try:
        with transaction.atomic():
            yield
            _write(collection.entries)
        failpoint("journal.committed")
    finally:
        _collection.reset(token)


def record(
    *,
    key: str,
    kind: str,
    subject: models.Model,
    actor: Actor,
    data: dict[str, Any] | None = None,
    text: str = "",
    visibility: str = Visibility.INTERNAL,
) -> None:
    """Add an entry to the chain of ``key``.

    ``data`` holds ids and codes only; ``text`` is free text that people typed. Inside ``collected()`` the entry
    is written at its end, otherwise at once.
    """
    pending = _Pending(key, kind, subject._meta.label_lower, str(subject.pk), actor, visibility, dict(data or {}), text)
    collection = _collection.get()
    if collection is None:
        with transaction.atomic():
            _write([pending])
    else:
        pending.data.update(collection.common)
        collection.entries.append(pending)


def verify_chain(key: str) -> int:
    """Check every hash of one chain and its head. Returns the number of entries; raises ChainBrokenError."""
    head = JournalHead.objects.filter(key=key).first()
    if head is None:
        raise ChainBrokenError(f"Kette {key}: Ihr Ende ist nicht verzeichnet.")
    previous, number = GENESIS, 0
    for entry in JournalEntry.objects.filter(key=key).select_related("free_text").order_by("seq").iterator():
        number += 1
        if entry.seq != number or entry.prev_hash != previous or entry.hash != _hash(entry):
            raise ChainBrokenError(f"Kette {key}: Eintrag {number} stimmt nicht.")
        if not _text_holds(entry):
            raise ChainBrokenError(f"Kette {key}: Der Text zu Eintrag {number} stimmt nicht.")
        previous = entry.hash
    if (head.seq, head.hash) != (number, previous):
        raise ChainBrokenError(f"Kette {key}: Das Ende fehlt, erwartet werden {head.seq} Einträge.")
    return number


def keys_of_chains() -> list[str]:
    """The keys of all chains, also of one whose end was removed."""
    heads = JournalHead.objects.values_list("key", flat=True)
    return sorted({*heads, *JournalEntry.objects.order_by().values_list("key", flat=True).distinct()})


def text_digest(salt: str, text: str) -> str:
    """SHA-256 over salt and text, hexadecimal."""
    return hashlib.sha256((salt + text).encode()).hexdigest()


def _text_holds(entry: JournalEntry) -> bool:
    """Whether an entry has the text that its hash says, or none; erased by law, text and salt are empty."""
    text = getattr(entry, "free_text", None)
    if text is None or not entry.text_hash:
        return text is None and not entry.text_hash
    if not text.salt:
        return not text.text
    return text_digest(text.salt, text.text) == entry.text_hash


def _write(entries: list[_Pending]) -> None:
    if not entries:
        return
    keys = sorted({entry.key for entry in entries})
    JournalHead.objects.bulk_create([JournalHead(key=key, seq=0, hash=GENESIS) for key in keys], ignore_conflicts=True)
    heads = {h.key: h for h in JournalHead.objects.select_for_update().filter(key__in=keys).order_by("key")}
    now = timezone.now()
    chained = [_chained(heads[pending.key], pending, now) for pending in entries]
    # In order: the numbers of the rows rise along each chain. An import writes thousands.
    JournalEntry.objects.bulk_create([entry for entry, _ in chained], batch_size=AT_ONCE)
    JournalText.objects.bulk_create([text for _, text in chained if text is not None], batch_size=AT_ONCE)
    failpoint("journal.entries_written")
    JournalHead.objects.bulk_update(heads.values(), ["seq", "hash"], batch_size=AT_ONCE)
    failpoint("journal.heads_written")


def _chained(head: JournalHead, pending: _Pending, now: datetime) -> tuple[JournalEntry, JournalText | None]:
    """The entry that comes next after ``head``, which moves on to it; and its free text, if it has one."""
    salt = secrets.token_hex(16) if pending.text else ""
    entry = JournalEntry(
        key=head.key,
        seq=head.seq + 1,
        prev_hash=head.hash,
        kind=pending.kind,
        subject_type=pending.subject_type,
        subject_id=pending.subject_id,
        actor_kind=pending.actor.kind,
        actor_id=pending.actor.actor_id,
        acted_for_id=pending.actor.acted_for_id,
        at=now,
        visibility=pending.visibility,
        data=json.loads(json.dumps(pending.data, default=str)),
        text_hash=text_digest(salt, pending.text) if pending.text else "",
    )
    entry.hash = _hash(entry)
    head.seq, head.hash = entry.seq, entry.hash
    return entry, JournalText(entry=entry, salt=salt, text=pending.text) if pending.text else None


def canonical(entry: JournalEntry) -> bytes:
    """The bytes whose SHA-256 is the entry's hash: canonical JSON with the hash of the entry before it."""
    content = {
        "key": entry.key,
        "seq": entry.seq,
        "prev": entry.prev_hash,
        "kind": entry.kind,
        "subject": [entry.subject_type, entry.subject_id],
        "actor": [entry.actor_kind, entry.actor_id, entry.acted_for_id],
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "visibility": entry.visibility,
        "data": entry.data,
        "text": entry.text_hash,
    }
    return canonical_json(content)


def _hash(entry: JournalEntry) -> str:
    return hashlib.sha256(canonical(entry)).hexdigest()
