"""Who imports."""

from asskomm.intake.models import sees_imports
from core.actors import Actor, ActorKind
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user


def can_import(actor: Actor) -> Decision:
    """Who sees imports may make them."""
    user = staff_user(actor)
    if user is None or not sees_imports(user):
        return denied("Importieren kann nur die Administration. Bitte geben Sie ihr die ausgefüllte Excel-Datei.")
    return ALLOWED


def can_handle_import(actor: Actor, _run: object) -> Decision:
    """For the steps of one import that people take."""
    return can_import(actor)


def can_discard(actor: Actor, _run: object) -> Decision:
    """Administrators, and the portal once the time is over for which personal data is kept."""
    return ALLOWED if actor.kind == ActorKind.SYSTEM else can_import(actor)


def only_system(actor: Actor, _run: object) -> Decision:
    """For the steps that the background work takes."""
    return ALLOWED if actor.kind == ActorKind.SYSTEM else denied("Das geschieht von selbst.")
