"""What can be done with an agreement that both sides signed: each step as its policy decides it."""

from django.urls import reverse

from agreements.models import PreAgreement
from agreements.policies.amending import can_amend
from agreements.policies.handling import can_change
from agreements.policies.in_force import can_end
from agreements.policies.notices import can_give_notice
from core.actions import Action
from core.actors import Actor
from core.policies import Decision


def steps_in_force(agreement: PreAgreement, actor: Actor) -> list[Action]:
    """For the quiet row of the agreement's page; nothing for other states and for amendments."""
    if agreement.status != PreAgreement.Status.IN_FORCE or agreement.kind != PreAgreement.Kind.AGREEMENT:
        return []

    def step(label: str, name: str, decision: Decision) -> Action:
        return Action.decided(label, reverse(name, args=[agreement.reference]), decision)

    found = [step("Änderung vereinbaren", "agreement-amend", can_amend(actor, agreement))]
    if can_change(actor, agreement):  # anyone who may not is told so once
        found.append(step("Änderungsmitteilung erfassen", "notice-record", can_give_notice(actor, agreement)))
    terminate = can_amend(actor, agreement, PreAgreement.Kind.TERMINATION)
    if terminate:  # else the reason is that of the amendment
        found.append(step("Aufhebung vereinbaren", "agreement-terminate", terminate))
    return [*found, step("Vereinbarung beenden", "agreement-end", can_end(actor, agreement))]
