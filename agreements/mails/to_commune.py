"""Mails to who signs for the commune. Composed when they are sent, so links and codes live in the mail alone."""

from django.utils import timezone

from agreements.mails.composing import about_agreement, asked_question, compose, recorded_signature, words_of
from agreements.mails.gist import gist_of
from agreements.models import Invitation, PreAgreement, SigningCode
from agreements.text.addresses import check_url, link_url
from core import files
from core.composing import Attachment, ComposedMail, mail_kind
from core.models import OutgoingMessage


@mail_kind("agreements.invitation")
def invitation(message: OutgoingMessage) -> ComposedMail | None:
    """The link to sign; each sending mints a token of its own, links sent before work on."""
    return _with_link(
        message, "invitation", "{} zur Unterzeichnung", changed="Geänderte Fassung: {} zur Unterzeichnung"
    )


@mail_kind("agreements.reminder")
def reminder(message: OutgoingMessage) -> ComposedMail | None:
    """The link once more, with a new token; not wanted any more once somebody answered or paused the reminders."""
    paused = PreAgreement.objects.filter(versions__invitations=int(message.subject_id), reminders_paused=True)
    if paused.exists():
        return None
    return _with_link(
        message,
        "reminder",
        "Erinnerung: {} zur Unterzeichnung",
        changed="Erinnerung: geänderte Fassung der {} zur Unterzeichnung",
    )


def _with_link(message: OutgoingMessage, template: str, subject: str, *, changed: str) -> ComposedMail | None:
    """``changed``: the subject where the commune knows a version that reads differently."""
    found = Invitation.objects.select_related("office_holder__commune", "version__agreement__commune__district").get(
        pk=message.subject_id
    )
    if not _leads_to_signing(found):
        return None
    agreement = found.version.agreement
    gist = gist_of(found.version)
    return compose(
        message,
        template,
        (changed if gist.former else subject).format(f"{agreement.noun} {agreement.reference}"),
        agreement=agreement,
        greeting=found.office_holder.greeting,
        holder=found.office_holder,
        link=link_url(found.mint_token()),
        channel=found.code_channel,
        until=timezone.localtime(found.expires_at),
        gist=gist,
    )


def _leads_to_signing(invitation: Invitation) -> bool:
    return invitation.state == Invitation.State.OPEN and not invitation.is_expired(timezone.now())


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


@mail_kind("agreements.receipt_copy")
def receipt_copy(message: OutgoingMessage) -> ComposedMail | None:
    """To an address that the mayor named: the same facts; the signed file only once both have signed (rule 9)."""
    signature = recorded_signature(message)
    agreement, final = signature.version.agreement, signature.version.final_file
    attached = (Attachment(f"{agreement.reference}-unterzeichnet.pdf", files.read(final)),) if final else ()
    return compose(
        message,
        "receipt_copy",
        f"Kopie des Belegs zur {agreement.noun} {agreement.reference}",
        attachments=attached,
        signature=signature,
        agreement=agreement,
        signed_file=final,
        check_url=check_url(signature.version.check_code),
    )


@mail_kind("agreements.answer")
def answer(message: OutgoingMessage) -> ComposedMail | None:
    """To who asked, with a link to sign, of its own as each mail's; those sent before work on.

    It goes where the invitation went and nowhere else: anyone who moved the address since does not move it with
    an answer (signing rules 1 and 20).
    """
    asked = asked_question(message)
    invited = asked.invitation
    is_open = _leads_to_signing(invited)
    same_address = message.recipient.casefold() == invited.recipient.casefold()
    return compose(
        message,
        "answer",
        f"Antwort auf Ihre Frage zur {asked.agreement.noun} {asked.agreement.reference}",
        greeting=invited.office_holder.greeting,
        question=asked,
        agreement=asked.agreement,
        until=timezone.localtime(invited.expires_at) if is_open else None,
        link=link_url(invited.mint_token()) if is_open and same_address else "",
        contact=asked.answered_by,
    )


@mail_kind("agreements.question_received")
def question_received(message: OutgoingMessage) -> ComposedMail | None:
    """To who asked: the question has arrived. Nothing where the answer was faster."""
    asked = asked_question(message)
    if asked.answered_at is not None:
        return None
    return compose(
        message,
        "question_received",
        f"Ihre Frage zur {asked.agreement.noun} {asked.agreement.reference} ist angekommen",
        greeting=asked.invitation.office_holder.greeting,
        question=asked,
        agreement=asked.agreement,
        until=timezone.localtime(asked.invitation.expires_at) if _leads_to_signing(asked.invitation) else None,
    )


@mail_kind("agreements.change_wish_received")
def change_wish_received(message: OutgoingMessage) -> ComposedMail | None:
    """To who wished for another text: the wish has arrived, and what comes next."""
    words = words_of(message, "preagreement.request_change")
    return about_agreement(
        message, "change_wish_received", "Ihr Änderungswunsch zur {noun} {} ist angekommen", words=words
    )


@mail_kind("agreements.refusal_received")
def refusal_received(message: OutgoingMessage) -> ComposedMail | None:
    """To who does not want to sign: that has arrived."""
    words = words_of(message, "preagreement.decline")
    return about_agreement(message, "refusal_received", "Sie haben die {noun} {} nicht unterzeichnet", words=words)


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
