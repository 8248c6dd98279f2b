"""Who arranges the team: responsibilities, substitutions, the right to sign."""

from core.actors import Actor
from core.policies import ALLOWED, Decision, denied
from staff.actors import staff_user
from staff.models import Role, Substitution, User

MANAGERS = frozenset({Role.HEAD, Role.ADMIN})
HANDLERS = frozenset({Role.CASEWORKER, Role.HEAD})


def can_manage_team(actor: Actor) -> Decision:
    """Handing over districts, granting and ending Zeichnungsbefugnisse: the head and the administration."""
    user = _office(actor)
    if user is None:
        return denied("Bitte melden Sie sich mit einem Konto des Landespräventionsrats an.")
    if user.role in MANAGERS:
        return ALLOWED
    return denied("Das können nur die Leitung und die Administration. Bitte wenden Sie sich dorthin.")


def can_enter_substitution(actor: Actor) -> Decision:
    """Everyone of the office for the own absence; ``absent_people`` tells for whom."""
    if _office(actor) is None:
        return denied("Bitte melden Sie sich mit einem Konto des Landespräventionsrats an.")
    return ALLOWED


def can_end_substitution(actor: Actor, substitution: Substitution) -> Decision:
    """The head, the administration and who is absent; the substitute asks one of them."""
    decision = can_manage_team(actor)
    if decision or staff_user(actor) == substitution.absent:
        return ALLOWED
    return denied("Beenden können das nur die abwesende Person, die Leitung und die Administration.")


def absent_people(actor: Actor) -> "list[User]":
    """Whose absence ``actor`` may enter: everyone who handles communes, or only oneself."""
    people = list(User.objects.filter(is_active=True, role__in=HANDLERS))
    return people if can_manage_team(actor) else [user for user in people if user == staff_user(actor)]


def _office(actor: Actor) -> User | None:
    user = staff_user(actor)
    return user if user is not None and user.is_active and user.is_office else None
