"""The way of an engagement: planned, running, completed or broken off."""

from datetime import date
from typing import Any

from django.utils import timezone

from coaching import policies
from coaching.models import Engagement
from core import dates
from core.actors import Actor
from core.journal import Visibility
from core.mail import queue_mail
from core.transitions import TransitionRefusedError, transition

Status = Engagement.Status


@transition(Engagement, sources={Status.PLANNED}, target=Status.RUNNING, policy=policies.can_start)
def start(engagement: Engagement, *, actor: Actor, on: date) -> dict[str, Any]:
    """The coaching begins on a day from the agreement's coming into force until today."""
    first = engagement.agreement.in_force_on
    if first is not None and on < first:
        raise TransitionRefusedError(f"Die Vereinbarung ist erst seit {dates.day(first)} in Kraft.")
    _refuse_future(on)
    engagement.started_on = on
    return {"on": on.isoformat(), "visibility": Visibility.COMMUNE}


@transition(Engagement, sources={Status.RUNNING}, target=Status.COMPLETED, policy=policies.can_change)
def complete(engagement: Engagement, *, actor: Actor, on: date) -> dict[str, Any]:
    """The coaching is done."""
    _end(engagement, on)
    return {"on": on.isoformat(), "visibility": Visibility.COMMUNE}


@transition(Engagement, sources={Status.PLANNED, Status.RUNNING}, target=Status.BROKEN_OFF, policy=policies.can_change)
def break_off(engagement: Engagement, *, actor: Actor, on: date, reason: str) -> dict[str, Any]:
    """The coaching ends early or does not begin; coach and commune may read the reason."""
    _end(engagement, on)
    queue_mail("coaching.broken_off", engagement.coach.user.email, engagement)
    return {"on": on.isoformat(), "text": reason, "visibility": Visibility.COMMUNE}


def _end(engagement: Engagement, on: date) -> None:
    _refuse_future(on)
    if engagement.started_on is not None and on < engagement.started_on:
        raise TransitionRefusedError(f"Das Coaching begann am {dates.day(engagement.started_on)}.")
    last = engagement.sessions.order_by("-date").values_list("date", flat=True).first()
    if last is not None and on < last:
        raise TransitionRefusedError(f"Der letzte Termin war am {dates.day(last)}.")
    engagement.ended_on = on


def _refuse_future(on: date) -> None:
    if on > timezone.localdate():
        raise TransitionRefusedError("Das Datum liegt in der Zukunft. Bitte tragen Sie ein, was geschehen ist.")
