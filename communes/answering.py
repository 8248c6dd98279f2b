"""Whom a reply to an external mail reaches: the caseworker in charge, not the portal's own mailbox."""

from collections.abc import Iterable
from contextlib import suppress

from communes.models import Commune
from communes.responsibility import in_charge_today
from core.mail_messages import UnsendableError, named
from staff.models import User
from staff.roles import OFFICE


def who_answers(commune: Commune, recipient: str) -> tuple[str, ...]:
    """For Reply-To of a mail about ``commune``: who is in charge today and who stands in, with their names.

    Empty for a ``recipient`` of the office, who knows whom to ask.
    """
    return answers_of(in_charge_today(commune), recipient)


def answers_of(people: Iterable[User], recipient: str) -> tuple[str, ...]:
    """As ``who_answers``, for ``people`` chosen otherwise."""
    if User.objects.filter(email__iexact=recipient, role__in=OFFICE).exists():
        return ()
    found = []
    for user in people:
        with suppress(UnsendableError):
            found.append(named(user.full_name, user.email))
    return tuple(found)
