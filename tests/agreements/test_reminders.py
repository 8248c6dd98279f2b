"""Reminding the mayor: when, how often, what the mail says, and when it stops."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from agreements.ceremony import reminders
from agreements.models import Invitation, PreAgreement, Question, Reminder
from agreements.transitions import pre_agreement
from communes.models import OfficeHolder
from core.actors import SYSTEM
from core.journal import verify_chain
from core.models import JournalEntry, OutgoingMessage
from core.working_days import is_working_day
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import caseworker_of, issued, issued_with
from tests.factories.staff import UserFactory
from tests.races import at_once
from tests.strict_templates import page

pytestmark = pytest.mark.django_db

SAXONY = ZoneInfo("Europe/Berlin")
WEDNESDAY = date(2026, 11, 4)  # its fourteenth day after is Buß- und Bettag, three days before the end a Sunday
FIRST, SECOND, LAST = date(2026, 11, 11), date(2026, 11, 19), date(2026, 11, 30)


@contextmanager
def at(day: date, hour: int = 10) -> Iterator[None]:
    """The portal on ``day``."""
    with time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=SAXONY), tick=True):
        yield


@pytest.fixture
def agreement(run_tasks) -> PreAgreement:
    with at(WEDNESDAY):
        agreement = issued()
        run_tasks()
    mail.outbox.clear()
    return agreement


def sent_on() -> list[date]:
    return list(Reminder.objects.order_by("sent_on").values_list("sent_on", flat=True))


def every_hour(first: date, last: date) -> None:
    """The clock ticks at 7, 8, 12 and 20 o'clock on each day."""
    day = first
    while day <= last:
        for hour in (7, 8, 12, 20):
            with at(day, hour):
                reminders.send_due()
        day += timedelta(days=1)


def test_the_ladder_keeps_to_working_days(agreement):
    every_hour(WEDNESDAY, date(2026, 12, 5))
    assert sent_on() == [FIRST, SECOND, LAST]
    assert OutgoingMessage.objects.filter(kind="agreements.reminder").count() == 3
    assert JournalEntry.objects.filter(kind="preagreement.reminded").count() == 3
    verify_chain(agreement.commune_id)


def test_a_week_without_the_clock_brings_one_reminder(agreement):
    with at(date(2026, 11, 23)):
        assert reminders.send_due() == 1
        assert reminders.send_due() == 0
    assert list(Reminder.objects.values_list("rung", flat=True)) == [Reminder.Rung.SECOND]


def test_nobody_is_reminded_at_night_or_on_a_sunday(agreement):
    for day, hour in ((FIRST, 6), (date(2026, 11, 15), 10)):
        with at(day, hour):
            assert reminders.send_due() == 0


def test_the_clock_sends_it_with_a_fresh_link_and_the_former_works_on(client, newest_link):
    with at(WEDNESDAY):
        agreement = issued()
        user = caseworker_of(agreement.commune)
        user.phone = "0351 555 0199"
        user.save()
        former = newest_link()
    with at(FIRST):
        call_command("tick")
        fresh = newest_link()
        text = mail.outbox[-1].body
        assert fresh != former
        assert client.get(former).status_code == 302
        assert client.get(fresh).status_code == 302
    assert mail.outbox[-1].subject.endswith(f"Erinnerung: Vorvereinbarung {agreement.reference} zur Unterzeichnung")
    for part in ("0351 555 0199", user.email, "Sie fordern einen Code an", "02.12.2026"):
        assert part in text


def test_a_device_that_is_on_its_way_goes_on(newest_link, newest_code):
    with at(WEDNESDAY):
        issued()
        mayor = Mayor(newest_link, newest_code)
    with at(FIRST):
        mayor.open_link()
        assert reminders.send_due() == 1
        newest_link()
        mayor.identify()
        assert mayor.client.get("/unterzeichnen/lesen/").status_code == 200


def answered_by_the_mayor(agreement, mayor):
    mayor.open_link()
    mayor.identify()
    mayor.say("/unterzeichnen/ablehnen/", reason="Der Rat hat anders entschieden.")


def withdrawn(agreement, mayor):
    pre_agreement.withdraw(agreement, actor=StaffActor(caseworker_of(agreement.commune)), reason="Eine Angabe fehlte.")


def expired(agreement, mayor):
    Invitation.objects.update(expires_at=timezone.now())
    pre_agreement.expire(agreement, actor=SYSTEM)


def asked_something(agreement, mayor):
    Question.objects.create(agreement=agreement, invitation=Invitation.objects.get(), text="Wer trägt die Kosten?")


def paused(agreement, mayor):
    reminders.pause(agreement, actor=StaffActor(caseworker_of(agreement.commune)), paused=True)


def left_office(agreement, mayor):
    OfficeHolder.objects.update(valid_until=date(2026, 11, 10))


@pytest.mark.parametrize("stop", [answered_by_the_mayor, withdrawn, expired, asked_something, paused, left_office])
def test_it_stops_at_once(stop, newest_link, newest_code, run_tasks):
    with at(WEDNESDAY):
        agreement = issued()
        run_tasks()
    with at(FIRST):
        stop(agreement, Mayor(newest_link, newest_code))
        assert reminders.send_due() == 0
    with at(SECOND):
        assert reminders.send_due() == 0


