"""Amendments and terminations: whether one may be drafted, or taken up again."""

from typing import TYPE_CHECKING

from agreements.policies.handling import can_change
from agreements.policies.in_force import amended_is_in_force
from agreements.policies.notices import no_notice_under_way
from core import dates
from core.actors import Actor
from core.policies import ALLOWED, Decision, denied

if TYPE_CHECKING:
    from agreements.models import PreAgreement


def can_amend(actor: Actor, agreement: "PreAgreement", kind: str = "amendment") -> Decision:
    """Whether an amendment or a termination may be drafted: in force today, and one at a time.

    An amendment also waits for what the commune has told: see ``no_notice_under_way``.
    """
    if agreement.kind != "agreement" or agreement.status != "in_force":
        return denied("Ändern oder aufheben lässt sich nur eine Vereinbarung, die in Kraft ist.")
    decision = can_change(actor, agreement) and amended_is_in_force(agreement)
    if not decision:
        return decision
    if agreement.agreed_last_day is not None:
        return denied(f"Die Aufhebung zum {dates.day(agreement.agreed_last_day)} ist schon vereinbart.")
    going = agreement.amendments.open().first()
    if going is not None:
        return denied(f"Es gibt schon eine offene {going.noun}: {going.reference}.")
    return no_notice_under_way(agreement) if kind == "amendment" else ALLOWED


def can_reopen(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Back to draft: anyone who handles the commune; an amendment only while no notice of change is under way."""
    decision = can_change(actor, agreement)
    if not decision or agreement.amends is None or agreement.kind != "amendment":
        return decision
    return no_notice_under_way(agreement.amends)
