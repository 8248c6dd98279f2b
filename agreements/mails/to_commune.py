"""Mails to who signs for the commune. Composed when they are sent, so links and codes live in the mail alone."""

from django.utils import timezone

from agreements.mails.composing import about_agreement, asked_question, compose, recorded_signature
from agreements.models import Invitation, PreAgreement, SigningCode
from agreements.text.addresses import check_url, link_url
from communes.responsibility import contact_today
from core.composing import ComposedMail, mail_kind
from core.models import OutgoingMessage


@mail_kind("agreements.invitation")
def invitation(message: OutgoingMessage) -> ComposedMail | None:
    """The link to sign; each sending mints a token of its own, links sent before work on."""
    return _with_link(message, "invitation", "{} zur Unterzeichnung")


@mail_kind("agreements.reminder")
def reminder(message: OutgoingMessage) -> ComposedMail | None:
    """The link once more, with a new token; not wanted any more once somebody answered or paused the reminders."""
    paused = PreAgreement.objects.filter(versions__invitations=int(message.subject_id), reminders_paused=True)
    if paused.exists():
        return None
    return _with_link(message, "reminder", "Erinnerung: {} zur Unterzeichnung")


def _with_link(message: OutgoingMessage, template: str, subject: str) -> ComposedMail | None:
    found = Invitation.objects.select_related("office_holder__commune", "version__agreement__commune__district").get(
        pk=message.subject_id
    )
    if found.state != Invitation.State.OPEN or found.is_expired(timezone.now()):
        return None
    agreement = found.version.agreement
    return compose(
        message,
        template,
        subject.format(f"{agreement.noun} {agreement.reference}"),
        agreement=agreement,
        greeting=found.office_holder.greeting,
        holder=found.office_holder,
        link=link_url(found.mint_token()),
        channel=found.code_channel,
        until=timezone.localtime(found.expires_at),
        contact=contact_today(agreement.commune),
    )


@mail_kind("agreements.code")
def code(message: OutgoingMessage) -> ComposedMail | None:
    """Six digits for ten minutes; each sending mints a new code."""
    found = SigningCode.objects.select_related("invitation__version__agreement").get(pk=message.subject_id)
    invited = found.invitation
    if found.used_at is not None or invited.state != Invitation.State.OPEN:
        return None
    return compose(
        message, "code", "Ihr Code zum Unterzeichnen", code=found.mint(), agreement=invited.version.agreement
    )


@mail_kind("agreements.receipt")
def receipt(message: OutgoingMessage) -> ComposedMail | None:
    """To the mayor: that the signature arrived and what comes next."""
    signature = recorded_signature(message)
    return compose(
        message,
        "receipt",
        f"Sie haben die {signature.version.agreement.noun} {signature.version.agreement.reference} unterzeichnet",
        signature=signature,
        agreement=signature.version.agreement,
        greeting=signature.office_holder.greeting if signature.office_holder else "Guten Tag,",
        check_url=check_url(signature.version.check_code),
    )


@mail_kind("agreements.answer")
def answer(message: OutgoingMessage) -> ComposedMail | None:
    """To who asked. Without a link: the one from the invitation still works."""
    asked = asked_question(message)
    invited = asked.invitation
    open_until = invited.expires_at if invited.state == Invitation.State.OPEN else None
    return compose(
        message,
        "answer",
        f"Antwort auf Ihre Frage zur {asked.agreement.noun} {asked.agreement.reference}",
        greeting=invited.office_holder.greeting,
        question=asked,
        agreement=asked.agreement,
        until=open_until and timezone.localtime(open_until),
        contact=asked.answered_by,
    )


@mail_kind("agreements.expired_for_commune")
def expired_for_commune(message: OutgoingMessage) -> ComposedMail | None:
    """To who was to sign: the link's time is over, what comes next. Nothing once a new version was sent."""
    agreement = PreAgreement.objects.get(pk=message.subject_id)
    if agreement.status not in {PreAgreement.Status.EXPIRED, PreAgreement.Status.DRAFT}:
        return None
    return about_agreement(message, "expired_for_commune", "{noun} {}: Die Frist zur Unterzeichnung ist abgelaufen")


@mail_kind("agreements.withdrawn")
def withdrawn(message: OutgoingMessage) -> ComposedMail | None:
    """To the commune: the LPR took the agreement back."""
    return about_agreement(message, "withdrawn", "{noun} {} wurde zurückgezogen")