@pytest.mark.usefixtures("timestamp_authority")
def test_it_stops_once_signed(newest_link, newest_code):
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    for days in range(1, 30):
        moment = (timezone.localtime() + timedelta(days=days)).replace(hour=10)
        with time_machine.travel(moment, tick=True):
            assert reminders.send_due() == 0


@pytest.mark.parametrize(
    ("template", "said", "unsaid"),
    [
        ({"code_channel": "phone"}, "lesen Ihnen einen Code am Telefon vor", "Sie fordern einen Code an"),
        ({"code_channel": "letter"}, "den wir Ihnen mit der Post schicken", "Sie fordern einen Code an"),
        ({"signature_level": "paper"}, "unterschreiben beide Exemplare von Hand", "mit dem Finger"),
    ],
)
def test_a_reminder_says_how_this_agreement_is_signed(template, said, unsaid, run_tasks):
    with at(WEDNESDAY):
        issued_with(**template)
        run_tasks()
    with at(FIRST):
        assert reminders.send_due() == 1
        run_tasks()
    for message in mail.outbox[-2:]:
        assert said in message.body
        assert unsaid not in message.body
    assert "gilt nicht mehr" not in mail.outbox[-1].body


def test_a_reminder_that_was_overtaken_by_the_answer_is_not_sent(agreement, run_tasks):
    with at(FIRST):
        reminders.send_due()
        withdrawn(agreement, None)
        run_tasks()
    assert [message.subject for message in mail.outbox if "Erinnerung" in message.subject] == []


def test_a_new_link_on_the_same_day_is_mail_enough(agreement):
    with at(FIRST, 9):
        Invitation.objects.update(created_at=timezone.now() - timedelta(days=7))
        OutgoingMessage.objects.filter(kind="agreements.invitation").update(created_at=timezone.now())
        assert reminders.send_due() == 0
    with at(FIRST + timedelta(days=1)):
        assert reminders.send_due() == 1


def test_its_page_says_when_and_lets_the_caseworker_pause(client, agreement):
    client.force_login(caseworker_of(agreement.commune))
    address = agreement.get_absolute_url()
    with at(WEDNESDAY + timedelta(days=1)):
        client.force_login(caseworker_of(agreement.commune))
        assert "Nächste Erinnerung am" in page(client, address)
        assert "Mi, 11.11.2026" in page(client, address)
        for _ in range(2):
            client.post(f"{address}erinnerungen/", {"paused": "ja"})
        shown = page(client, address)
        assert "Erinnerungen sind angehalten." in shown
        assert "Erinnerungen angehalten" in shown
        client.post(f"{address}erinnerungen/", {"paused": "nein"})
        assert "Mi, 11.11.2026" in page(client, address)
    kinds = JournalEntry.objects.filter(kind__startswith="preagreement.reminders").values_list("kind", flat=True)
    assert sorted(kinds) == ["preagreement.reminders_paused", "preagreement.reminders_resumed"]


def test_what_was_sent_stands_in_the_timeline(client, agreement):
    with at(FIRST):
        reminders.send_due()
        client.force_login(caseworker_of(agreement.commune))
        shown = page(client, agreement.get_absolute_url())
    assert "Erinnerung an die Kommune gesendet (nach 7 Tagen)" in shown
    assert "Do, 19.11.2026" in shown


def test_somebody_elses_reminders_are_not_paused(client, agreement):
    client.force_login(UserFactory())
    client.post(f"{agreement.get_absolute_url()}erinnerungen/", {"paused": "ja"})
    agreement.refresh_from_db()
    assert not agreement.reminders_paused


def test_the_database_knows_one_reminder_for_each_rung_and_day(agreement):
    invitation = Invitation.objects.get()
    Reminder.objects.create(invitation=invitation, rung="first", sent_on=FIRST)
    for rung, day in (("first", SECOND), ("second", FIRST)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(invitation=invitation, rung=rung, sent_on=day)


def test_its_page_costs_the_same_after_a_reminder(client, agreement):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(agreement.get_absolute_url()).status_code == 200
        return len(captured)

    with at(FIRST):
        client.force_login(caseworker_of(agreement.commune))
        client.get(agreement.get_absolute_url())
        before = cost()
        reminders.send_due()
        assert cost() == before


@given(
    invited=st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(SAXONY)),
    days=st.integers(1, 365),
)
def test_every_rung_is_a_working_day_between_invitation_and_end(invited, days):
    steps = reminders.ladder(Invitation(created_at=invited, expires_at=invited + timedelta(days=days)))
    found = [step.day for step in steps]
    assert found == sorted(set(found))
    for day in found:
        assert is_working_day(day)
        assert invited.date() < day < (invited + timedelta(days=days)).date()
    if days >= 28:
        assert len(found) == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_clocks_at_once_send_one():
    with at(WEDNESDAY):
        agreement = issued()
    with at(FIRST):
        at_once(reminders.send_due)
    assert Reminder.objects.count() == 1
    assert OutgoingMessage.objects.filter(kind="agreements.reminder").count() == 1
    verify_chain(agreement.commune_id)
