"""Who is in charge of a commune today: the responsible caseworker, or who stands in (domain rules 19 and 20).

This is the one place that knows. Views make the actor with ``actor_for``; policies ask ``is_in_charge``, which
refuses a substitute whose actor does not say for whom: nothing enters the journal without its "i. V. für". What is
about several communes is asked, and recorded, for each of them by its own actor (``towards``).
"""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from communes.models import Commune, Responsibility, Task
from core.actors import Actor
from staff.actors import StaffActor
from staff.models import User
from staff.requests import staff_of
from staff.standing_in import Absences, heads, stands_in_for


def actor_for(request: HttpRequest, commune: Commune) -> StaffActor:
    """The signed-in person as an actor towards ``commune``; a substitute acts for who is responsible."""
    return staff_actor(staff_of(request), commune)


def staff_actor(user: User, commune: Commune) -> StaffActor:
    """As ``actor_for``, where there is no request."""
    return StaffActor(user, acting_for=stood_in_for_at(commune, user, timezone.localdate()))


def towards(actor: Actor, commune: Commune) -> Actor:
    """The same person as an actor towards ``commune``: one may act for somebody here and for another one there."""
    return staff_actor(actor.user, commune) if isinstance(actor, StaffActor) else actor


def actor_for_task(request: HttpRequest, task: Task) -> StaffActor:
    """As ``actor_for`` the task's commune; who acts for nobody there may stand in for whose task it is."""
    actor = actor_for(request, task.commune)
    if actor.acting_for is not None or actor.user == task.assigned_to:
        return actor
    stands_in = stands_in_for(actor.user, task.assigned_to, timezone.localdate())
    in_charge = task.commune.responsible_on(timezone.localdate()) == actor.user
    return StaffActor(actor.user, acting_for=task.assigned_to) if stands_in and not in_charge else actor


def stood_in_for_at(commune: Commune, user: User, day: date) -> User | None:
    """Who was responsible for ``commune`` on ``day`` if ``user`` stood in for that person then."""
    responsible = commune.responsible_on(day)
    if responsible is None or responsible == user or not stands_in_for(user, responsible, day):
        return None
    return responsible


def is_in_charge(actor: Actor, responsible: User | None) -> bool:
    """Whether ``actor`` is ``responsible``, or says to act for that person and is a substitute today."""
    if not isinstance(actor, StaffActor) or responsible is None:
        return False
    if actor.user == responsible:
        return True
    return actor.acting_for == responsible and stands_in_for(actor.user, responsible, timezone.localdate())


def in_charge_today(commune: Commune) -> list[User]:
    """Whom to tell what happened with ``commune``: the responsible person and who acts today, else the heads."""
    responsible = commune.responsible_on(timezone.localdate())
    acting = _acting(responsible)
    told = [user for user in (responsible, acting) if user is not None and user.is_active]
    return list(dict.fromkeys(told if acting is not None else [*told, *heads()]))


def contact_today(commune: Commune) -> User | None:
    """Whom the commune calls or replies to today: who acts, else a head, else who would be responsible."""
    responsible = commune.responsible_on(timezone.localdate())
    return _acting(responsible) or next(iter(heads()), responsible)


def today_in_words(responsible: User) -> str:
    """Who acts for ``responsible`` today, German, for a page that names that person; empty when nobody has to."""
    acting = _acting(responsible)
    if acting is None:
        return "heute nicht da und von niemandem vertreten: Es handelt die Leitung"
    return f"heute vertreten durch {acting.full_name}" if acting != responsible else ""


def stood_in_for(user: User, day: date) -> dict[str, User]:
    """By key of the district: for whom ``user`` acts there on ``day``. Two queries, whatever they hold."""
    absent = [row.absent_id for row in Absences.on(day).stood_in_for_by(user)]
    found = Responsibility.objects.on(day).filter(user__in=absent).select_related("user")
    return {responsibility.district_id: responsibility.user for responsibility in found}


def _acting(responsible: User | None) -> User | None:
    return Absences.on(timezone.localdate()).who_acts_for(responsible) if responsible is not None else None
