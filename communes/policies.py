"""Who may change what is known of a commune."""

from django.utils import timezone

from communes.models import Attachment, Commune, Milestone, Task
from communes.responsibility import is_in_charge, towards
from core import dates
from core.actors import Actor
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user
from staff.models import Role


def can_change_commune(actor: Actor, commune: Commune) -> Decision:
    """Who is in charge today, the head and the admin (domain rules 19 and 20); others read."""
    user = staff_user(actor)
    if user is None or not user.is_active or not user.is_office:
        return denied("Bitte melden Sie sich mit einem Konto des Landespräventionsrats an.")
    if user.role in {Role.HEAD, Role.ADMIN}:
        return ALLOWED
    responsible = commune.responsible_on(timezone.localdate())
    if is_in_charge(actor, responsible):
        return ALLOWED
    if responsible is None:
        return denied("Für den Landkreis ist derzeit niemand zuständig. Bitte wenden Sie sich an die Leitung.")
    return denied(f"Zuständig ist {responsible}. Ändern kann nur, wer zuständig ist, oder die Leitung.")


def can_change_milestone(actor: Actor, milestone: Milestone) -> Decision:
    """Ending or retracting: those who may change the communes of every district the fact is about, from any of them."""
    for commune in milestone.communes.select_related("district").order_by("district_id", "ags").distinct("district_id"):
        decision = can_change_commune(towards(actor, commune), commune)
        if not decision:
            return denied(f"Der Fakt betrifft auch {commune.full_name}. {decision.reason}")
    return ALLOWED


def can_finish_task(actor: Actor, task: Task) -> Decision:
    """Whose task it is, who stands in for that person, and those who may change the commune."""
    user = staff_user(actor)
    if user is not None and user.is_active and user.is_office and is_in_charge(actor, task.assigned_to):
        return ALLOWED
    return can_change_commune(actor, task.commune)


def can_change_task(actor: Actor, task: Task) -> Decision:
    """Another title, day or person, while the task is open."""
    if task.done_at is not None:
        day = timezone.localdate(task.done_at)
        return denied(
            f"Die Aufgabe ist inzwischen erledigt ({task.done_by}, {dates.day(day)}). Öffnen Sie sie in der Akte "
            "wieder, wenn noch etwas zu tun ist."
        )
    return can_finish_task(actor, task)


def can_reopen_task(actor: Actor, task: Task) -> Decision:
    """As finishing it."""
    return can_finish_task(actor, task)


def can_remove_attachment(actor: Actor, attachment: Attachment) -> Decision:
    """Taking a file out, once: those who may change the commune."""
    if attachment.removed_at is not None:
        return denied(f"„{attachment}“ ist schon aus der Akte entfernt.")
    return can_change_commune(actor, attachment.commune)
