"""Accounts in the administration: who gets hold of one could sign, so each change is told to person and team."""

import pytest
from django.core import mail
from django.urls import reverse

from core.journal import PORTAL, verify_chain
from core.models import JournalEntry
from staff.models import Role, User
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db

NEW = "Neues-Kennwort-2026-x"


@pytest.fixture
def admin(client) -> User:
    user = UserFactory(role=Role.ADMIN, first_name="Arno", last_name="Admin")
    client.force_login(user)
    return user


@pytest.fixture
def person() -> User:
    return UserFactory(first_name="Petra", last_name="Muster", email="petra.muster@lpr.example")


def change(client, user: User, **changes):
    values = {name: getattr(user, name) for name in ("email", "first_name", "last_name", "phone", "role")}
    rows = {f"signing_authorities-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    form = {**values, "is_active": "on", **rows, **changes}
    return client.post(reverse("admin:staff_user_change", args=[user.pk]), form)


def test_a_changed_address_is_told_to_the_former_one(client, admin, person, run_tasks):
    assert change(client, person, email="jemand.anders@lpr.example").status_code == 302
    run_tasks()
    assert [message.to for message in mail.outbox] == [["petra.muster@lpr.example"]]
    assert "Haben Sie das nicht erwartet?" in mail.outbox[0].body
    entry = JournalEntry.objects.get(kind="user.changed")
    assert (entry.key, entry.data, entry.actor_id) == (PORTAL, {"fields": ["email"]}, str(admin.pk))
    assert entry.free_text.text == "Petra Muster"
    verify_chain(PORTAL)


def test_a_password_set_by_somebody_else_is_told(client, admin, person, run_tasks):
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    form = {"usable_password": "true", "password1": NEW, "password2": NEW}
    assert client.post(address, form).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert JournalEntry.objects.get(kind="user.changed").data == {"fields": ["password"]}
    run_tasks()
    assert [message.to for message in mail.outbox] == [["petra.muster@lpr.example"]]
    assert "Konto geändert: Passwort" in client.get("/team/").content.decode()


def test_a_new_phone_number_is_recorded_and_needs_no_mail(client, admin, person, run_tasks):
    assert change(client, person, phone="0351 555 01").status_code == 302
    assert JournalEntry.objects.get(kind="user.changed").data == {"fields": ["phone"]}
    run_tasks()
    assert mail.outbox == []


def test_saved_without_a_change_nothing_is_recorded(client, admin, person):
    assert change(client, person).status_code == 302
    assert not JournalEntry.objects.exists()


def test_a_new_account_is_recorded_with_its_role(client, admin):
    form = {"email": "neu@lpr.example", "first_name": "Nele", "last_name": "Neu", "role": "head"}
    rows = {f"signing_authorities-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    passwords = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert client.post(reverse("admin:staff_user_add"), {**form, **passwords, **rows}).status_code == 302
    assert JournalEntry.objects.get(kind="user.created").data == {"role": "head"}
    assert "Konto angelegt: Leitung" in client.get("/team/").content.decode()


def test_a_password_that_is_refused_leaves_no_entry(client, admin, person):
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    form = {"usable_password": "true", "password1": "kurz", "password2": "kurz"}
    assert client.post(address, form).status_code == 200
    assert not JournalEntry.objects.exists()
