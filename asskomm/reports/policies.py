"""Who may say what a figure means."""

from core.actors import Actor
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user
from staff.models import Role


def can_publish_definition(actor: Actor) -> Decision:
    """Administrators only; everybody at the office reads."""
    user = staff_user(actor)
    if user is None or user.role != Role.ADMIN:
        return denied("Definitionen ändert die Administration. Bitte wenden Sie sich an sie.")
    return ALLOWED
