"""Agreements in force: how they are changed and how they end."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from agreements.policies.handling import can_change
from core import dates
from core.actors import Actor, ActorKind
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user
from staff.models import Role

if TYPE_CHECKING:
    from agreements.models import PreAgreement


def can_end(actor: Actor, agreement: "PreAgreement") -> Decision:
    """For the button: in force and handled by the actor; the day is checked by ``problem_with_end``."""
    if agreement.status != "in_force" or agreement.kind != "agreement":
        return denied("Beenden lässt sich nur eine Vereinbarung, die in Kraft ist.")
    return can_change(actor, agreement)


def problem_with_end(agreement: "PreAgreement", on: date) -> str:
    """Why the agreement cannot have ended ``on`` that day, with what to do; empty when it can."""
    if on > timezone.localdate():
        return (
            "Dieser Tag liegt in der Zukunft. Bitte beenden Sie die Vereinbarung an diesem Tag oder danach; bis dahin "
            "bleibt sie in Kraft."
        )
    if agreement.signed_on is not None and on < agreement.signed_on:
        return (
            f"Die Vereinbarung ist erst seit dem {dates.day(agreement.signed_on)} von beiden Seiten unterzeichnet. "
            "Bitte geben Sie diesen Tag oder einen späteren an."
        )
    return ""


def can_end_as_agreed(actor: Actor, agreement: "PreAgreement") -> Decision:
    """The clock, on the agreed last day, or who puts a termination in force whose last day has come.

    That is who countersigns it or, on paper, a colleague who confirms the scan and need not be responsible.
    """
    user = staff_user(actor)
    if actor.kind == ActorKind.SYSTEM or (user and user.is_active and user.role in {Role.CASEWORKER, Role.HEAD}):
        return ALLOWED
    return denied("Das geschieht, wenn beide Seiten die Aufhebung unterzeichnet haben.")


def can_end_with_agreement(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Only an amendment, as part of its agreement's end: anyone who may end that one may end what hangs on it."""
    if agreement.kind != "amendment":
        return denied("Das endet nicht mit einer anderen Vereinbarung.")
    return can_end_as_agreed(actor, agreement)


def amended_is_in_force(agreement: "PreAgreement") -> Decision:
    """What is not in force, not yet or not any more, cannot be changed or ended by both sides."""
    if agreement.status == "in_force" and agreement.is_in_force_on(timezone.localdate()):
        return ALLOWED
    if agreement.begins_on is not None:
        return denied(
            f"Die Vorvereinbarung {agreement.reference} gilt erst ab dem {dates.day(agreement.begins_on)}. Ändern oder "
            "aufheben lässt sie sich ab diesem Tag."
        )
    return denied(
        f"Die Vorvereinbarung {agreement.reference} ist nicht mehr in Kraft und lässt sich nicht mehr ändern oder "
        "aufheben."
    )
