"""What the coach is told by mail, and what the office sees when it does not arrive."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings
from django.utils import timezone

from coaching import transitions
from coaching.models import Engagement
from core.models import OutgoingMessage
from staff.actors import StaffActor
from tests.coaching.test_office import plan
from tests.factories.coaching import CoachFactory, InForceFactory, planned, running
from tests.factories.communes import ResponsibilityFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


class MailServerRefuses(BaseEmailBackend):
    """What a mail server does with an address that does not exist."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})


@pytest.fixture
def desk(client):
    agreement = InForceFactory()
    ResponsibilityFactory(district=agreement.commune.district)
    client.force_login(agreement.commune.responsible_on(timezone.localdate()))
    client.address = f"/coaching/neu/?vereinbarung={agreement.reference}"
    return client


def test_the_coach_learns_of_a_planned_engagement_and_nothing_internal(desk, run_tasks):
    coach = CoachFactory()
    assert desk.post(desk.address, plan(coach)).status_code == 302
    run_tasks()
    [message] = mail.outbox
    engagement = Engagement.objects.get()
    assert message.to == [coach.user.email]
    assert engagement.commune.full_name in message.body
    assert "6,5 Tage" in message.body
    assert "Haushaltsvorbehalt" in message.body
    assert f"http://testserver/coaching/{engagement.pk}/" in message.body


def test_an_engagement_that_changes_hands_tells_the_new_coach_only(client, run_tasks):
    engagement = planned()
    client.force_login(engagement.prepared_by)
    coach = CoachFactory()
    address = f"/coaching/{engagement.pk}/bearbeiten/"
    assert client.post(address, plan(coach, granted_days="6")).status_code == 302
    assert client.post(address, plan(coach, granted_days="7", token=2)).status_code == 302
    run_tasks()
    assert [message.to for message in mail.outbox] == [[coach.user.email]]


def test_the_coach_learns_that_an_engagement_was_broken_off(run_tasks):
    engagement = running()
    transitions.break_off(
        engagement, actor=StaffActor(engagement.prepared_by), on=timezone.localdate(), reason="Haushalt"
    )
    run_tasks()
    [message] = mail.outbox
    assert message.to == [engagement.coach.user.email]
    assert "abgebrochen" in message.subject
    assert "Haushalt" not in message.body


def test_a_mail_that_did_not_arrive_shows_on_the_page_of_the_office_alone(client, desk, run_tasks):
    coach = CoachFactory()
    desk.post(desk.address, plan(coach))
    with override_settings(EMAIL_BACKEND=f"{__name__}.MailServerRefuses"):
        run_tasks()
    assert OutgoingMessage.objects.get().state == "failed"
    address = Engagement.objects.get().get_absolute_url()
    assert "Eine E-Mail an den Coach kam nicht an" in page(desk, address)
    client.force_login(coach.user)
    assert "kam nicht an" not in page(client, address)
