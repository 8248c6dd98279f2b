"""The state machine of an agreement in force: how it ends, also by another one that amends or terminates it."""

from datetime import date
from typing import Any

from django.utils import timezone

from agreements.models.agreement import PreAgreement
from agreements.models.notice import ChangeNotice
from agreements.policies.handling import can_change
from agreements.policies.in_force import (
    amended_is_in_force,
    can_end_as_agreed,
    can_end_with_agreement,
    problem_with_end,
)
from agreements.transitions import change_notice
from core import journal
from core.actors import Actor
from core.failpoints import failpoint
from core.transitions import TransitionRefusedError, transition
from staff.actors import StaffActor

Status = PreAgreement.Status
Kind = PreAgreement.Kind


@transition(PreAgreement, sources={Status.IN_FORCE}, target=Status.ENDED, policy=can_change)
def end(agreement: PreAgreement, *, actor: StaffActor, on: date, reason: str) -> dict[str, Any]:
    """The agreement ended; ``on`` is the last day it was in force, today or earlier."""
    problem = problem_with_end(agreement, on)
    if problem:
        raise TransitionRefusedError(problem)
    agreement.ended_on = on
    _end_amendments(agreement, actor=actor, last_day=on)
    return {"on": on.isoformat(), "text": reason}


@transition(PreAgreement, sources={Status.IN_FORCE}, target=Status.ENDED, policy=can_end_as_agreed)
def end_as_agreed(agreement: PreAgreement, *, actor: Actor, agreed: date | None = None) -> dict[str, Any]:
    """The last day that both sides agreed on has come; ``agreed``: by a termination that is just being signed."""
    last_day = agreed or agreement.agreed_last_day
    if last_day is None or last_day > timezone.localdate():
        raise TransitionRefusedError("Der vereinbarte letzte Tag ist noch nicht da.")
    agreement.ended_on = last_day
    _end_amendments(agreement, actor=actor, last_day=last_day)
    return {"on": last_day.isoformat()}


@transition(PreAgreement, sources={Status.IN_FORCE}, target=Status.ENDED, policy=can_end_with_agreement)
def end_with_agreement(agreement: PreAgreement, *, actor: Actor, last_day: date) -> dict[str, Any]:
    """An amendment ends with what it amends, ``last_day`` included, at the earliest on the day it was signed."""
    assert agreement.signed_on is not None
    agreement.ended_on = max(last_day, agreement.signed_on)
    return {"on": agreement.ended_on.isoformat()}


def tell_amended(child: PreAgreement, actor: Actor) -> None:
    """What it amends says so. A termination whose last day has come ends what it is about in the same moment.

    The lock on the agreement comes after that on its amendment; nobody takes them the other way round.
    """
    if child.amends_id is None:
        return
    rows = PreAgreement._base_manager.select_for_update(of=("self",), no_key=True)
    agreement = rows.get(pk=child.amends_id)
    decision = amended_is_in_force(agreement)
    if not decision:
        raise TransitionRefusedError(decision.reason)
    journal.record(
        key=agreement.journal_key,
        kind="preagreement.amended" if child.kind == Kind.AMENDMENT else "preagreement.terminated",
        subject=agreement,
        actor=actor,
        data={"by": child.reference},
    )
    failpoint("amending.recorded")
    if child.last_day is not None and child.last_day <= timezone.localdate():
        end_as_agreed(agreement, actor=actor, agreed=child.last_day)
        failpoint("amending.agreement_ended")


def _end_amendments(agreement: PreAgreement, *, actor: Actor, last_day: date) -> None:
    """Inside the agreement's own end: its amendments in force end with it, read again under the agreement's lock.

    A notice of change that waits for the commune has nothing to change any more.

    No other transition touches an amendment in force, so the lock on it after that on the agreement is in nobody's
    way.
    """
    for amendment in agreement.amendments.filter(kind=Kind.AMENDMENT, status=Status.IN_FORCE).order_by("pk"):
        end_with_agreement(amendment, actor=actor, last_day=last_day)
    for notice in agreement.notices.filter(status=ChangeNotice.Status.OPEN):
        change_notice.lapse(notice, actor=actor)
