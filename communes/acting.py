"""Who is in charge of a commune today: the responsible caseworker, or who stands in (domain rules 19 and 20).

This is the one place that knows. Views make the actor with ``actor_for``; policies ask ``is_in_charge``, which
refuses a substitute whose actor does not say for whom: nothing enters the journal without its "i. V. für".
"""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from communes.models import Commune, Responsibility
from core.actors import Actor
from staff.actors import StaffActor
from staff.models import Substitution, User
from staff.requests import staff_of


def actor_for(request: HttpRequest, commune: Commune) -> StaffActor:
    """The signed-in person as an actor towards ``commune``; a substitute acts for who is responsible."""
    return staff_actor(staff_of(request), commune)


def staff_actor(user: User, commune: Commune) -> StaffActor:
    """As ``actor_for``, where there is no request."""
    return StaffActor(user, acting_for=stood_in_for_at(commune, user, timezone.localdate()))


def stood_in_for_at(commune: Commune, user: User, day: date) -> User | None:
    """Who was responsible for ``commune`` on ``day`` if ``user`` stood in for that person then."""
    responsible = commune.responsible_on(day)
    if responsible is None or responsible == user or not user.stands_in_for(responsible, day):
        return None
    return responsible


def is_in_charge(actor: Actor, responsible: User | None) -> bool:
    """Whether ``actor`` is ``responsible``, or says to act for that person and is the substitute today."""
    if not isinstance(actor, StaffActor) or responsible is None:
        return False
    if actor.user == responsible:
        return True
    return actor.acting_for == responsible and actor.user.stands_in_for(responsible, timezone.localdate())


def in_charge_today(commune: Commune) -> list[User]:
    """Whom to tell what happened with ``commune``: the responsible person and, today, the substitute."""
    today = timezone.localdate()
    responsible = commune.responsible_on(today)
    return [user for user in (responsible, substitute_of(responsible, today)) if user is not None]


def substitute_of(user: User | None, day: date) -> User | None:
    """Who stands in for ``user`` on ``day``, if anyone does."""
    if user is None:
        return None
    found = user.absences.on(day).select_related("substitute").first()
    return found.substitute if found else None


def stood_in_for(user: User, day: date) -> dict[str, User]:
    """By key of the district: for whom ``user`` acts there on ``day``. Two queries, whatever they hold."""
    absent = Substitution.objects.on(day).filter(substitute=user).order_by().values("absent")
    found = Responsibility.objects.on(day).filter(user__in=absent).select_related("user")
    return {responsibility.district_id: responsibility.user for responsibility in found}
