"""Saving office holders: in one transaction with the entry in the journal and the mails that tell of it."""

from communes.models import OfficeHolder
from communes.office_holders.forms import OfficeHolderForm
from communes.office_holders.telling import (
    address_of_head,
    changed_ways,
    tell_former_address,
    tell_of_a_new_person,
    tell_the_office,
)
from core import journal
from core.actors import Actor


def save_office_holder(form: OfficeHolderForm, *, actor: Actor) -> OfficeHolder:
    """Save a valid form. The journal tells which fields changed, not what they hold; no change, no entry.

    Where nobody of the commune can be told by mail, the office is.
    """
    holder: OfficeHolder = form.instance
    with journal.collected():
        head = address_of_head(OfficeHolder.objects.filter(commune=holder.commune_id)) if holder.pk is None else ""
        if not save_holder(holder, form.changed_data, actor=actor, head=head):
            tell_the_office(holder, actor)
    return holder


def save_holder(holder: OfficeHolder, changed: list[str], *, actor: Actor, head: str) -> bool:
    """Save a valid office holder; every door that changes one comes through here.

    ``changed``: names of the fields; a new one has them all. The address known before is told (signing rule 20); of a
    new person ``head`` is, the address of the commune's head as it was known before, empty if there was none.
    Returns False if there was something to tell and no address to tell it to.
    """
    new = holder.pk is None
    if not new and not changed:
        return True
    with journal.collected():
        former = None if new else OfficeHolder.objects.select_for_update(of=("self",), no_key=True).get(pk=holder.pk)
        holder.save()
        # Moved to another commune by mistake or on purpose, it stands in the journals of both.
        for key in {holder.commune_id, former.commune_id if former else holder.commune_id}:
            journal.record(
                key=key,
                kind="officeholder.created" if new else "officeholder.changed",
                subject=holder,
                actor=actor,
                data={} if new else {"fields": sorted(changed)},
            )
        if former is None:
            return tell_of_a_new_person(holder, head)
        return tell_former_address(former) if changed_ways(former, holder) else True


def change_address(holder: OfficeHolder, address: str, *, actor: Actor) -> None:
    """Give ``holder`` another mail address, as the form would; the same address changes nothing."""
    if holder.email == address:
        return
    holder.email = address
    holder.full_clean(validate_constraints=False)
    with journal.collected():
        if not save_holder(holder, ["email"], actor=actor, head=""):
            tell_the_office(holder, actor)
