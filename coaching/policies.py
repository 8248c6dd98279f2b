"""Who may do what with coaching, each with its reason. The same decisions disable, refuse and explain."""

from django.utils import timezone

from agreements.models import PreAgreement
from agreements.models.terms import terms_on
from agreements.policies.handling import can_handle
from coaching.models import Engagement
from core import dates
from core.actors import Actor
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user


def can_plan(actor: Actor, agreement: PreAgreement) -> Decision:
    """A new engagement: handled by the actor, on an agreement in force (domain rule 17)."""
    return can_handle(actor, agreement.commune) and in_force(agreement)


def in_force(agreement: PreAgreement) -> Decision:
    """Whether coaching can be promised on ``agreement`` today."""
    if agreement.kind != PreAgreement.Kind.AGREEMENT:
        return denied(f"{agreement.reference} ändert oder beendet eine Vereinbarung; ein Coaching steht auf dieser.")
    if agreement.status != PreAgreement.Status.IN_FORCE:
        return denied(
            f"Ein Coaching ist erst möglich, wenn die Vereinbarung in Kraft ist. {agreement.reference} hat den Stand "
            f"„{agreement.get_status_display()}“."
        )
    if agreement.begins_on is not None:
        begins = dates.day(agreement.begins_on)
        return denied(
            f"Die Vereinbarung {agreement.reference} ist unterzeichnet und gilt ab dem {begins}. Ein Coaching ist ab "
            "diesem Tag möglich."
        )
    today = timezone.localdate()
    ends = [day for day in (terms_on(agreement, today).term_until, agreement.agreed_last_day) if day is not None]
    if ends and min(ends) < today:
        ended = dates.day(min(ends))
        return denied(f"Die Laufzeit der Vereinbarung {agreement.reference} endete am {ended}.")
    return ALLOWED


def can_change(actor: Actor, engagement: Engagement) -> Decision:
    """Planning, starting, completing, breaking off, setting goals: those who handle the commune."""
    return can_handle(actor, engagement.agreement.commune)


def can_edit(actor: Actor, engagement: Engagement) -> Decision:
    """Only what is still planned can be planned otherwise: days and coach are promises once it runs."""
    if engagement.status != "planned":
        return denied("Nur ein geplantes Coaching lässt sich bearbeiten.")
    return can_change(actor, engagement)


def can_start(actor: Actor, engagement: Engagement) -> Decision:
    """Handled by the actor, and the agreement still in force."""
    return can_change(actor, engagement) and in_force(engagement.agreement)


def can_set_goals(actor: Actor, engagement: Engagement) -> Decision:
    """Goals are agreed before or while the coaching runs."""
    if engagement.status not in {"planned", "running"}:
        return denied("Ziele lassen sich nur festlegen, solange das Coaching geplant ist oder läuft.")
    return can_change(actor, engagement)


def can_report(actor: Actor, engagement: Engagement) -> Decision:
    """Entering sessions and ticking goals while it runs: its coach, or those who handle the commune."""
    if engagement.status != "running":
        return denied("Termine und erreichte Ziele lassen sich nur eintragen, solange das Coaching läuft.")
    return takes_part(actor, engagement)


def takes_part(actor: Actor, engagement: Engagement) -> Decision:
    """Those who work on it, whatever its state: what was typed too late is shown again."""
    return ALLOWED if is_its_coach(actor, engagement) else can_change(actor, engagement)


def is_its_coach(actor: Actor, engagement: Engagement) -> bool:
    """Whether the engagement's own coach acts."""
    user = staff_user(actor)
    return user is not None and user.is_active and user == engagement.coach.user
