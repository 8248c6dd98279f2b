"""The mails about a notice of change. Composed when they are sent, so the link lives in the mail alone."""

from django.utils import timezone

from agreements.mails.composing import words_of
from agreements.models import ChangeNotice
from agreements.notices.text import NoticeText
from agreements.text.addresses import absolute, link_url
from communes.answering import who_answers, who_writes
from core import files
from core.composing import Attachment, ComposedMail, compose_from, mail_kind
from core.models import OutgoingMessage

Status = ChangeNotice.Status


@mail_kind("agreements.notice")
def link(message: OutgoingMessage) -> ComposedMail | None:
    """The link to confirm; each sending mints a token. Nothing where a newer mail carries one by now."""
    notice = _notice(message)
    wanted = notice.status == Status.OPEN and not notice.is_expired(timezone.now())
    newer = OutgoingMessage.objects.filter(
        kind=message.kind, subject_type=message.subject_type, subject_id=message.subject_id, pk__gt=message.pk
    )
    if not wanted or message.recipient != notice.recipient or newer.exists():
        return None
    return _mail(
        message,
        notice,
        "notice",
        "Bitte bestätigen: Änderungsmitteilung {}",
        greeting=notice.holder.greeting,
        link=link_url(notice.mint_token()),
        until=timezone.localtime(notice.expires_at),
    )


@mail_kind("agreements.notice_confirmed")
def confirmed(message: OutgoingMessage) -> ComposedMail | None:
    """To both sides: the wording in text form, with its PDF."""
    notice = _notice(message)
    if notice.file is None:
        return None
    return _mail(
        message,
        notice,
        "notice_confirmed",
        "Bestätigt: Änderungsmitteilung {}",
        attachments=(Attachment(f"{notice.reference}.pdf", files.read(notice.file)),),
        greeting=_greeting(notice, message),
    )


@mail_kind("agreements.notice_refused")
def refused(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: the commune did not confirm."""
    return _to_office(message, "notice_refused", "{}: Die Kommune hat die Änderungsmitteilung nicht bestätigt")


@mail_kind("agreements.notice_refusal_received")
def refusal_received(message: OutgoingMessage) -> ComposedMail | None:
    """To who did not confirm: that has arrived."""
    notice = _notice(message)
    return _mail(
        message,
        notice,
        "notice_refusal_received",
        "Sie haben die Änderungsmitteilung {} nicht bestätigt",
        greeting=_greeting(notice, message),
        words=words_of(message, "changenotice.refuse"),
    )


@mail_kind("agreements.notice_expired")
def expired(message: OutgoingMessage) -> ComposedMail | None:
    """To the caseworker: nobody confirmed in time."""
    return _to_office(message, "notice_expired", "{}: Die Frist zur Bestätigung ist abgelaufen")


@mail_kind("agreements.notice_help_requested")
def help_requested(message: OutgoingMessage) -> ComposedMail:
    """To the caseworker: who got the link is stuck and asks for a call."""
    return _to_office(message, "notice_help_requested", "{}: bitte anrufen")


@mail_kind("agreements.notice_withdrawn")
def withdrawn(message: OutgoingMessage) -> ComposedMail | None:
    """To the commune: there is nothing to confirm any more."""
    notice = _notice(message)
    subject = "Änderungsmitteilung {} ist gegenstandslos"
    if notice.status == Status.WITHDRAWN:
        subject = "Änderungsmitteilung {} wurde zurückgezogen"
    return _mail(message, notice, "notice_withdrawn", subject, greeting=_greeting(notice, message))


def _to_office(message: OutgoingMessage, template: str, subject: str) -> ComposedMail:
    notice = _notice(message)
    return _mail(message, notice, template, subject, link=absolute(notice.get_absolute_url()))


def _mail(
    message: OutgoingMessage,
    notice: ChangeNotice,
    template: str,
    subject: str,
    *,
    attachments: tuple[Attachment, ...] = (),
    **context: object,
) -> ComposedMail:
    commune = notice.agreement.commune
    return compose_from(
        template,
        subject.format(notice.reference),
        attachments,
        answer_to=who_answers(commune, message.recipient),
        notice=notice,
        text=NoticeText.from_dict(notice.content),
        agreement=notice.agreement,
        contact=who_writes(commune, message.recipient),
        **context,
    )


def _notice(message: OutgoingMessage) -> ChangeNotice:
    related = ("agreement__commune__district", "holder__commune", "file")
    return ChangeNotice.objects.select_related(*related).get(pk=message.subject_id)


def _greeting(notice: ChangeNotice, message: OutgoingMessage) -> str:
    """How to greet who was asked; empty for others, who get the usual greeting."""
    return notice.holder.greeting if message.recipient in {notice.recipient, notice.holder.email} else ""
