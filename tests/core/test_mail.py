"""Mails: a row first, sent once, tried again, no secret in a row."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from agreements.models import Invitation, SentLink
from core import delivery, mail
from core.models import OutgoingMessage
from tests.factories.ready_agreements import issued

pytestmark = pytest.mark.django_db
State = OutgoingMessage.State


@pytest.fixture
def message() -> OutgoingMessage:
    issued()
    return OutgoingMessage.objects.get(kind="agreements.invitation")


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(_self, _messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_a_mail_is_sent_once_however_often_its_task_runs(message):
    delivery.deliver(message.pk)
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)
    assert len(outbox.outbox) == 1


def test_a_failing_server_is_tried_again_with_a_new_token(message, monkeypatch):
    with monkeypatch.context() as broken:
        fail_with(broken, ConnectionRefusedError())
        delivery.deliver(message.pk)
    message.refresh_from_db()
    first = SentLink.objects.get()
    assert message.state == State.QUEUED
    assert message.due_at > timezone.now()
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        assert mail.resume_stuck() == 1
        delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.state == State.SENT
    assert SentLink.objects.latest("pk").token_hash != first.token_hash


def test_after_five_tries_it_is_undeliverable(message, monkeypatch):
    fail_with(monkeypatch, ConnectionRefusedError())
    moment = timezone.now()
    for _try in range(6):
        moment += timedelta(hours=2)
        with time_machine.travel(moment, tick=True):
            delivery.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.FAILED, 5)


def test_a_refused_address_is_undeliverable_at_once_and_can_be_corrected(message, monkeypatch):
    with monkeypatch.context() as broken:
        fail_with(broken, SMTPRecipientsRefused({}))
        delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.state == State.FAILED
    mail.send_again(message, "richtig@musterstadt.example")
    delivery.deliver(message.pk)
    assert outbox.outbox[0].to == ["richtig@musterstadt.example"]


def test_a_killed_worker_does_not_lose_the_mail(message):
    long_ago = timezone.now() - timedelta(minutes=11)
    OutgoingMessage.objects.filter(pk=message.pk).update(state=State.SENDING, due_at=long_ago)
    assert mail.resume_stuck() == 1
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.state == State.SENT


def test_a_mail_about_a_revoked_invitation_is_not_sent(message):
    Invitation.objects.update(state=Invitation.State.REVOKED)
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.state == State.OBSOLETE
    assert outbox.outbox == []
