"""Who handles a commune: most other policies begin here."""

from typing import TYPE_CHECKING

from django.utils import timezone

from communes.models import Commune
from communes.responsibility import is_in_charge
from core.actors import Actor, ActorKind
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user
from staff.models import Role

if TYPE_CHECKING:
    from agreements.models import PreAgreement

NOT_RESPONSIBLE = "Zuständig ist {person}. Änderungen sind nur der zuständigen Sachbearbeitung und der Leitung möglich."


def can_handle(actor: Actor, commune: Commune) -> Decision:
    """Caseworkers act in their own districts and where they stand in, the head everywhere (rules 19 and 20)."""
    user = staff_user(actor)
    if user is None or not user.is_active:
        return denied("Bitte melden Sie sich an.")
    if user.role == Role.HEAD:
        return ALLOWED
    responsible = commune.responsible_on(timezone.localdate())
    if user.role == Role.CASEWORKER and is_in_charge(actor, responsible):
        return ALLOWED
    return denied(NOT_RESPONSIBLE.format(person=responsible or "derzeit niemand"))


def can_change(actor: Actor, agreement: "PreAgreement") -> Decision:
    """Editing, issuing, withdrawing, resending, reopening: anyone who handles the commune."""
    return can_handle(actor, agreement.commune)


def only_system(actor: Actor, _agreement: "PreAgreement") -> Decision:
    """What the clock does."""
    return ALLOWED if actor.kind == ActorKind.SYSTEM else denied("Das geschieht von selbst.")
