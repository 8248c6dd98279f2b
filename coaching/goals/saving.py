"""Setting and ticking goals: under the engagement's lock, with a journal entry, in one transaction."""

from django.utils import timezone

from coaching import policies
from coaching.goals.forms import GoalForm
from coaching.models import Engagement, Goal
from coaching.recording import locked, record, require
from core import journal
from core.actors import Actor


def save_goal(form: GoalForm, engagement: Engagement, *, actor: Actor) -> Goal:
    """Save a valid form as a new goal or over an old one. Raises TransitionRefusedError when it is too late."""
    with journal.collected():
        held = locked(engagement)
        require(policies.can_set_goals(actor, held))
        new = form.instance.pk is None
        form.instance.engagement = held
        goal: Goal = form.save()
        record("goal_set" if new else "goal_changed", held, actor, goal=goal.pk)
    return goal


def tick(goal: Goal, *, done: bool, actor: Actor) -> None:
    """Tick a goal today, or open it again; ticking twice changes nothing. Raises TransitionRefusedError."""
    with journal.collected():
        held = locked(goal.engagement)
        require(policies.can_report(actor, held))
        goal.refresh_from_db()
        if (goal.done_on is not None) == done:
            return
        goal.done_on = timezone.localdate() if done else None
        goal.save(update_fields=["done_on"])
        record("goal_done" if done else "goal_reopened", held, actor, goal=goal.pk)
