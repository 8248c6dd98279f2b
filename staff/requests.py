"""The signed-in person behind a request."""

from django.http import Http404, HttpRequest

from staff.actors import StaffActor
from staff.models import User


def staff_of(request: HttpRequest) -> User:
    """The account of ``request``; the sign-in middleware has let no anonymous one through."""
    assert isinstance(request.user, User)
    return request.user


def actor_of(request: HttpRequest) -> StaffActor:
    """The signed-in person as an actor in what belongs to no commune; else ask ``communes.responsibility``."""
    return StaffActor(staff_of(request))


def office_actor_of(request: HttpRequest) -> StaffActor:
    """As ``actor_of``, on the office's own pages: a coach finds nothing there."""
    actor = actor_of(request)
    if not actor.user.is_office:
        raise Http404
    return actor
