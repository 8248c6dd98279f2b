"""Around the password: reset by mail, change, and the limits on tries that all workers share."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client, override_settings
from django.utils import timezone

from core.mail import resume_stuck
from core.models import OutgoingMessage
from staff.models import User
from tests.factories.staff import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SHARED = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
NEW = "Ein-ganz-neues-Passwort-2026"


def request_reset(client, address):
    return client.post("/passwort-vergessen/", {"email": address})


def test_in_a_demonstration_subject_and_text_of_a_mail_say_so(client, run_tasks, demonstration):
    request_reset(client, UserFactory().email)
    run_tasks()
    assert mail.outbox[0].subject == "[Demonstration] Neues Passwort für Ihr Konto im ASSKomm-Portal"
    assert mail.outbox[0].body.startswith("Demonstration mit erfundenen Daten – rechtlich ohne Wirkung\n")


def test_the_link_from_the_mail_leads_to_a_new_password(client, run_tasks):
    user = UserFactory()
    request_reset(client, user.email)
    assert mail.outbox == [], "the page does not wait for the mail server"
    run_tasks()
    message = mail.outbox[0]
    assert message.to == [user.email]
    assert message.subject == "Neues Passwort für Ihr Konto im ASSKomm-Portal"
    assert "Demonstration" not in message.body
    link = re.search(r"http://testserver(/passwort-vergessen/neu/\S+)", message.body).group(1)
    form = client.get(link, follow=True)
    assert "Neues Passwort" in form.content.decode()
    answer = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Ihr neues Passwort gilt ab jetzt" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "Dieser Link gilt nicht mehr" in Client().get(link, follow=True).content.decode()


def test_the_link_to_a_new_password_works_as_long_as_its_mail_says(client, run_tasks):
    request_reset(client, UserFactory().email)
    run_tasks()
    link = re.search(r"(/passwort-vergessen/neu/\S+)", mail.outbox[0].body).group(1)
    hours = int(re.search(r"gilt (\d+) Stunden", mail.outbox[0].body).group(1))
    assert hours <= 12
    now = timezone.localtime()  # in our own zone: the token counts by the clock on the wall
    told = []
    for minutes in (-5, 5):
        with time_machine.travel(now + timedelta(hours=hours, minutes=minutes), tick=True):
            page = Client().get(link, follow=True).content.decode()
        told.append("Dieser Link gilt nicht mehr" in page)
    assert told == [False, True]


def test_the_mails_speak_german_and_formally(client, run_tasks):
    for address in (UserFactory().email, "niemand@lpr.example"):
        request_reset(client, address)
    run_tasks()
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert message.body.startswith("Guten Tag,")
        assert " Sie " in message.body
        assert not re.search(r"\b(du|dein\w*|Hello|password)\b", f"{message.subject} {message.body}")
        assert "&" not in message.body


def test_an_unknown_address_learns_nothing_on_the_page(client, run_tasks):
    answers = [request_reset(client, address) for address in (UserFactory().email, "niemand@lpr.example")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/passwort-vergessen/gesendet/")
    ] * 2
    run_tasks()
    assert [len(message.to) for message in mail.outbox] == [1, 1], "one mail each: no difference in time either"
    assert "/passwort-vergessen/neu/" not in mail.outbox[1].body


def test_a_link_leads_to_the_portals_own_address_whatever_host_was_asked(client, run_tasks):
    client.post("/passwort-vergessen/", {"email": UserFactory().email}, headers={"host": "localhost"})
    run_tasks()
    assert "http://testserver/passwort-vergessen/neu/" in mail.outbox[0].body
    assert "localhost" not in mail.outbox[0].body


def test_a_closed_account_gets_no_link(client, run_tasks):
    request_reset(client, UserFactory(is_active=False).email)
    run_tasks()
    assert len(mail.outbox) == 1
    assert all("/passwort-vergessen/neu/" not in message.body for message in mail.outbox)


class MailServerIsDown(BaseEmailBackend):
    """What a mail server does that cannot be reached."""

    def send_messages(self, _messages):
        raise ConnectionRefusedError


def test_a_mail_server_that_is_down_delays_the_link_and_breaks_nothing(client, run_tasks):
    user = UserFactory()
    with override_settings(EMAIL_BACKEND=f"{__name__}.MailServerIsDown"):
        assert request_reset(client, user.email).status_code == 302
        run_tasks()
    message = OutgoingMessage.objects.get()
    assert (message.state, message.attempts) == ("queued", 1)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        resume_stuck()
        run_tasks()
    assert "/passwort-vergessen/neu/" in mail.outbox[0].body


def test_an_account_closed_before_the_mail_goes_out_gets_none(client, run_tasks):
    user = UserFactory()
    request_reset(client, user.email)
    User.objects.filter(pk=user.pk).update(is_active=False)
    run_tasks()
    assert mail.outbox == []
    assert OutgoingMessage.objects.get().state == "obsolete"


def test_the_password_is_changed_from_ones_account(client):
    user = UserFactory()
    client.force_login(user)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    answer = client.post("/konto/passwort/", fields, follow=True)
    assert answer.redirect_chain == [("/konto/", 302)]
    assert "Ihr Passwort ist geändert. Es gilt ab jetzt." in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_too_many_requests_are_answered_in_german(client):
    answers = [request_reset(client, "niemand@lpr.example") for _ in range(21)]
    assert answers[0].status_code == 302
    assert answers[-1].status_code == 429
    shown = answers[-1].content.decode()
    assert "Zu viele Versuche in kurzer Zeit" in shown
    assert "Warten Sie bitte einige Minuten" in shown


def sign_in(client, user, password):
    return client.post("/anmelden/", {"login": user.email, "password": password})


def test_wrong_passwords_count_whatever_becomes_of_the_cache():
    """How they count, and for whom, is in tests/staff/test_password_guessing.py."""
    user = UserFactory()
    for _ in range(5):
        assert "stimmen nicht" in sign_in(Client(), user, "falsch").content.decode()
        cache.clear()
    refused = sign_in(Client(), user, PASSWORD)
    assert refused.status_code == 200
    assert "Bitte versuchen Sie es in einer Minute wieder." in refused.content.decode()


def test_the_shared_cache_stands_in_the_database(django_assert_num_queries):
    with override_settings(CACHES=SHARED):
        cache.set("tries", [1.5], timeout=60)
        with django_assert_num_queries(1):
            assert cache.get("tries") == [1.5]
        cache.delete("tries")
        assert cache.get("tries") is None


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/kommunen/14999010/", "/kommunen/14999010/"),
        ("http://testserver/arbeit/?sicht=team", "/arbeit/?sicht=team"),
        ("https://boese.example/arbeit/", "/kommunen/14999010/notizen/neu/"),
        ("", "/kommunen/14999010/notizen/neu/"),
    ],
)
def test_a_form_sent_too_late_leads_back_to_the_page_it_stood_on(client, came_from, leads_to):
    answer = client.post("/kommunen/14999010/notizen/neu/", {"text": "Notiz"}, headers={"referer": came_from})
    assert answer.url == f"/anmelden/?next={quote(leads_to, safe='/')}"


def test_what_somebody_signed_in_has_seen_is_stored_nowhere(client):
    """Neither pages nor refusals; what says itself how long it may be kept is left alone."""
    assert "Cache-Control" not in client.get("/gibt-es-nicht/"), "a visitor's pages hold nothing of anybody"
    assert client.get("/")["Cache-Control"] == "public, max-age=60", "nor does the one that is kept for all"
    client.force_login(UserFactory())
    for address in ("/arbeit/", "/kommunen/", "/vereinbarungen/", "/konto/", "/gibt-es-nicht/", "/"):
        assert client.get(address)["Cache-Control"] == "no-store, private", address
    refused = client.post("/team/vertretungen/neu/", {"valid_from": "gestern"})
    assert (refused.status_code, refused["Cache-Control"]) == (422, "no-cache, private"), "Back leads here"
