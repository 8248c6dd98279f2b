"""Mails to the office: what the commune did or asks, and what a colleague has to look at."""

from django.urls import reverse

from agreements.mails.composing import about_agreement, asked_question, compose, recorded_signature
from agreements.models import Invitation, PreAgreement
from agreements.text.addresses import absolute
from core.composing import ComposedMail, mail_kind
from core.models import OutgoingMessage


@mail_kind("agreements.call_requested")
def call_requested(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: somebody waits for a call with the code. Nothing if it was read out meanwhile."""
    found = Invitation.objects.select_related("office_holder__commune", "version__agreement__commune").get(
        pk=message.subject_id
    )
    if found.state != Invitation.State.OPEN or found.call_requested_at is None:
        return None
    agreement = found.version.agreement
    return compose(
        message,
        "call_requested",
        f"{agreement.reference}: bitte anrufen und den Code vorlesen",
        agreement=agreement,
        holder=found.office_holder,
        link=absolute(reverse("agreement-code", args=[agreement.reference])),
    )


@mail_kind("agreements.help_requested")
def help_requested(message: OutgoingMessage) -> ComposedMail:
    """To the caseworker: who got the link is stuck and asks for a call, also about a link that is over."""
    found = Invitation.objects.select_related("office_holder__commune", "version__agreement__commune").get(
        pk=message.subject_id
    )
    agreement = found.version.agreement
    return compose(
        message,
        "help_requested",
        f"{agreement.reference}: bitte anrufen",
        agreement=agreement,
        holder=found.office_holder,
        invitation=found,
        link=absolute(agreement.get_absolute_url()),
    )


@mail_kind("agreements.question")
def question(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: the mayor asks. Nothing once it is answered."""
    asked = asked_question(message)
    if asked.answered_at is not None:
        return None
    return compose(
        message,
        "question",
        f"{asked.agreement.reference}: Frage der Kommune",
        question=asked,
        agreement=asked.agreement,
        link=absolute(reverse("agreement-answer", args=[asked.agreement.reference, asked.pk])),
    )


@mail_kind("agreements.change_requested")
def change_requested(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: the commune wants another text."""
    return about_agreement(message, "change_requested", "{}: Die Kommune wünscht eine Änderung")


@mail_kind("agreements.declined")
def declined(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: the commune said no."""
    return about_agreement(message, "declined", "{}: Die Kommune möchte nicht unterzeichnen")


@mail_kind("agreements.expired")
def expired(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: nobody signed in time."""
    return about_agreement(message, "expired", "{}: Die Frist zur Unterzeichnung ist abgelaufen")


@mail_kind("agreements.commune_signed")
def commune_signed(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: the countersignature is next."""
    agreement = recorded_signature(message).version.agreement
    if agreement.status != PreAgreement.Status.COMMUNE_SIGNED:
        return None
    return compose(
        message,
        "commune_signed",
        f"{agreement.reference}: unterzeichnet, wartet auf Gegenzeichnung",
        agreement=agreement,
        link=absolute(agreement.get_absolute_url()),
    )


@mail_kind("agreements.scan_rejected")
def scan_rejected(message: OutgoingMessage) -> ComposedMail | None:
    """To who uploaded a scan: another person found that it does not show the version."""
    return about_agreement(message, "scan_rejected", "{}: Der Scan wurde verworfen")


@mail_kind("agreements.paper_recorded")
def paper_recorded(message: OutgoingMessage) -> ComposedMail | None:
    """To the heads: one person recorded what is said to have been signed on paper, and nobody had to confirm it."""
    return about_agreement(message, "paper_recorded", "{}: auf Papier geschlossene Vereinbarung erfasst")
