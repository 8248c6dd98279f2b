"""An entry and what follows from it, saved together: the note, the fact of a contact, the task to come back to it."""

from datetime import date

from django.utils.text import Truncator

from communes.daily_work.saving import save_task, take_note
from communes.facts import saving as facts
from communes.models import Commune, Milestone, Task
from core import journal
from staff.actors import StaffActor

SHOWN = 120  # characters of the note in the title of its follow-up


def write(
    commune: Commune,
    text: str,
    *,
    kind: str,
    on: date | None,
    nonce: str,
    counts: bool,
    due_on: date | None,
    actor: StaffActor,
) -> bool:
    """Write an entry of ``kind``; the same form sent twice makes one. Returns whether it was new.

    ``on``: the day of a call, mail, letter or visit; ``counts``: whether it is a contact of that day, recorded unless
    it is known; ``due_on``: when ``actor`` wants to come back to it.
    """
    with journal.collected():
        if not take_note(commune, text, kind=kind, called_on=on, nonce=nonce, actor=actor):
            return False
        if counts and on is not None and not facts.already_recorded(commune, Milestone.Kind.CONTACT, on):
            facts.record(Milestone(kind=Milestone.Kind.CONTACT, happened_on=on), commune=commune, actor=actor)
        if due_on is not None:
            title = f"Wiedervorlage: {Truncator(' '.join(text.split())).chars(SHOWN)}"
            save_task(Task(commune=commune, title=title, due_on=due_on, assigned_to=actor.user), [], actor=actor)
    return True
