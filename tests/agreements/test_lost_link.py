"""Who lost the link asks for it again; nobody learns which addresses are known (signing rule 18)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from agreements.ceremony import lost_links
from agreements.models import Invitation, LinkRequest
from agreements.transitions import pre_agreement
from communes.models import OfficeHolder
from core.models import JournalEntry, OutgoingMessage
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor, settled
from tests.factories.ready_agreements import caseworker_of, issued, issued_with
from tests.races import at_once
from tests.strict_templates import page

pytestmark = pytest.mark.django_db

PAGE = "/unterzeichnen/link-verloren/"
KNOWN, UNKNOWN = "buergermeisterin@musterstadt.example", "niemand.bekanntes@musterstadt.example"
LATER = timedelta(minutes=11)


@pytest.fixture
def agreement(run_tasks):
    """Sent a while ago."""
    agreement = issued()
    run_tasks()
    mail.outbox.clear()
    OutgoingMessage.objects.update(created_at=timezone.now() - LATER)
    return agreement


def ask(client: Client, address: str, reference: str = "") -> object:
    return client.post(PAGE, {"address": address, "reference": reference}, follow=True)


def without_csrf(answer) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)


def test_the_answer_is_the_same_to_the_byte(client, agreement):
    known, unknown = ask(client, KNOWN), ask(client, UNKNOWN)
    assert without_csrf(known) == without_csrf(unknown)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.headers.items() == unknown.headers.items()


def test_the_work_before_the_answer_is_the_same(client, agreement):
    def statements(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            ask(client, address)
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in captured]

    assert statements(KNOWN) == statements(UNKNOWN)


def test_the_open_link_goes_to_the_address_on_file_and_the_former_works_on(client, newest_link):
    issued()
    former = newest_link()
    OutgoingMessage.objects.update(created_at=timezone.now() - LATER)
    mail.outbox.clear()
    ask(client, KNOWN.upper())
    fresh = newest_link()
    assert [message.to for message in mail.outbox] == [[KNOWN]]
    assert client.get(former).status_code == 302, "asking ends no link (signing rule 18)"
    assert client.get(fresh).status_code == 302
    entry = JournalEntry.objects.get(kind="preagreement.link_asked_for")
    assert entry.visibility == "internal"
    assert KNOWN not in str(entry.data)
    assert not LinkRequest.objects.exists(), "what was typed is forgotten"


def test_nothing_goes_to_an_unknown_address(client, agreement, run_tasks):
    ask(client, UNKNOWN)
    run_tasks()
    assert mail.outbox == []
    assert not LinkRequest.objects.exists()


def test_at_most_once_in_ten_minutes(client, agreement, run_tasks):
    for _ in range(3):
        ask(client, KNOWN)
        run_tasks()
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + LATER, tick=True):
        ask(client, KNOWN)
        run_tasks()
    assert len(mail.outbox) == 2


def test_another_link_that_was_just_sent_holds_nothing_back(client, agreement, run_tasks):
    issued()
    run_tasks()
    mail.outbox.clear()
    ask(client, KNOWN, agreement.reference)
    run_tasks()
    assert [message.to for message in mail.outbox] == [[KNOWN]]


def test_who_asked_for_a_call_gets_the_lost_link_all_the_same(client, newest_link, newest_code, run_tasks):
    issued_with(code_channel="phone")
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    OutgoingMessage.objects.update(created_at=timezone.now() - LATER)
    mayor.post("/unterzeichnen/anruf/")
    mail.outbox.clear()
    ask(client, KNOWN)
    run_tasks()
    assert [message.to for message in mail.outbox if "/unterzeichnen/link/" in message.body] == [[KNOWN]]


def test_the_reference_narrows_it(client, agreement, run_tasks):
    ask(client, KNOWN, "LPR-1999-0001")
    run_tasks()
    assert mail.outbox == []
    ask(client, KNOWN, agreement.reference.lower())
    run_tasks()
    assert len(mail.outbox) == 1


def withdrawn(agreement):
    pre_agreement.withdraw(agreement, actor=StaffActor(caseworker_of(agreement.commune)), reason="Eine Angabe fehlte.")


def expired(agreement):
    Invitation.objects.update(expires_at=timezone.now())


def left_office(agreement):
    OfficeHolder.objects.update(valid_until=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize("stop", [withdrawn, expired, left_office])
def test_a_link_that_leads_nowhere_is_not_sent(client, agreement, run_tasks, stop):
    stop(agreement)
    run_tasks()
    mail.outbox.clear()
    ask(client, KNOWN)
    run_tasks()
    assert mail.outbox == []


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}unterwegs/", "/unterzeichnen/link/verstuemmelt/"])
def test_whom_to_call_stands_there_too_where_no_person_can_be_named(client, settings, path):
    settings.PUBLIC_CONTACT = {
        "name": "Geschäftsstelle",
        "phone": "0351 555 1400",
        "email": "",
        "hours": "Mo–Fr 9–15 Uhr",
    }
    shown = client.get(path, follow=True).content.decode()
    assert "Geschäftsstelle" in shown
    assert 'href="tel:03515551400"' in shown


def test_too_many_tries_say_what_to_do(client, agreement):
    for _ in range(5):
        assert ask(client, UNKNOWN).status_code == 200
    refused = ask(client, UNKNOWN)
    assert refused.status_code == 429
    assert "versuchen Sie es in einer Stunde noch einmal" in refused.content.decode()
    assert UNKNOWN in refused.content.decode(), "what was typed is not lost"
    assert LinkRequest.objects.count() == 5


def test_strangers_do_not_use_up_the_tries_of_who_lost_the_link(agreement):
    """Of IPv6 the connection counts: what it may ask is no more from each of its addresses."""
    stranger = Client()
    for number in range(6):
        answer = stranger.post(PAGE, {"address": KNOWN}, REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")
    answer = settled(stranger, answer)
    assert answer.status_code == 429
    assert Client().post(PAGE, {"address": KNOWN}, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


def test_one_device_does_not_try_many_addresses(client, agreement):
    answers = [ask(client, f"{number}@musterstadt.example").status_code for number in range(21)]
    assert answers == [200] * 20 + [429]


def test_a_typing_error_is_named(client):
    answer = settled(client, client.post(PAGE, {"address": "keine Adresse"}))
    assert answer.status_code == 422


def test_the_pages_that_stop_lead_there(client, newest_link, newest_code):
    assert f'href="{PAGE}"' in client.get("/unterzeichnen/link/gibt-es-nicht/").content.decode()
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    pre_agreement.resend_link(agreement, actor=StaffActor(caseworker_of(agreement.commune)))
    assert 'action="/unterzeichnen/rueckruf/"' in mayor.client.get("/unterzeichnen/").content.decode()


def test_the_link_of_what_was_withdrawn_says_so_and_promises_no_new_one(client, newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    withdrawn(agreement)
    stopped = mayor.client.get("/unterzeichnen/")
    assert stopped.status_code == 410
    assert "Diese Vereinbarung wurde zurückgezogen" in stopped.content.decode()
    assert f'href="{PAGE}"' not in stopped.content.decode()


def test_what_a_killed_worker_left_is_taken_up(agreement, run_tasks):
    LinkRequest.objects.create(address=KNOWN)
    assert lost_links.resume_stuck() == 0
    LinkRequest.objects.update(asked_at=timezone.now() - LATER)
    assert lost_links.resume_stuck() == 1
    run_tasks()
    assert len(mail.outbox) == 1


def test_what_was_queued_before_an_update_moved_its_task_is_taken_up(client, agreement, run_tasks):
    ask(client, KNOWN)
    assert DBTaskResult.objects.filter(task_path__endswith=".answer_later").update(task_path="agreements.moved.answer")
    run_tasks()
    assert mail.outbox == []
    LinkRequest.objects.update(asked_at=timezone.now() - LATER)
    assert lost_links.resume_stuck() == 1
    run_tasks()
    assert len(mail.outbox) == 1


def test_the_caseworker_sees_that_it_was_asked_for(client, agreement, run_tasks):
    ask(client, KNOWN)
    run_tasks()
    client.force_login(caseworker_of(agreement.commune))
    assert "„Link verloren“" in page(client, agreement.get_absolute_url())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_requests_at_once_send_one_mail():
    issued()
    OutgoingMessage.objects.update(created_at=timezone.now() - LATER)
    requests = [LinkRequest.objects.create(address=KNOWN).pk for _ in range(8)]
    at_once(lambda: lost_links.answer(requests.pop()))
    assert OutgoingMessage.objects.filter(kind="agreements.invitation").count() == 2
    assert JournalEntry.objects.filter(kind="preagreement.link_asked_for").count() == 1
