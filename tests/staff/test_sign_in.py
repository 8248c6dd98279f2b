"""Around the password: reset by mail, change, and the limits on tries that all workers share."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from tests.factories.staff import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SHARED = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
NEW = "Ein-ganz-neues-Passwort-2026"


def request_reset(client, address):
    return client.post("/passwort-vergessen/", {"email": address})


def test_the_link_from_the_mail_leads_to_a_new_password(client):
    user = UserFactory()
    request_reset(client, user.email)
    message = mail.outbox[0]
    assert message.to == [user.email]
    assert message.subject == "Neues Passwort für Ihr Konto im ASSKomm-Portal"
    link = re.search(r"http://testserver(/passwort-vergessen/neu/\S+)", message.body).group(1)
    form = client.get(link, follow=True)
    assert "Neues Passwort" in form.content.decode()
    answer = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Ihr neues Passwort gilt ab jetzt" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "Dieser Link gilt nicht mehr" in Client().get(link, follow=True).content.decode()


def test_the_mails_speak_german_and_formally(client):
    for address in (UserFactory().email, "niemand@lpr.example"):
        request_reset(client, address)
    for message in mail.outbox:
        assert message.body.startswith("Guten Tag,")
        assert " Sie " in message.body
        assert not re.search(r"\b(du|dein\w*|Hello|password)\b", f"{message.subject} {message.body}")
        assert "&" not in message.body


def test_an_unknown_address_learns_nothing_on_the_page(client):
    answers = [request_reset(client, address) for address in (UserFactory().email, "niemand@lpr.example")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/passwort-vergessen/gesendet/")
    ] * 2
    assert [len(message.to) for message in mail.outbox] == [1, 1], "one mail each: no difference in time either"
    assert "/passwort-vergessen/neu/" not in mail.outbox[1].body


def test_a_link_leads_to_the_portals_own_address_whatever_host_was_asked(client):
    client.post("/passwort-vergessen/", {"email": UserFactory().email}, headers={"host": "localhost"})
    assert "http://testserver/passwort-vergessen/neu/" in mail.outbox[0].body
    assert "localhost" not in mail.outbox[0].body


def test_a_closed_account_gets_no_link(client):
    request_reset(client, UserFactory(is_active=False).email)
    assert all("/passwort-vergessen/neu/" not in message.body for message in mail.outbox)


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


@pytest.mark.parametrize("caches", [None, SHARED], ids=["in the test's memory", "in the shared table"])
def test_wrong_passwords_lock_the_door_for_a_while(caches):
    user = UserFactory()
    with override_settings(**({"CACHES": caches} if caches else {})):
        for _ in range(5):
            assert "stimmen nicht" in sign_in(Client(), user, "falsch").content.decode()
        refused = sign_in(Client(), user, PASSWORD)
        assert refused.status_code == 200
        assert "Zu viele Anmeldeversuche." in refused.content.decode()
        cache.clear()
        assert sign_in(Client(), user, PASSWORD).status_code == 302


def test_the_shared_cache_stands_in_the_database(django_assert_num_queries):
    with override_settings(CACHES=SHARED):
        cache.set("tries", [1.5], timeout=60)
        with django_assert_num_queries(1):
            assert cache.get("tries") == [1.5]
        cache.delete("tries")
        assert cache.get("tries") is None
