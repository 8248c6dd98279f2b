"""The cookie of the mayor's pages: whose it is, how long it holds, and two links in one browser."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.models import Ceremony, PreAgreement, Question
from agreements.transitions import ending, pre_agreement
from staff.actors import StaffActor
from tests.agreements.both_sides import sign_on_both_sides
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import caseworker_of, issued

pytestmark = pytest.mark.django_db

COOKIE = "unterzeichnung"


@pytest.fixture
def mayor(newest_link, newest_code) -> Mayor:
    return Mayor(newest_link, newest_code)


def test_a_cookie_that_somebody_planted_is_not_identified_with_the_mayor(mayor, newest_link):
    issued()
    thief = Client()
    thief.get(newest_link(), follow=True)
    mayor.client.cookies[COOKIE] = thief.cookies[COOKIE].value
    mayor.go_to_signature()
    assert "<h1>Code anfordern</h1>" in thief.get("/unterzeichnen/lesen/", follow=True).content.decode()


def test_who_opens_the_link_again_goes_on_without_a_new_code(mayor, newest_link):
    issued()
    link = newest_link()
    mayor.go_to_signature()
    assert mayor.client.get(link, follow=True).redirect_chain[-1][0] == "/unterzeichnen/lesen/"
    assert Ceremony.objects.count() == 1


def test_a_cookie_that_was_copied_is_worth_nothing_after_a_day(mayor):
    issued()
    mayor.go_to_signature()
    with time_machine.travel(timezone.now() + timedelta(hours=23), tick=True):
        assert mayor.client.get("/unterzeichnen/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=True):
        assert mayor.client.get("/unterzeichnen/").status_code == 404


@pytest.mark.usefixtures("timestamp_authority")
def test_a_copied_cookie_opens_no_receipt_and_no_file_after_a_day(mayor):
    sign_on_both_sides(mayor)
    assert mayor.client.get("/unterzeichnen/unterzeichnet.pdf").status_code == 200
    Ceremony.objects.update(started_at=timezone.now() - timedelta(hours=25))
    for page in ("beleg/", "unterzeichnet.pdf", "nachweis.pdf", ""):
        answer = mayor.client.get(f"/unterzeichnen/{page}", follow=True)
        assert answer.status_code in {404, 410}
        assert "Erika Musterfrau" not in answer.content.decode()


def test_who_comes_back_late_in_the_day_is_not_cut_off_midway(mayor, newest_link):
    issued()
    link = newest_link()
    mayor.open_link(link)
    with time_machine.travel(timezone.now() + timedelta(hours=23), tick=True):
        mayor.identify()
        mayor.open_link(link)
        mayor.identify()
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=30), tick=True):
        assert mayor.client.get("/unterzeichnen/lesen/").status_code == 200


@pytest.mark.parametrize(
    ("page", "field"), [("ablehnen/", "reason"), ("aenderung/", "text"), ("frage/", "text")], ids=["no", "wish", "ask"]
)
def test_an_answer_in_an_older_window_is_none_to_another_agreement(mayor, newest_link, newest_code, page, field):
    meant, other = issued(), issued()
    links = _links(newest_link)
    mayor.open_link(links[meant.reference])
    mayor.identify()
    mayor.confirm_changes()
    shown = meant.versions.get().sha256
    assert f'name="shown" value="{shown}"' in mayor.client.get(f"/unterzeichnen/{page}").content.decode()
    mayor.open_link(links[other.reference])
    mayor.identify()
    answer = mayor.post(f"/unterzeichnen/{page}", {field: "Nicht so.", "shown": shown})
    assert answer.status_code == 409
    assert other.reference in answer.content.decode()
    assert "Nicht so." in answer.content.decode()
    assert not Question.objects.exists()
    assert {a.status for a in PreAgreement.objects.all()} == {"issued"}
    again = {field: "Nicht so.", "shown": other.versions.get().sha256}
    assert mayor.post(f"/unterzeichnen/{page}", again).status_code == 302


def _links(newest_link) -> dict[str, str]:
    newest_link()
    found = {}
    for message in mail.outbox:
        link = next((line for line in message.body.splitlines() if "/unterzeichnen/link/" in line), "")
        found[re.search(r"LPR-\d{4}-\d{4}", message.subject)[0]] = link.partition("//")[2].partition("/")[2]
    return {reference: f"/{path}" for reference, path in found.items() if path}


@pytest.mark.usefixtures("timestamp_authority")
def test_the_receipt_says_what_became_of_the_signature(mayor):
    agreement = issued()
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    assert "Wir zeichnen gegen" in mayor.client.get("/unterzeichnen/beleg/").content.decode()
    agreement.refresh_from_db()
    pre_agreement.withdraw(agreement, actor=StaffActor(caseworker_of(agreement.commune)), reason="Versehen")
    receipt = mayor.client.get("/unterzeichnen/beleg/").content.decode()
    assert "Wir zeichnen gegen" not in receipt
    assert "nicht gegengezeichnet" in receipt
    assert "zurückgezogen" in receipt


@pytest.mark.usefixtures("timestamp_authority")
def test_the_receipt_of_an_agreement_that_ended_does_not_say_that_it_is_in_force(mayor):
    version = sign_on_both_sides(mayor)
    assert "in Kraft seit" in mayor.client.get("/unterzeichnen/beleg/").content.decode()
    agreement = version.agreement
    actor = StaffActor(caseworker_of(agreement.commune))
    ending.end(agreement, actor=actor, on=timezone.localdate(), reason="Ziele erreicht")
    receipt = mayor.client.get("/unterzeichnen/beleg/").content.decode()
    assert "letzter Tag war der" in receipt
    assert "in Kraft seit" not in receipt
