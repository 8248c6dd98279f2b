"""Sending a message that is due: claimed under a lock, composed, sent, tried again later when it fails."""

import logging
from datetime import timedelta
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from core.composing import ComposedMail, NotYetError, compose
from core.failpoints import failpoint
from core.mail_messages import QUOTED_PRINTABLE, UnsendableError, encoded, from_portal
from core.models.mail import OutgoingMessage

logger = logging.getLogger(__name__)

NO_UMLAUTS = (
    "Vor dem @ stehen Umlaute oder andere besondere Buchstaben; der Mailserver nimmt solche Adressen nicht. "
    "Bitte nennen Sie eine Adresse ohne sie."
)
LONGEST_PROBLEM = 300
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


def deliver(message_id: int) -> None:
    """Send one message if it is due. Safe to call twice and from two workers; never raises for a mail's failure."""
    message = _claim(message_id)
    if message is None:
        return
    failpoint("mail.claimed")
    try:
        recipient = encoded(message.recipient)
        with transaction.atomic():
            mail = compose(message)
        failpoint("mail.composed")
        if mail is None:
            _finish(message, OutgoingMessage.State.OBSOLETE)
            return
        _send(recipient, mail)
        failpoint("mail.sent")
    except NotYetError:
        _wait(message)
    except UnsendableError as refusal:
        _finish(message, OutgoingMessage.State.FAILED, str(refusal))
    except SMTPNotSupportedError:
        _finish(message, OutgoingMessage.State.FAILED, NO_UMLAUTS)
    except SMTPRecipientsRefused as refusal:
        logger.warning("mail %s refused: %s", message.pk, type(refusal).__name__)
        _finish(message, OutgoingMessage.State.FAILED, "Die Adresse wurde vom Mailserver abgelehnt.")
    except Exception as error:
        # Whatever fails here must leave the row in a state of ours; the class name holds no secret.
        logger.exception("mail %s failed", message.pk)
        _retry_later(message, f"Versand gescheitert ({type(error).__name__}).")
    else:
        _finish(message, OutgoingMessage.State.SENT)


def _claim(message_id: int) -> OutgoingMessage | None:
    with transaction.atomic():
        message = (
            OutgoingMessage.objects.select_for_update(skip_locked=True)
            .filter(pk=message_id, state=OutgoingMessage.State.QUEUED, due_at__lte=timezone.now())
            .first()
        )
        if message is None:
            return None
        message.state = OutgoingMessage.State.SENDING
        message.attempts += 1
        message.due_at = timezone.now()
        message.save()
        return message


def _send(recipient: str, mail: ComposedMail) -> None:
    email = EmailMultiAlternatives(
        mail.subject, mail.text, from_email=from_portal(mail.sender), to=[recipient], reply_to=mail.answer_to
    )
    email.encoding = QUOTED_PRINTABLE
    email.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments:
        email.attach(attachment.name, attachment.data, attachment.media_type)
    email.send()


def _finish(message: OutgoingMessage, state: OutgoingMessage.State, problem: str = "") -> None:
    message.state, message.problem, message.due_at = state, problem[:LONGEST_PROBLEM], None
    message.sent_at = timezone.now() if state == OutgoingMessage.State.SENT else None
    message.save()


def _wait(message: OutgoingMessage) -> None:
    message.state, message.attempts = OutgoingMessage.State.QUEUED, message.attempts - 1
    message.due_at = timezone.now() + WAITS[0]
    message.save()


def _retry_later(message: OutgoingMessage, problem: str) -> None:
    if message.attempts > len(WAITS):
        _finish(message, OutgoingMessage.State.FAILED, problem)
        return
    message.state, message.problem = OutgoingMessage.State.QUEUED, problem
    message.due_at = timezone.now() + WAITS[message.attempts - 1]
    message.save()
