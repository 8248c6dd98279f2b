"""The administration's pages speak German: no label that Django made of a name in the code."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.utils import label_for_field
from django.db.models import Field
from django.test import RequestFactory

from staff.models import Role
from tests.factories.staff import PASSWORD, UserFactory

SHOWN = sorted(admin.site._registry.values(), key=lambda each: each.model._meta.label)


def made_of_the_name(name: str, label: str) -> bool:
    return (label in {name.replace("_", " "), name.replace("_", " ").capitalize()} and "_" in name) or label == name


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.model._meta.label)
def test_heads_of_columns_and_fields_are_german(page: ModelAdmin[Any]) -> None:
    request = RequestFactory().get("/")
    request.user = UserFactory.build(role=Role.ADMIN)
    columns = {str(name): label_for_field(str(name), page.model, page) for name in page.get_list_display(request)}
    fields = {
        field.name: str(field.verbose_name)
        for field in page.model._meta.get_fields()
        if isinstance(field, Field) and field.editable and field.name not in {"id", "ptr"}
    }
    left = {name: label for name, label in {**fields, **columns}.items() if made_of_the_name(name, label)}
    assert left == {}


@pytest.mark.django_db
def test_an_accounts_page_says_in_german_how_its_password_is_kept(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    person = UserFactory(password=PASSWORD)
    page = client.get(f"/verwaltung/staff/user/{person.pk}/change/").content.decode()
    assert "Das Passwort selbst ist nicht gespeichert" in page
    assert "Passwort neu setzen" in page
    assert "Reset password" not in page


@pytest.mark.django_db
def test_the_page_for_a_new_password_is_german(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    page = client.get(f"/verwaltung/staff/user/{UserFactory(password=PASSWORD).pk}/password/").content.decode()
    assert "Anmeldung mit Passwort" in page
    assert "Ohne Passwort kann sich die Person nicht anmelden." in page
    for english in ("authentication", "Enabled", "Disabled", "Whether"):
        assert english not in page


@pytest.mark.django_db
def test_the_page_for_a_new_account_is_german(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    page = client.get("/verwaltung/staff/user/add/").content.decode()
    assert 'name="password2"' in page
    for english in ("After you", "be able to"):
        assert english not in page
