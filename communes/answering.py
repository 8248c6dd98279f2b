"""Who stands behind an external mail, and whom a reply reaches: the caseworker, not the portal's own mailbox."""

from collections.abc import Iterable
from contextlib import suppress

from communes.models import Commune
from communes.responsibility import contact_today, in_charge_today
from core.mail_messages import UnsendableError, named
from staff.models import User
from staff.roles import OFFICE


def who_answers(commune: Commune, recipient: str) -> tuple[str, ...]:
    """For Reply-To of a mail about ``commune``: who is in charge today and who stands in, with their names.

    Empty for a ``recipient`` of the office, who knows whom to ask.
    """
    return answers_of(in_charge_today(commune), recipient)


def who_writes(commune: Commune, recipient: str) -> User | None:
    """Whose name a mail about ``commune`` bears, and who helps; None for a ``recipient`` of the office."""
    return None if of_the_office(recipient) else contact_today(commune)


def of_the_office(address: str) -> bool:
    """Whether ``address`` is that of an account of the office."""
    return User.objects.filter(email__iexact=address, role__in=OFFICE).exists()


def answers_of(people: Iterable[User], recipient: str) -> tuple[str, ...]:
    """As ``who_answers``, for ``people`` chosen otherwise."""
    if of_the_office(recipient):
        return ()
    found = []
    for user in people:
        with suppress(UnsendableError):
            found.append(named(user.full_name, user.email))
    return tuple(found)
