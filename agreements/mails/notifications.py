"""The mails of a pre-agreement. Composed when they are sent, so links and codes live in the mail alone."""

import logging

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from agreements.evidence.errors import EvidenceUnavailable
from agreements.evidence.sheets import evidence_of
from agreements.models import DocumentVersion, Invitation, PreAgreement, Question, Signature, SigningCode
from agreements.text.addresses import absolute, check_url, link_url
from agreements.text.state_words import in_force_text
from communes.answering import who_answers
from communes.responsibility import contact_today
from core import files
from core.composing import Attachment, ComposedMail, NotYetError, compose_from, mail_kind
from core.mail import follow_up
from core.models import OutgoingMessage

logger = logging.getLogger(__name__)


@mail_kind("agreements.invitation")
def invitation(message: OutgoingMessage) -> ComposedMail | None:
    """The link to sign; each sending mints a new token, the former link is dead."""
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
    return _mail(
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
    return _mail(message, "code", "Ihr Code zum Unterzeichnen", code=found.mint(), agreement=invited.version.agreement)


@mail_kind("agreements.call_requested")
def call_requested(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: somebody waits for a call with the code. Nothing if it was read out meanwhile."""
    found = Invitation.objects.select_related("office_holder__commune", "version__agreement__commune").get(
        pk=message.subject_id
    )
    if found.state != Invitation.State.OPEN or found.call_requested_at is None:
        return None
    agreement = found.version.agreement
    return _mail(
        message,
        "call_requested",
        f"{agreement.reference}: bitte anrufen und den Code vorlesen",
        agreement=agreement,
        holder=found.office_holder,
        link=absolute(reverse("agreement-code", args=[agreement.reference])),
    )


@mail_kind("agreements.receipt")
def receipt(message: OutgoingMessage) -> ComposedMail | None:
    """To the mayor: that the signature arrived and what comes next."""
    signature = _signature(message)
    return _mail(
        message,
        "receipt",
        f"Sie haben die {signature.version.agreement.noun} {signature.version.agreement.reference} unterzeichnet",
        signature=signature,
        agreement=signature.version.agreement,
        greeting=signature.office_holder.greeting if signature.office_holder else "Guten Tag,",
        check_url=check_url(signature.version.check_code),
    )


@mail_kind("agreements.commune_signed")
def commune_signed(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: the countersignature is next."""
    agreement = _signature(message).version.agreement
    if agreement.status != PreAgreement.Status.COMMUNE_SIGNED:
        return None
    return _mail(
        message,
        "commune_signed",
        f"{agreement.reference}: unterzeichnet, wartet auf Gegenzeichnung",
        agreement=agreement,
        link=absolute(agreement.get_absolute_url()),
    )


def _holds(agreement: PreAgreement) -> str:
    """For a subject: that it is in force, or signed and from when."""
    return f"ist unterzeichnet und {in_force_text(agreement)}" if agreement.begins_on else "ist in Kraft"


@mail_kind("agreements.in_force")
def in_force(message: OutgoingMessage) -> ComposedMail | None:
    """To both sides: the same signed file with the evidence sheet (signing rule 16); without it if it must wait."""
    version = _version(message)
    if version.final_file is None:
        return None
    attachments = [Attachment(f"{version.agreement.reference}-unterzeichnet.pdf", files.read(version.final_file))]
    try:
        attachments.append(_sheet(version))
    except EvidenceUnavailable:
        logger.warning("message %s goes without the evidence sheet, which follows", message.pk)
        follow_up("agreements.evidence", message, version)
    return _mail(
        message,
        "in_force",
        f"{version.agreement.noun} {version.agreement.reference} {_holds(version.agreement)}",
        attachments=tuple(attachments),
        greeting=_greeting(version.agreement, message),
        agreement=version.agreement,
        version=version,
        in_force=in_force_text(version.agreement),
        with_evidence=len(attachments) > 1,
        check_url=check_url(version.check_code),
    )


@mail_kind("agreements.evidence")
def evidence(message: OutgoingMessage) -> ComposedMail | None:
    """The evidence sheet on its own, when it could not go with the signed file; waits until it is made."""
    version = _version(message)
    try:
        sheet = _sheet(version)
    except EvidenceUnavailable as error:
        raise NotYetError from error
    return _mail(
        message,
        "evidence",
        f"Nachweis zur {version.agreement.noun} {version.agreement.reference}",
        attachments=(sheet,),
        greeting=_greeting(version.agreement, message),
        agreement=version.agreement,
        version=version,
        check_url=check_url(version.check_code),
    )


@mail_kind("agreements.paper_in_force")
def paper_in_force(message: OutgoingMessage) -> ComposedMail | None:
    """To both sides: the scan of what was signed by hand, as the common copy."""
    versions = DocumentVersion.objects.select_related("agreement__commune", "agreement__original__scan")
    version = versions.get(pk=message.subject_id)
    original = version.agreement.original
    if original is None or original.scan is None:
        return None
    return _mail(
        message,
        "paper_in_force",
        f"{version.agreement.noun} {version.agreement.reference} {_holds(version.agreement)}",
        attachments=(Attachment(f"{version.agreement.reference}-Scan.pdf", files.read(original.scan)),),
        greeting=_greeting(version.agreement, message),
        agreement=version.agreement,
        in_force=in_force_text(version.agreement),
        version=version,
        check_url=check_url(version.check_code),
    )


@mail_kind("agreements.paper_recorded")
def paper_recorded(message: OutgoingMessage) -> ComposedMail | None:
    """To the heads: one person recorded what is said to have been signed on paper, and nobody had to confirm it."""
    return _about_agreement(message, "paper_recorded", "{}: auf Papier geschlossene Vereinbarung erfasst")


@mail_kind("agreements.scan_rejected")
def scan_rejected(message: OutgoingMessage) -> ComposedMail | None:
    """To who uploaded a scan: another person found that it does not show the version."""
    return _about_agreement(message, "scan_rejected", "{}: Der Scan wurde verworfen")


@mail_kind("agreements.declined")
def declined(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: the commune said no."""
    return _about_agreement(message, "declined", "{}: Die Kommune möchte nicht unterzeichnen")


@mail_kind("agreements.change_requested")
def change_requested(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: the commune wants another text."""
    return _about_agreement(message, "change_requested", "{}: Die Kommune wünscht eine Änderung")


@mail_kind("agreements.question")
def question(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: the mayor asks. Nothing once it is answered."""
    asked = _question(message)
    if asked.answered_at is not None:
        return None
    return _mail(
        message,
        "question",
        f"{asked.agreement.reference}: Frage der Kommune",
        question=asked,
        agreement=asked.agreement,
        link=absolute(reverse("agreement-answer", args=[asked.agreement.reference, asked.pk])),
    )


@mail_kind("agreements.answer")
def answer(message: OutgoingMessage) -> ComposedMail | None:
    """To who asked. Without a link: the one from the invitation still works."""
    asked = _question(message)
    invited = asked.invitation
    open_until = invited.expires_at if invited.state == Invitation.State.OPEN else None
    return _mail(
        message,
        "answer",
        f"Antwort auf Ihre Frage zur {asked.agreement.noun} {asked.agreement.reference}",
        greeting=invited.office_holder.greeting,
        question=asked,
        agreement=asked.agreement,
        until=open_until and timezone.localtime(open_until),
        contact=asked.answered_by,
    )


@mail_kind("agreements.expired")
def expired(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: nobody signed in time."""
    return _about_agreement(message, "expired", "{}: Die Frist zur Unterzeichnung ist abgelaufen")


@mail_kind("agreements.expired_for_commune")
def expired_for_commune(message: OutgoingMessage) -> ComposedMail | None:
    """To who was to sign: the link's time is over, what comes next. Nothing once a new version was sent."""
    agreement = PreAgreement.objects.get(pk=message.subject_id)
    if agreement.status not in {PreAgreement.Status.EXPIRED, PreAgreement.Status.DRAFT}:
        return None
    return _about_agreement(message, "expired_for_commune", "{noun} {}: Die Frist zur Unterzeichnung ist abgelaufen")


@mail_kind("agreements.withdrawn")
def withdrawn(message: OutgoingMessage) -> ComposedMail | None:
    """To the commune: the LPR took the agreement back."""
    return _about_agreement(message, "withdrawn", "{noun} {} wurde zurückgezogen")


def _mail(
    message: OutgoingMessage,
    template: str,
    subject: str,
    attachments: tuple[Attachment, ...] = (),
    *,
    agreement: PreAgreement,
    **context: object,
) -> ComposedMail:
    """Every mail of this room: an answer from outside reaches who is in charge of the commune."""
    answer_to = who_answers(agreement.commune, message.recipient)
    return compose_from(template, subject, attachments, answer_to=answer_to, agreement=agreement, **context)


def _version(message: OutgoingMessage) -> DocumentVersion:
    return DocumentVersion.objects.select_related("agreement__commune", "final_file", "evidence_file").get(
        pk=message.subject_id
    )


def _sheet(version: DocumentVersion) -> Attachment:
    return Attachment(f"{version.agreement.reference}-nachweis.pdf", files.read(evidence_of(version)))


def _about_agreement(message: OutgoingMessage, template: str, subject: str) -> ComposedMail:
    agreement = PreAgreement.objects.select_related("commune").get(pk=message.subject_id)
    link = absolute(agreement.get_absolute_url())
    return _mail(
        message,
        template,
        subject.format(agreement.reference, noun=agreement.noun),
        greeting=_greeting(agreement, message),
        agreement=agreement,
        link=link,
        contact=contact_today(agreement.commune),
    )


def _greeting(agreement: PreAgreement, message: OutgoingMessage) -> str:
    """How to greet who signs for the commune (domain rule 25); empty for others, who get the usual greeting."""
    address = message.recipient
    invited = Invitation.objects.filter(version__agreement=agreement).select_related("office_holder__commune")
    found = invited.filter(Q(recipient=address) | Q(office_holder__email=address)).order_by("-pk").first()
    return found.office_holder.greeting if found else ""


def _question(message: OutgoingMessage) -> Question:
    related = ("agreement__commune", "invitation__office_holder__commune", "answered_by")
    return Question.objects.select_related(*related).get(pk=message.subject_id)


def _signature(message: OutgoingMessage) -> Signature:
    return Signature.objects.select_related("version__agreement__commune", "office_holder__commune").get(
        pk=message.subject_id
    )
