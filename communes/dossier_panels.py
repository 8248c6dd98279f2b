"""What the register adds to a commune's file: facts, contacts, tasks, attachments. A constant number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from communes.daily_work.due_days import due_text
from communes.facts.saving import KINDS_WITH_END
from communes.models import Commune, Milestone, Task
from communes.models.facts import KPR_KINDS
from core import dates
from core.actions import Action
from core.badges import Badge
from core.policies import Decision
from staff.models import User
from staff.standing_in import Absences

NAMED = 4  # communes a shared fact names before it counts the rest
DONE_SHOWN = 30
CONTACTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class FactRow:
    """One dated fact. ``shared``: with whom; ``may_end``: whether its end can be noted."""

    fact: Milestone
    shared: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task; ``due``: in words; ``overdue``; ``own``: whether the reader may finish it."""

    task: Task
    due: str
    overdue: bool
    own: bool


@dataclass(frozen=True, slots=True)
class DoneTask:
    """A finished task, and whether the reader may open it again."""

    task: Task
    may_reopen: bool


def dossier_panels(commune: Commune, reader: User, change: Decision) -> dict[str, Any]:
    """The context for ``_facts.html``, ``_contacts.html``, ``_tasks.html``, ``_attachments.html`` in ``communes/``."""
    today = timezone.localdate()
    facts = _facts(commune)
    valid = [fact for fact in facts if fact.retracted_at is None and fact.happened_on <= today]
    tasks = list(commune.tasks.open().select_related("assigned_to"))
    attachments = list(commune.attachments.select_related("file", "added_by", "removed_by"))
    ags, whose = commune.ags, whose_tasks(reader, today)
    return {
        "fact_rows": [_fact_row(fact, commune) for fact in facts],
        "valid_facts": valid,
        "latest_facts": latest_facts(valid),
        "kpr": kpr_badge(valid),
        "contacts": list(commune.contacts.all()[:CONTACTS_SHOWN]),
        "more_contacts": _more_contacts(commune),
        "tasks": [task_row(task, whose, today, may_finish=change.allowed) for task in tasks],
        "done_tasks": _done_tasks(commune, whose, change),
        "attachments": [attachment for attachment in attachments if attachment.removed_at is None],
        "removed_attachments": [attachment for attachment in attachments if attachment.removed_at is not None],
        "add_fact": Action.decided("Fakt erfassen", reverse("milestone-add", args=[ags]), change),
        "add_contact": Action.decided("Ansprechperson anlegen", reverse("contact-add", args=[ags]), change),
        "add_attachment": Action.decided("Unterlage hinzufügen", reverse("attachment-add", args=[ags]), change),
        "add_task": Action.decided("Aufgabe anlegen", reverse("task-add", args=[ags]), change),
    }


def task_row(task: Task, whose: Collection[int], today: date, *, may_finish: bool = False) -> TaskRow:
    """One line; ``whose``: keys of the people whose tasks the reader may always finish (``whose_tasks``)."""
    own = may_finish or task.assigned_to_id in whose
    return TaskRow(task, due_text(task.due_on, today), overdue=task.due_on < today, own=own)


def whose_tasks(reader: User, today: date) -> frozenset[int]:
    """The own tasks, and those of the people whom ``reader`` stands in for today."""
    return frozenset({reader.pk, *(row.absent_id for row in Absences.on(today).stood_in_for_by(reader))})


def _more_contacts(commune: Commune) -> Action | None:
    """The way to all contacts where the file does not show them all."""
    number = commune.contacts.count()
    if number <= CONTACTS_SHOWN:
        return None
    return Action(f"Alle {number} Ansprechpersonen anzeigen", reverse("contacts", args=[commune.ags]))


def _done_tasks(commune: Commune, whose: Collection[int], change: Decision) -> list[DoneTask]:
    done = commune.tasks.filter(done_at__isnull=False).select_related("done_by").order_by("-done_at")[:DONE_SHOWN]
    return [DoneTask(task, may_reopen=change.allowed or task.assigned_to_id in whose) for task in done]


def latest_facts(valid: list[Milestone]) -> list[tuple[str, str]]:
    """Each kind that has happened with its newest day; side by side, for they are no ladder (domain rule 6)."""
    newest: dict[str, Milestone] = {}
    for fact in valid:
        newest.setdefault(fact.kind, fact)
    return [(kind.label, _when(newest[kind])) for kind in Milestone.Kind if kind in newest]


def kpr_badge(valid: list[Milestone]) -> Badge | None:
    """How it stands with the Kommunaler Präventionsrat, by the newest fact about one (domain rule 9)."""
    newest = next((fact for fact in valid if fact.kind in KPR_KINDS), None)
    if newest is None:
        return None
    if newest.kind == Milestone.Kind.KPR_DORMANT:
        return Badge(f"KPR ruht seit {dates.day(newest.happened_on)}", "warning")
    verb = "reaktiviert" if newest.kind == Milestone.Kind.KPR_REACTIVATED else "konstituiert"
    return Badge(f"KPR {verb} am {dates.day(newest.happened_on)}", "success")


def _facts(commune: Commune) -> list[Milestone]:
    partners = Commune.objects.only("ags", "name", "sort_key")
    facts = commune.milestones.select_related("association", "district", "recorded_by")
    return list(facts.prefetch_related(Prefetch("communes", partners)))


def _fact_row(fact: Milestone, commune: Commune) -> FactRow:
    may_end = fact.kind in KINDS_WITH_END and fact.ended_on is None and fact.retracted_at is None
    return FactRow(fact, _shared(fact, commune), may_end)


def _shared(fact: Milestone, commune: Commune) -> str:
    others = [other.name for other in fact.communes.all() if other.pk != commune.pk]
    if fact.district or fact.association:
        whole = fact.district.full_name if fact.district else str(fact.association)
        return f"{whole} ({len(others) + 1} Kommunen)"
    if len(others) > NAMED:
        return f"gemeinsam mit {', '.join(others[:NAMED])} und {len(others) - NAMED} weiteren"
    return f"gemeinsam mit {', '.join(others)}" if others else ""


def _when(fact: Milestone) -> str:
    end = f" bis {dates.day(fact.ended_on)}" if fact.ended_on else ""
    return f"{dates.day(fact.happened_on)}{end}"
