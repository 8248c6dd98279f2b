"""The signed-in person behind a request."""

from django.http import HttpRequest

from staff.actors import StaffActor
from staff.models import User


def staff_of(request: HttpRequest) -> User:
    """The account of ``request``; the sign-in middleware has let no anonymous one through."""
    assert isinstance(request.user, User)
    return request.user


def actor_of(request: HttpRequest) -> StaffActor:
    """The signed-in person as an actor."""
    return StaffActor(staff_of(request))
