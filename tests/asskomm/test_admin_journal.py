"""Whatever the administration saves in Django's admin stands in the journal, with who did it (signing rule 20)."""

from datetime import date

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from core.journal import PORTAL
from core.models import JournalEntry
from staff.admin import UserAdmin
from staff.journaled_admin import JournaledAdmin
from staff.models import Role
from tests.factories.communes import CommuneFactory, DistrictFactory, ResponsibilityFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(role=Role.ADMIN)
    client.force_login(user)
    return user


def only_entry(kind: str) -> JournalEntry:
    assert list(JournalEntry.objects.values_list("kind", flat=True)) == [kind]
    return JournalEntry.objects.get()


def test_no_page_of_the_admin_saves_without_the_journal(administrator):
    request = RequestFactory().get("/")
    request.user = administrator
    writable = {
        model._meta.label: type(pages)
        for model, pages in admin.site._registry.items()
        if pages.has_add_permission(request) or pages.has_change_permission(request)
    }
    assert len(writable) > 8
    silent = [label for label, pages in writable.items() if not issubclass(pages, JournaledAdmin | UserAdmin)]
    assert silent == []


def test_a_responsibility_of_the_past_is_recorded(client, administrator):
    district, person = DistrictFactory(), UserFactory()
    form = {"district": district.pk, "user": person.pk, "valid_from": "01.01.2021", "valid_until": "31.12.2022"}
    assert client.post(reverse("admin:communes_responsibility_add"), form).status_code == 302
    entry = only_entry("responsibility.created")
    assert (entry.key, entry.actor_id) == (PORTAL, str(administrator.pk))
    assert entry.data == {"district": district.pk, "to": person.pk, "on": "2021-01-01", "until": "2022-12-31"}
    assert "Zuständigkeit in der Verwaltung eingetragen" in client.get("/team/").content.decode()


def test_a_responsibility_changed_afterwards_is_recorded(client, administrator):
    row = ResponsibilityFactory(valid_from=date(2021, 1, 1))
    form = {"district": row.district_id, "user": row.user_id, "valid_from": "01.01.2020", "valid_until": ""}
    assert client.post(reverse("admin:communes_responsibility_change", args=[row.pk]), form).status_code == 302
    assert only_entry("responsibility.changed").data["fields"] == ["valid_from"]


def test_saved_without_a_change_nothing_is_recorded(client, administrator):
    row = ResponsibilityFactory()
    form = {"district": row.district_id, "user": row.user_id, "valid_from": "01.01.2020", "valid_until": ""}
    assert client.post(reverse("admin:communes_responsibility_change", args=[row.pk]), form).status_code == 302
    assert not JournalEntry.objects.exists()


def test_a_changed_commune_stands_in_its_own_chain(client, administrator):
    commune = CommuneFactory()
    address = reverse("admin:communes_commune_change", args=[commune.pk])
    found = client.get(address).context["adminform"].form
    form = {name: found.get_initial_for_field(field, name) for name, field in found.fields.items()}
    form = {name: "on" if value is True else value for name, value in form.items() if value not in (None, False)}
    assert client.post(address, {**form, "population": "4711"}).status_code == 302
    assert (only_entry("commune.changed").key, JournalEntry.objects.get().data) == (
        commune.ags,
        {"fields": ["population"]},
    )
