"""Who is told when it changes who signs for a commune or how that person is reached (signing rule 20).

The address known before, since somebody who takes link and code for somebody else must first change the address. Where
there is none, the person responsible and the head, but not who made the change.
"""

from collections.abc import Iterable

from django.utils import timezone

from communes.models import OfficeHolder
from communes.models.offices import Office
from communes.responsibility import in_charge_today
from core.actors import Actor
from core.mail import queue_mail
from core.models import OutgoingMessage
from staff.models import User
from staff.standing_in import heads

# What decides who signs and how link and code come to that person; a letter's salutation decides nothing.
WAYS = (
    "commune",
    "office",
    "deputy_rank",
    "first_name",
    "last_name",
    "title",
    "email",
    "phone",
    "valid_from",
    "valid_until",
)


def changed_ways(former: object, now: object) -> list[str]:
    """The names of what differs, of two states of an office holder, rows or events of its history."""
    column = {"commune": "commune_id"}
    return [name for name in WAYS if _differs(former, now, column.get(name, name))]


def labels(names: Iterable[str]) -> list[str]:
    """What people call these fields, in the order of the form, of those that decide."""
    wanted = set(WAYS) & set(names)
    return [str(field.verbose_name) for field in OfficeHolder._meta.fields if field.name in wanted]


def tell_former_address(former: OfficeHolder) -> bool:
    """Tell who was known by the state before that it has changed. Returns False without an address."""
    if not former.email:
        return False
    _queue("communes.holder_changed", former.email, former)
    return True


def address_of_head(people: Iterable[OfficeHolder]) -> str:
    """Of a commune's office holders as they are stored: the address of the head in office, or of the last one."""
    heads = [person for person in people if person.office != Office.DEPUTY and person.email]
    return max(heads, key=lambda head: (head.valid_from, head.pk)).email if heads else ""


def tell_of_a_new_person(holder: OfficeHolder, head: str) -> bool:
    """Tell ``head``, an address of the commune, that ``holder`` is new beside or after. False without an address."""
    if not head:
        return False
    _queue("communes.holder_added", head, holder)
    return True


def tell_the_office(holder: OfficeHolder, actor: Actor) -> None:
    """Tell who is in charge and the heads, where the commune has no address; not who did it."""
    for user in sorted({*in_charge_today(holder.commune), *heads()}, key=lambda user: user.pk):
        if str(user.pk) != actor.actor_id:
            _queue("communes.holder_changed_unheard", user.email, holder)


def people_to_call(holder: OfficeHolder) -> list[User]:
    """Whom the commune asks whether that is right: the heads first, so that nobody confirms a change alone."""
    responsible = holder.commune.responsible_on(timezone.localdate())
    return list(dict.fromkeys([*heads(), *([responsible] if responsible is not None else [])]))


def _queue(kind: str, recipient: str, holder: OfficeHolder) -> OutgoingMessage:
    """About the newest state in the history, so that the mail says what that change was, whenever it is sent."""
    return queue_mail(kind, recipient, holder.events.order_by("-pgh_id").first())  # type: ignore[attr-defined]  # pghistory


def _differs(former: object, now: object, column: str) -> bool:
    return bool(getattr(former, column) != getattr(now, column))
