"""Mails: a row first, in the transaction of what caused it; a task composes and sends it, again when it fails."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from core.models.mail import OutgoingMessage
from core.tasks import deliver_message

STUCK_AFTER = timedelta(minutes=10)


def queue_mail(kind: str, recipient: str, subject: models.Model | None) -> OutgoingMessage:
    """Put a mail about ``subject``, if it is about anything known here, on its way, in the caller's transaction."""
    message = OutgoingMessage.objects.create(
        kind=kind,
        recipient=recipient,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        due_at=timezone.now(),
    )
    deliver_message.enqueue(message.pk)
    return message


def follow_up(kind: str, message: OutgoingMessage, subject: models.Model) -> None:
    """Queue another mail to the recipient of ``message`` about ``subject``; once, however often that is composed."""
    known = OutgoingMessage.objects.filter(
        kind=kind,
        recipient=message.recipient,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
    )
    if not known.exists():
        queue_mail(kind, message.recipient, subject)


def queued_lately(kinds: Iterable[str], subject: models.Model, within: timedelta) -> bool:
    """Whether a mail of one of ``kinds`` about ``subject`` was put on its way in the time just gone."""
    return last_queued(kinds, subject, within) is not None


def last_queued(kinds: Iterable[str], subject: models.Model, within: timedelta | None = None) -> datetime | None:
    """When a mail of one of ``kinds`` about ``subject`` was put on its way last; ``within``: only of late.

    One that did not arrive or was not sent after all does not count.
    """
    mails = OutgoingMessage.objects.filter(
        kind__in=list(kinds), subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    ).exclude(state__in=[OutgoingMessage.State.FAILED, OutgoingMessage.State.OBSOLETE])
    if within is not None:
        mails = mails.filter(created_at__gt=timezone.now() - within)
    return mails.order_by("-created_at").values_list("created_at", flat=True).first()


def send_again(message: OutgoingMessage, recipient: str) -> None:
    """Try an undeliverable mail again, to a corrected address."""
    message.recipient = recipient
    message.state, message.attempts, message.problem = OutgoingMessage.State.QUEUED, 0, ""
    message.due_at = timezone.now()
    message.save()
    deliver_message.enqueue(message.pk)


def resume_stuck() -> int:
    """Enqueue again what is due or was left by a killed worker. Returns how many."""
    now = timezone.now()
    stuck = OutgoingMessage.objects.filter(state=OutgoingMessage.State.SENDING, due_at__lt=now - STUCK_AFTER)
    stuck.update(state=OutgoingMessage.State.QUEUED)
    due = OutgoingMessage.objects.filter(state=OutgoingMessage.State.QUEUED, due_at__lt=now).order_by("pk")
    for message in due:
        deliver_message.enqueue(message.pk)
    return len(due)
