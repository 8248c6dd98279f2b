"""Contacts, tasks and notes of a commune: saved in one transaction with their entry in the journal."""

import hashlib
from datetime import date

from django.utils import timezone

from communes.models import Commune, Contact, Note, Task
from core import journal
from core.actors import Actor
from core.models import JournalEntry
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor

NOTES = ("note.taken", "note.corrected")  # kinds of entries that can be corrected


def save_contact(contact: Contact, changed: list[str], *, actor: Actor) -> None:
    """Save a valid contact. ``changed``: names of the fields; the journal tells them, not what they hold."""
    new = contact.pk is None
    if not new and not changed:
        return
    with journal.collected():
        contact.save()
        journal.record(
            key=contact.commune_id,
            kind="contact.created" if new else "contact.changed",
            subject=contact,
            actor=actor,
            data={} if new else {"fields": sorted(changed)},
        )


def save_task(task: Task, changed: list[str], *, actor: StaffActor) -> None:
    """Save a valid task that is still open; a new one is signed by who made it."""
    new = task.pk is None
    if not new and not changed:
        return
    with journal.collected():
        if new:
            task.created_by = actor.user
            task.save()
        else:
            task.save(update_fields=changed)
        journal.record(
            key=task.commune_id,
            kind="task.created" if new else "task.changed",
            subject=task,
            actor=actor,
            data={"due_on": task.due_on.isoformat()},
            text=task.title,
        )


def finish_task(task: Task, *, actor: StaffActor) -> bool:
    """Note that the task is done. Returns False when somebody was faster."""
    with journal.collected():
        task.refresh_from_db(from_queryset=Task.objects.select_for_update(of=("self",), no_key=True))
        if task.done_at is not None:
            return False
        task.done_at, task.done_by = timezone.now(), actor.user
        task.save(update_fields=["done_at", "done_by"])
        journal.record(key=task.commune_id, kind="task.done", subject=task, actor=actor, text=task.title)
    return True


def reopen_task(task: Task, *, actor: StaffActor) -> bool:
    """Note that the task is to be done after all, by the same person and day. Returns False when it is open."""
    with journal.collected():
        task.refresh_from_db(from_queryset=Task.objects.select_for_update(of=("self",), no_key=True))
        if task.done_at is None:
            return False
        task.done_at = task.done_by = None
        task.save(update_fields=["done_at", "done_by"])
        journal.record(key=task.commune_id, kind="task.reopened", subject=task, actor=actor, text=task.title)
    return True


def take_note(commune: Commune, text: str, *, kind: str, called_on: date | None, nonce: str, actor: StaffActor) -> bool:
    """Write a note into the commune's journal. The same form sent twice makes one; returns whether it was new.

    ``nonce``: the form's; ``called_on``: the day on which one spoke or wrote, not with a plain note.
    """
    with journal.collected():
        note, new = _note(commune, text, kind=kind, called_on=called_on, nonce=nonce, actor=actor)
        if new:
            data = {"kind": kind} | ({"on": called_on.isoformat()} if called_on else {})
            journal.record(key=commune.ags, kind="note.taken", subject=note, actor=actor, data=data, text=text)
    return new


def correct_note(entry: JournalEntry, text: str, *, commune: Commune, nonce: str, actor: StaffActor) -> bool:
    """Write what should have been written instead of ``entry``, one of ``NOTES``; returns whether it was new.

    The entry stays, since the journal is append-only. Raises TransitionRefusedError when somebody was faster.
    """
    said = entry.data
    called_on = date.fromisoformat(said["on"]) if "on" in said else None
    kind = said.get("kind", Note.Kind.NOTE)
    with journal.collected():
        # Two who correct at once: the second waits here and is then refused.
        Commune.objects.select_for_update(no_key=True).get(pk=commune.pk)
        note, new = _note(commune, text, kind=kind, called_on=called_on, nonce=nonce, actor=actor)
        if not new:
            return False
        if JournalEntry.objects.filter(key=commune.ags, kind="note.corrected", data__corrects=entry.pk).exists():
            raise TransitionRefusedError(
                "Diese Notiz wurde inzwischen berichtigt. Bitte berichtigen Sie die neue Fassung."
            )
        data = said | {"kind": kind, "corrects": entry.pk}
        journal.record(key=commune.ags, kind="note.corrected", subject=note, actor=actor, data=data, text=text)
    return True


def _note(
    commune: Commune, text: str, *, kind: str, called_on: date | None, nonce: str, actor: StaffActor
) -> tuple[Note, bool]:
    typed = "\0".join([nonce, commune.ags, str(actor.user.pk), kind, str(called_on), text])
    return Note.objects.get_or_create(
        submission=hashlib.sha256(typed.encode()).hexdigest(),
        defaults={"commune": commune, "kind": kind, "called_on": called_on, "author": actor.user},
    )
