"""Changing what is known of an engagement: under its lock, with a journal entry, in one transaction.

Entries are keyed by the commune and name the engagement, so that they stand on both pages.
"""

from typing import Any

from django.utils import timezone

from agreements.models import PreAgreement
from coaching import policies
from coaching.forms import EngagementForm, GoalForm, SessionForm
from coaching.models import Engagement, Goal, Session
from core import journal
from core.actors import Actor
from core.journal import Visibility
from core.mail import queue_mail
from core.policies import Decision
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor


class BudgetExceededError(Exception):
    """A session would use more days than were granted; ``str()`` is a German sentence for the form."""


def create(form: EngagementForm, *, actor: StaffActor) -> Engagement:
    """Save a valid form as a planned engagement. Raises TransitionRefusedError if its agreement is not in force."""
    with journal.collected():
        planned = form.instance
        locked = PreAgreement.objects.select_for_update(of=("self",), no_key=True).select_related("commune")
        planned.agreement = locked.get(pk=planned.agreement_id)
        _require(policies.can_plan(actor, planned.agreement))
        planned.prepared_by = actor.user
        engagement: Engagement = form.save()
        _record("create", engagement, actor, visibility=Visibility.INTERNAL)
        queue_mail("coaching.planned", engagement.coach.user.email, engagement)
    return engagement


def change(form: EngagementForm, *, actor: Actor) -> None:
    """Save a valid form over the plan. Raises TransitionRefusedError; then nothing is changed."""
    with journal.collected():
        stored = _locked(form.instance)
        _require(policies.can_edit(actor, stored))
        form.instance.revision = stored.revision + 1
        form.save()
        if form.instance.coach != stored.coach:
            queue_mail("coaching.planned", form.instance.coach.user.email, form.instance)
        _record("change", stored, actor, visibility=Visibility.INTERNAL, fields=sorted(form.changed_data))


def save_session(form: SessionForm, *, actor: StaffActor) -> Session:
    """Save a valid form as a new session or over an old one.

    Raises BudgetExceededError if more minutes were used than granted, TransitionRefusedError if the engagement does
    not run any more; then nothing is changed.
    """
    with journal.collected():
        engagement = _locked(form.engagement)
        _require(policies.can_report(actor, engagement))
        session, new = form.instance, form.instance.pk is None
        refusal = engagement.budget(without=session).refusal(form.cleaned_data["minutes"])
        if refusal:
            raise BudgetExceededError(refusal)
        session.engagement = engagement
        if new:
            session.entered_by = actor.user
        session = form.save()
        kind = "session_entered" if new else "session_changed"
        _record(kind, engagement, actor, session=session.pk, minutes=session.minutes, date=session.date)
    return session


def save_goal(form: GoalForm, engagement: Engagement, *, actor: Actor) -> Goal:
    """Save a valid form as a new goal or over an old one. Raises TransitionRefusedError when it is too late."""
    with journal.collected():
        locked = _locked(engagement)
        _require(policies.can_set_goals(actor, locked))
        new = form.instance.pk is None
        form.instance.engagement = locked
        goal: Goal = form.save()
        _record("goal_set" if new else "goal_changed", locked, actor, goal=goal.pk)
    return goal


def tick(goal: Goal, *, done: bool, actor: Actor) -> None:
    """Tick a goal today, or open it again; ticking twice changes nothing. Raises TransitionRefusedError."""
    with journal.collected():
        locked = _locked(goal.engagement)
        _require(policies.can_report(actor, locked))
        goal.refresh_from_db()
        if (goal.done_on is not None) == done:
            return
        goal.done_on = timezone.localdate() if done else None
        goal.save(update_fields=["done_on"])
        _record("goal_done" if done else "goal_reopened", locked, actor, goal=goal.pk)


def _locked(engagement: Engagement) -> Engagement:
    """The engagement as it is now, held until the end of the transaction."""
    rows = Engagement.objects.select_for_update(of=("self",), no_key=True).with_parties()
    return rows.get(pk=engagement.pk)


def _require(decision: Decision) -> None:
    if not decision:
        raise TransitionRefusedError(decision.reason)


def _record(
    what: str, engagement: Engagement, actor: Actor, *, visibility: str = Visibility.COMMUNE, **data: Any
) -> None:
    journal.record(
        key=engagement.journal_key,
        kind=f"engagement.{what}",
        subject=engagement,
        actor=actor,
        visibility=visibility,
        data=data,
    )
