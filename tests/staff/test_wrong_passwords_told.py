"""What follows wrong passwords: the mail, the session that ends, a new password, lifting and forgetting."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import JournalEntry, OutgoingMessage
from staff.models import KnownPlace, User, WrongPasswords
from staff.tries import counting, sign_in
from staff.tries.counting import RULES
from tests.factories.staff import PASSWORD, UserFactory
from tests.staff.guessing import HOME, NEW, guess, guess_from_everywhere, is_in, try_password, waits

pytestmark = pytest.mark.django_db


# The mail


def tick():
    call_command("tick", verbosity=0)


def test_the_owner_gets_one_mail_an_hour_that_says_whom_to_call(run_tasks):
    user = UserFactory()
    head = UserFactory(role="head", phone="0351 000000")
    try_password(user.email, PASSWORD, ip=HOME)
    guess(user.email, 4)
    tick()
    assert not OutgoingMessage.objects.exists(), "four slips are no news"
    guess_from_everywhere(user.email, 22)
    tick()
    guess(user.email, 6, ip=HOME)
    tick()
    run_tasks()
    assert [message.to for message in mail.outbox] == [[user.email]]
    text = mail.outbox[0].body
    assert text.startswith(f"Guten Tag {user.full_name},")
    assert f"- {head.full_name}, Leitung, 0351 000000, {head.email}" in text
    assert "Ihr Konto ist nicht gesperrt" in text
    assert "&" not in text
    assert "\n\n\n" not in text
    assert JournalEntry.objects.filter(kind="user.wrong_passwords", subject_id=str(user.pk)).count() == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        tick()
        run_tasks()
    assert len(mail.outbox) == 2, "what came within the hour"


def test_nobody_is_told_of_an_account_that_does_not_exist():
    guess("niemand@lpr.example", 6)
    tick()
    assert not OutgoingMessage.objects.exists()
    assert not WrongPasswords.objects.filter(tell_owner=True).exists(), "it is not looked for again each minute"


def test_a_right_password_after_slips_tells_nobody():
    user = UserFactory()
    guess(user.email, 4)
    assert is_in(try_password(user.email, PASSWORD))
    tick()
    assert not OutgoingMessage.objects.exists()


# At an open desk


def doors(user):
    return [
        ("/anmelden/bestaetigen/", {"password": "geraten"}),
        ("/konto/passwort/", {"oldpassword": "geraten", "password1": NEW, "password2": NEW}),
    ]


@pytest.mark.parametrize("door", [0, 1], ids=["confirming", "a new password"])
def test_five_wrong_passwords_while_signed_in_end_the_session(client, run_tasks, door):
    user, at_home = UserFactory(), Client()
    client.force_login(user)
    at_home.force_login(user)
    address, fields = doors(user)[door]
    for _ in range(4):
        assert client.post(address, fields).status_code == 200
    ended = client.post(address, fields, headers={"referer": f"http://testserver{address}"}, follow=True)
    assert ended.redirect_chain == [(f"/anmelden/?next={address}", 302)]
    assert "deshalb wurden Sie abgemeldet" in ended.content.decode()
    assert client.get("/arbeit/").status_code == 302
    assert at_home.get("/arbeit/").status_code == 200, "the owner's other session goes on"
    tick()
    run_tasks()
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert "saß jemand an Ihrem Gerät" in mail.outbox[0].body
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert is_in(try_password(user.email, PASSWORD, client=client)), "signing in again is free to the owner"


def test_the_doors_share_one_counter_and_the_right_password_clears_it(client):
    user = UserFactory()
    client.force_login(user)
    first, second = doors(user)
    for _ in range(3):
        for address, fields in (first, second):
            assert client.post(address, fields).status_code == 200
        client.post(first[0], {"password": PASSWORD})
    for address, fields in (first, second, first, second):
        assert client.post(address, fields).status_code == 200
    assert client.post(*first).status_code == 302
    assert client.get("/arbeit/").status_code == 302


def test_wrong_passwords_while_signed_in_slow_down_no_sign_in(client):
    user = UserFactory()
    client.force_login(user)
    for _ in range(5):
        client.post("/anmelden/bestaetigen/", {"password": "geraten"}, REMOTE_ADDR=HOME)
    for _ in range(4):
        assert not waits(try_password(user.email, "geraten", ip=HOME))
    assert is_in(try_password(user.email, PASSWORD, ip=HOME))


def test_the_administration_has_no_door_of_its_own_to_guess_at(client):
    client.force_login(UserFactory(role="admin"))
    assert client.get("/verwaltung/password_change/").url == reverse("account_change_password")
    answer = client.post("/verwaltung/password_change/", {"old_password": "geraten"})
    assert answer.url == reverse("account_change_password")


# A link to a new password


def test_strangers_do_not_use_up_the_owners_tries_for_a_new_password(run_tasks):
    user = UserFactory()
    for number in range(30):
        answer = Client().post("/passwort-vergessen/", {"email": user.email}, REMOTE_ADDR=f"203.0.113.{number}")
        assert is_in(answer)
    assert is_in(Client().post("/passwort-vergessen/", {"email": user.email}, REMOTE_ADDR=HOME))
    run_tasks()
    assert [message.to for message in mail.outbox] == [[user.email]], "and the mailbox is not flooded"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        Client().post("/passwort-vergessen/", {"email": user.email}, REMOTE_ADDR=HOME)
        run_tasks()
    assert len(mail.outbox) == 2


def test_an_address_without_an_account_is_not_flooded_either(run_tasks):
    for number in range(3):
        Client().post("/passwort-vergessen/", {"email": "niemand@lpr.example"}, REMOTE_ADDR=f"203.0.113.{number}")
    run_tasks()
    assert len(mail.outbox) == 1


# Lifting and forgetting


def test_an_administrator_lifts_what_makes_somebody_wait(capsys):
    user = UserFactory()
    guess(user.email, 5)
    call_command("sign_in_waits")
    assert user.email in capsys.readouterr().out
    call_command("sign_in_waits", lift=user.email.upper())
    assert "aufgehoben" in capsys.readouterr().out
    assert is_in(try_password(user.email, PASSWORD))
    call_command("sign_in_waits")
    assert user.email not in capsys.readouterr().out


def test_what_counts_no_more_is_forgotten_and_what_counts_is_not():
    user = UserFactory()
    guess(user.email, 5)
    try_password(user.email, PASSWORD, ip=HOME)
    tick()
    assert WrongPasswords.objects.filter(failures__gte=5).exists()
    with time_machine.travel(timezone.now() + counting.KEPT + timedelta(minutes=1)):
        tick()
        assert not WrongPasswords.objects.exists()
        assert KnownPlace.objects.count() == 1
    with time_machine.travel(timezone.now() + sign_in.PLACES_KEPT + timedelta(minutes=1)):
        tick()
        assert not KnownPlace.objects.exists()


def test_every_wait_ends_before_its_counter_is_forgotten():
    assert all(wait <= counting.KEPT for rule in RULES.values() for wait in rule.waits)


def test_a_closed_account_is_told_nothing():
    user = UserFactory(is_active=False)
    guess(user.email, 6)
    tick()
    assert not OutgoingMessage.objects.exists()
    assert User.objects.filter(pk=user.pk, is_active=False).exists()
