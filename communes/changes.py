"""Changing what is known of a commune: in one transaction with its entry in the journal."""

from communes.forms import OfficeHolderForm
from communes.models import OfficeHolder
from core import journal
from core.actors import Actor


def save_office_holder(form: OfficeHolderForm, *, actor: Actor) -> OfficeHolder:
    """Save a valid form. The journal tells which fields changed, not what they hold; no change, no entry."""
    holder: OfficeHolder = form.instance
    save_holder(holder, form.changed_data, actor=actor)
    return holder


def save_holder(holder: OfficeHolder, changed: list[str], *, actor: Actor) -> None:
    """Save a valid office holder. ``changed``: names of the fields; a new one has them all."""
    new = holder.pk is None
    if not new and not changed:
        return
    with journal.collected():
        holder.save()
        journal.record(
            key=holder.commune_id,
            kind="officeholder.created" if new else "officeholder.changed",
            subject=holder,
            actor=actor,
            data={} if new else {"fields": sorted(changed)},
        )


def change_address(holder: OfficeHolder, address: str, *, actor: Actor) -> None:
    """Give ``holder`` another mail address, with the entry a form would make; the same address changes nothing."""
    if holder.email == address:
        return
    with journal.collected():
        holder.email = address
        holder.full_clean(validate_constraints=False)
        holder.save(update_fields=["email"])
        journal.record(
            key=holder.commune_id,
            kind="officeholder.changed",
            subject=holder,
            actor=actor,
            data={"fields": ["email"]},
        )
