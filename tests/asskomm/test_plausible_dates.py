"""Every day and moment that the portal keeps, asks for or filters by has a plausible year."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.db import IntegrityError, connection, models, transaction
from django.urls import get_resolver
from django.utils import timezone
from django_filters import FilterSet

from core.dated_fields import DayField, MomentField
from core.dates import validate_plausible_date
from core.forms import DayField as FormDayField
from staff.models import Role
from tests.asskomm.test_addresses import patterns
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.staff import UserFactory

ROOMS = ("core", "staff", "communes", "agreements", "coaching", "asskomm")
SLIP = "0021-09-01"
SENTENCE = "Das Jahr 0021 ist nicht plausibel. Bitte schreiben Sie das Jahr mit vier Ziffern, etwa 2021."


def columns() -> list[tuple[type[models.Model], Any]]:
    """Every day and moment of our models; the history copies what others were allowed to hold."""
    ours = [model for model in apps.get_models() if model.__module__.partition(".")[0] in ROOMS]
    fields = [(model, field) for model in ours if not hasattr(model, "pgh_id") for field in model._meta.local_fields]
    return [(model, field) for model, field in fields if isinstance(field, models.DateField)]


def test_every_day_and_moment_of_a_model_has_the_rule():
    plain = [f"{m._meta.label}.{f.name}" for m, f in columns() if not isinstance(f, DayField | MomentField)]
    foreign = {"staff.User.last_login"}  # of Django's AbstractBaseUser, written by signing in
    assert set(plain) <= foreign, f"Please use DayField or MomentField of core.dated_fields: {plain}"
    assert len(columns()) > 70


@pytest.mark.django_db
def test_the_database_refuses_an_implausible_year_in_each_column():
    bad = (SLIP, "1899-12-31", "2201-01-01", "infinity", "0044-03-15 BC")
    ruled = [(model, field) for model, field in columns() if isinstance(field, DayField | MomentField)]
    not_refused = [
        (model._meta.label, field.name, value)
        for model, field in ruled
        for value in bad
        if _refusal(model, field.column, value) != f"{model._meta.model_name}_{field.name}_plausible"
    ]
    assert [field.name for model, field in ruled if _refusal(model, field.column, "2021-09-01")] == []
    assert not_refused == []


def _refusal(model: type[models.Model], column: str, value: str) -> str:
    """The rule about plausible dates by which the table of ``model`` refuses a row; empty if it does not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE tried (LIKE {model._meta.db_table} INCLUDING CONSTRAINTS)")
            for name in _others(cursor):
                cursor.execute(f'ALTER TABLE tried DROP CONSTRAINT "{name}"')
            for required in model._meta.local_concrete_fields:
                cursor.execute(f'ALTER TABLE tried ALTER "{required.column}" DROP NOT NULL')
            cursor.execute(f'INSERT INTO tried ("{column}") VALUES (%s)', [value])
            transaction.set_rollback(True)
    except IntegrityError as refused:
        return str(refused.__cause__.diag.constraint_name)
    return ""


def _others(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'tried'::regclass AND conname NOT LIKE '%_plausible'"
    )
    return [name for (name,) in cursor.fetchall()]


def every_form() -> Iterator[type[forms.BaseForm]]:
    """The forms of the portal's own pages and filters, whose modules come with the addresses."""
    assert list(patterns(get_resolver()))
    waiting: list[Any] = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.partition(".")[0] in ROOMS and not form.__module__.startswith("core.crispy_kern."):
            yield form


def test_every_form_asks_for_plausible_dates():
    found = [(form, name, field) for form in every_form() for name, field in form.base_fields.items()]
    dates = [(form, name, field) for form, name, field in found if isinstance(field, forms.DateField)]
    plain = [f"{form.__name__}.{name}" for form, name, field in dates if not isinstance(field, FormDayField)]
    assert plain == [], "Please use DayField of core.forms."
    assert len(dates) > 15


def test_every_filter_asks_for_plausible_dates():
    filtersets = [each for each in FilterSet.__subclasses__() if each.__module__.partition(".")[0] in ROOMS]
    fields = [
        each.field
        for filterset in filtersets
        for each in filterset.base_filters.values()
        if "Date" in str(type(each)) or "Day" in str(type(each))
    ]
    assert len(fields) >= 2
    assert all(isinstance(field, FormDayField) for field in fields)


def test_every_form_of_the_admin_asks_for_plausible_dates(rf):
    request = rf.get("/")
    request.user = UserFactory.build(role=Role.ADMIN, pk=1)
    seen = 0
    for model, page in admin.site._registry.items():
        for field in (
            page.get_form(request, None, change=False).base_fields.values() if page.has_add_permission(request) else ()
        ):
            if isinstance(field, forms.DateField | forms.DateTimeField):
                seen += 1
                assert validate_plausible_date in field.validators, model
    assert seen >= 4


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [SLIP, "01.09.0021"])
def test_a_year_of_two_digits_in_a_form_is_told_at_its_field(client, typed):
    client.force_login(UserFactory(role=Role.ADMIN))
    commune = CommuneFactory()
    answer = client.post(f"/kommunen/{commune.ags}/amtspersonen/neu/", {"office": "mayor", "valid_from": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors["valid_from"] == [SENTENCE]


@pytest.mark.django_db
def test_a_short_year_as_germans_type_it_is_of_this_century(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    commune = CommuneFactory()
    answer = client.post(f"/kommunen/{commune.ags}/amtspersonen/neu/", {"office": "mayor", "valid_from": "01.09.21"})
    assert "valid_from" not in answer.context["form"].errors
    assert answer.context["form"].cleaned_data["valid_from"] == date(2021, 9, 1)


@pytest.mark.django_db
def test_the_administration_is_told_at_the_field(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    holder = OfficeHolderFactory()
    answer = client.post(f"/verwaltung/communes/officeholder/{holder.pk}/change/", {"valid_from": "01.09.0021"})
    assert answer.context["adminform"].form.errors["valid_from"] == [SENTENCE]


@pytest.mark.django_db
def test_a_filter_and_a_key_date_of_another_age_are_told(client):
    client.force_login(UserFactory(role=Role.HEAD))
    PreAgreementFactory()
    filtered = client.get("/vereinbarungen/", {"inkraft": SLIP})
    assert SENTENCE in filtered.content.decode()
    report = client.get("/berichte/", {"stichtag": SLIP})
    assert SENTENCE in report.content.decode()
    assert report.context["report"].scope.day == timezone.localdate()
