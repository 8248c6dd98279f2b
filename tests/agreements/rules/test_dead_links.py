"""A link that does not work any more says what happened, opens nothing, and by one tap sends a fresh one (rule 21)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.models import Ceremony, Invitation, PreAgreement, SentLink
from agreements.office.clock import expire_overdue
from agreements.transitions import pre_agreement
from core import dates
from core.models import JournalEntry, OutgoingMessage
from staff.actors import StaffActor
from tests.agreements.both_sides import sign_on_both_sides
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_versions import again
from tests.factories.notices import link_of, waiting_notice
from tests.factories.ready_agreements import caseworker_of, issued

pytestmark = pytest.mark.django_db

SEND, CALL, HERE = "/unterzeichnen/link-senden/", "/unterzeichnen/rueckruf/", "/unterzeichnen/"
LATER = timedelta(minutes=11)


@pytest.fixture
def agreement() -> PreAgreement:
    return issued()


def resend(agreement: PreAgreement) -> None:
    agreement.refresh_from_db()
    pre_agreement.resend_link(agreement, actor=StaffActor(caseworker_of(agreement.commune)))


def opened(link: str) -> tuple[Client, str]:
    """A browser that opens ``link``, and what it shows."""
    browser = Client()
    return browser, browser.get(link, follow=True).content.decode()


def test_rule_21_a_replaced_link_names_the_newer_mail_and_sends_it_again_by_one_tap(agreement, newest_link, run_tasks):
    former = newest_link()
    resend(agreement)
    newest_link()
    browser, page = opened(former)
    sent = timezone.localtime(OutgoingMessage.objects.latest("pk").created_at)
    assert f"am {dates.day(sent)} um {dates.clock(sent)} Uhr" in page
    assert f"Um {dates.clock(sent)} Uhr ist eine E-Mail" in page, "asked again within ten minutes, that is the truth"
    assert "b…@musterstadt.example" in page
    with time_machine.travel(timezone.now() + LATER, tick=True):
        assert "Link noch einmal senden" in browser.get(HERE).content.decode()
        mail.outbox.clear()
        for _tap in range(2):
            page = browser.post(SEND, follow=True).content.decode()
        assert "ist eine E-Mail mit einem Link" in page
        run_tasks()
        assert [message.to for message in mail.outbox] == [["buergermeisterin@musterstadt.example"]]
        assert Client().get(newest_link(), follow=True).status_code == 200


def test_a_dead_link_opens_nothing_and_names_nobody(agreement, newest_link):
    former = newest_link()
    resend(agreement)
    browser, page = opened(former)
    text = agreement.versions.get().content
    for path in ("lesen/", "unterschrift/", "vereinbarung.pdf", "frage/", "ablehnen/", "aenderungen/"):
        page += browser.get(f"/unterzeichnen/{path}", follow=True).content.decode()
    assert text["commune_signatory"] not in page
    assert all(topic not in page for topic in text["topics"])
    assert 'name="code"' not in page


def test_who_signs_now_is_not_told_to_who_has_the_link_of_somebody_else(agreement, newest_link):
    former = newest_link()
    Invitation.objects.update(recipient="vorher@musterstadt.example")
    resend(agreement)
    _browser, page = opened(former)
    assert "an die Adresse, die wir heute kennen" in page
    assert "b…@musterstadt.example" not in page
    assert "Erika Musterfrau" not in page


def test_an_earlier_link_leads_on_while_the_invitation_is_open(agreement, newest_link, run_tasks):
    former = newest_link()
    with time_machine.travel(timezone.now() + LATER, tick=True):
        Client().post("/unterzeichnen/link-verloren/", {"address": "buergermeisterin@musterstadt.example"})
        run_tasks()
        fresh = newest_link()
        assert fresh != former
        for link in (former, fresh):
            assert Client().get(link, follow=True).status_code == 200
    assert SentLink.objects.count() == 2


def test_a_new_version_is_named_with_its_day(agreement, newest_link):
    former = newest_link()
    again(agreement, contact_name="Nora Neumuster")
    _browser, page = opened(former)
    assert "<h1>Es gibt eine neue Fassung</h1>" in page
    assert f"die neue Fassung ist vom {dates.day(timezone.localdate())}" in page
    assert "Nora Neumuster" not in page, "what changed is only for who gave the code"


@pytest.mark.usefixtures("timestamp_authority")
def test_a_link_that_was_used_says_since_when_and_by_whom(newest_link, newest_code):
    mayor = Mayor(newest_link, newest_code)
    version = sign_on_both_sides(mayor)
    token = Invitation.objects.get().mint_token()
    _browser, page = opened(f"/unterzeichnen/link/{token}/")
    signed = timezone.localtime(version.signatures.get(party="commune").signed_at)
    assert f"seit {dates.day(signed)}, {dates.clock(signed)} Uhr, von Erika Musterfrau unterzeichnet" in page
    assert SEND not in page


def test_an_expired_link_leads_to_a_call(agreement, newest_link, run_tasks):
    former = newest_link()
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=True):
        expire_overdue()
        run_tasks()
        mail.outbox.clear()
        browser, page = opened(former)
        assert "Die Frist ist abgelaufen" in page
        assert SEND not in page
        for _tap in range(3):
            page = browser.post(CALL, follow=True).content.decode()
        assert "Wir rufen Sie an" in page
        run_tasks()
    responsible = caseworker_of(agreement.commune)
    assert [message.to for message in mail.outbox] == [[responsible.email]]
    assert "bitte anrufen" in mail.outbox[0].subject
    entry = JournalEntry.objects.get(kind="preagreement.help_requested")
    assert entry.data == {"invitation": Invitation.objects.get().pk}


def test_a_link_opened_more_than_a_day_ago_is_opened_again(agreement, newest_link):
    browser, _page = opened(newest_link())
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=True):
        answer = browser.get("/unterzeichnen/lesen/")
        assert answer.status_code == 404
        assert "Bitte öffnen Sie den Link noch einmal" in answer.content.decode()
        assert agreement.reference not in answer.content.decode()
        assert SEND in answer.content.decode()


def test_an_unknown_link_sends_nothing(agreement, run_tasks):
    run_tasks()
    mail.outbox.clear()
    browser, page = opened("/unterzeichnen/link/gibt-es-nicht/")
    assert SEND not in page
    assert browser.post(SEND).url == "/unterzeichnen/nicht-gesendet/"
    assert browser.post(CALL).url == "/unterzeichnen/nicht-gesendet/"
    run_tasks()
    assert mail.outbox == []


def test_head_on_a_link_begins_nothing(agreement, newest_link):
    link = newest_link()
    answer = Client().head(link)
    assert (answer.status_code, answer.url, answer.content) == (302, HERE, b"")
    assert not answer.cookies
    assert not Ceremony.objects.exists()
    assert Client().head("/unterzeichnen/link/gibt-es-nicht/").status_code == 404


@pytest.mark.parametrize("path", ["", "lesen/", "frage/", "link-verloren/", "link-verloren/unterwegs/"])
def test_head_on_a_page_of_the_way_is_a_get_without_a_body(agreement, newest_link, newest_code, path):
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    if path:
        mayor.identify()
    shown, asked = mayor.client.get(f"/unterzeichnen/{path}"), mayor.client.head(f"/unterzeichnen/{path}")
    assert (asked.status_code, asked.content) == (shown.status_code, b"")
    assert asked["Content-Type"] == shown["Content-Type"]


@pytest.mark.parametrize("path", ["lesen/", "unterschrift/", "code/", "ablehnen/", "mitteilung/"])
def test_all_cookies_lost_says_that_nothing_was_signed(path):
    """Without its cookies a browser has neither the ceremony nor the token that protects its forms."""
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(f"/unterzeichnen/{path}", {"consent": "on"})
    assert (answer.status_code, answer.url) == (303, "/unterzeichnen/nicht-gesendet/")
    page = browser.get(answer.url).content.decode()
    assert "<h1>Es wurde nichts unterzeichnet</h1>" in page
    assert 'href="/unterzeichnen/link-verloren/"' in page


def test_a_form_that_was_too_old_leads_back_to_the_open_agreement(agreement, newest_link):
    browser = Client(enforce_csrf_checks=True)
    browser.get(newest_link(), follow=True)
    page = browser.get(browser.post("/unterzeichnen/code/", {"code": "123456"}).url).content.decode()
    assert "Weiter zur Vereinbarung" in page


def test_the_office_keeps_its_own_page_for_a_form_that_was_too_old():
    assert Client(enforce_csrf_checks=True).post("/anmelden/").status_code == 403


def test_a_replaced_link_of_a_notice_leads_to_the_newer_mail(run_tasks):
    notice = waiting_notice()
    former = link_of(notice)
    notice.links.update(ended_at=timezone.now())
    OutgoingMessage.objects.update(created_at=timezone.now() - LATER)
    run_tasks()
    mail.outbox.clear()
    browser = Client()
    page = browser.get(former, follow=True).content.decode()
    assert "Es gibt eine neuere E-Mail" in page
    assert "Nora Neumuster" not in page
    page = browser.post("/unterzeichnen/mitteilung/link-senden/", follow=True).content.decode()
    assert "ist eine E-Mail mit einem Link" in page
    page = browser.post("/unterzeichnen/mitteilung/rueckruf/", follow=True).content.decode()
    assert "Wir rufen Sie an" in page
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        [notice.recipient, caseworker_of(notice.agreement.commune).email]
    )


def test_from_every_page_a_call_can_be_asked_for_and_the_page_stays(agreement, newest_link, newest_code, run_tasks):
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    for path in ("lesen/", "frage/", "ablehnen/"):
        assert "Bitte rufen Sie mich an" in mayor.client.get(f"/unterzeichnen/{path}").content.decode()
    answer = mayor.client.post(CALL, {"zurueck": "/unterzeichnen/frage/"})
    assert answer.url == "/unterzeichnen/frage/"
    assert "Wir rufen Sie an: Ihre Bitte ist seit" in mayor.client.get(answer.url).content.decode()
    for elsewhere in ("https://anderswo.example/", "//anderswo.example/", "/abmelden/"):
        assert mayor.client.post(CALL, {"zurueck": elsewhere}).url == HERE
    run_tasks()
    assert len([message for message in mail.outbox if "bitte anrufen" in message.subject]) == 1
