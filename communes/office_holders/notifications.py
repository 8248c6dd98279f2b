"""The mails about office holders: to the address known before, or to the office. None holds the new address."""

from typing import Any

from django.apps import apps

from communes.answering import answers_of, who_writes
from communes.models import Commune, OfficeHolder
from communes.office_holders.telling import changed_ways, labels, people_to_call
from core.composing import ComposedMail, compose_from, mail_kind
from core.models import OutgoingMessage


@mail_kind("communes.holder_changed")
def holder_changed(message: OutgoingMessage) -> ComposedMail | None:
    """To the address that was known: what was changed, not into what, and whom to call."""
    return _about(message, "holder_changed", "Geänderte Angaben zu Ihrem Amt im ASSKomm-Portal")


@mail_kind("communes.holder_added")
def holder_added(message: OutgoingMessage) -> ComposedMail | None:
    """To who is or was in office: somebody new was recorded who may sign for the commune."""
    return _about(message, "holder_added", "Neue Amtsperson Ihrer Kommune im ASSKomm-Portal")


@mail_kind("communes.holder_changed_unheard")
def holder_changed_unheard(message: OutgoingMessage) -> ComposedMail | None:
    """To the office: nobody of the commune could be told."""
    return _about(message, "holder_changed_unheard", "Geänderte Amtsperson: bitte bei der Kommune nachfragen")


def _about(message: OutgoingMessage, template: str, subject: str) -> ComposedMail | None:
    history: Any = apps.get_model("communes", "OfficeHolderEvent")._default_manager
    state = history.filter(pk=message.subject_id).first()
    holder = OfficeHolder.objects.select_related("commune__district").filter(pk=state and state.pgh_obj_id).first()
    if holder is None:
        return None
    before = history.filter(pgh_obj_id=state.pgh_obj_id, pk__lt=state.pk).order_by("-pk").first()
    changed = changed_ways(before, state) if before else []
    commune = Commune.objects.filter(pk=before.commune_id if before else state.commune_id).first()
    people = people_to_call(holder)
    return compose_from(
        template,
        subject,
        answer_to=answers_of(people, message.recipient),
        holder=holder,
        commune=commune,
        changed=labels(changed),
        people=people,
        contact=who_writes(holder.commune, message.recipient),
    )
