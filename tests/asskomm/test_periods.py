"""Every model with a period: whatever is missing or the wrong way round is told, and never breaks."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from communes.models import OfficeHolder, Responsibility
from communes.office_holders.forms import OfficeHolderForm
from core.periods import UNORDERED, NoOverlap, Period
from staff.models import Role, SigningAuthority, Substitution
from tests.factories.communes import CommuneFactory, DistrictFactory, OfficeHolderFactory, ResponsibilityFactory
from tests.factories.staff import SigningAuthorityFactory, SubstitutionFactory, UserFactory

FACTORIES: dict[type[models.Model], Any] = {
    OfficeHolder: OfficeHolderFactory,
    Responsibility: ResponsibilityFactory,
    SigningAuthority: SigningAuthorityFactory,
    Substitution: SubstitutionFactory,
}


def with_exclusion() -> Iterator[tuple[type[models.Model], ExclusionConstraint]]:
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, ExclusionConstraint):
                yield model, constraint


def test_every_exclusion_constraint_asks_only_about_complete_rows():
    assert {model for model, _ in with_exclusion()} == set(FACTORIES)
    assert all(isinstance(constraint, NoOverlap) for _, constraint in with_exclusion())
    assert {model for model in apps.get_models() if issubclass(model, Period)} == set(FACTORIES)


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTORIES)
def test_a_period_that_ends_before_it_begins_is_told_at_its_end(model):
    row = FACTORIES[model].build(valid_from=date(2026, 5, 2), valid_until=date(2026, 5, 1))
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.message_dict["valid_until"] == [UNORDERED]


@pytest.mark.django_db
def test_a_commune_that_ended_before_it_began_is_told_at_its_end():
    commune = CommuneFactory(valid_from=date(2026, 5, 2))
    commune.valid_until = date(2026, 5, 1)
    with pytest.raises(ValidationError) as refused:
        commune.full_clean()
    assert refused.value.message_dict == {"valid_until": [UNORDERED]}


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTORIES)
def test_a_period_beside_another_is_refused_where_it_overlaps(model):
    stored = FACTORIES[model](valid_from=date(2026, 5, 1), valid_until=date(2026, 6, 1))
    fields = {f.attname: getattr(stored, f.attname) for f in model._meta.fields if not f.primary_key}
    beside = model(**{**fields, "valid_from": date(2026, 6, 2), "valid_until": None})
    beside.full_clean()
    beside.valid_from = date(2026, 6, 1)
    with pytest.raises(ValidationError, match="In dieser Zeit"):
        beside.full_clean()
    stored.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTORIES)
def test_an_empty_row_is_told_what_is_missing(model):
    ResponsibilityFactory()
    # What no form asks for: who granted a right to sign, and that it counts.
    row = model(confirmed_at=timezone.now()) if model is SigningAuthority else model()
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert "valid_from" in refused.value.message_dict
    assert "__all__" not in refused.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTORIES)
def test_any_field_may_have_failed_before_the_constraints_are_asked(model):
    row = FACTORIES[model].create()
    names = [field.name for field in model._meta.fields]
    for name in names:
        row.validate_constraints(exclude={name})


@pytest.mark.django_db
def test_an_office_holder_without_an_office_is_told_to_choose_one():
    commune = CommuneFactory()
    sent = {"office": "", "salutation": "", "valid_from": "2026-01-01", "first_name": "Erika", "last_name": "Muster"}
    form = OfficeHolderForm(sent, instance=OfficeHolder(commune=commune), commune=commune, cancel_url="/")
    assert not form.is_valid()
    assert set(form.errors) == {"office", "salutation"}


@pytest.mark.django_db
@pytest.mark.parametrize("office", ["", "mayor"])
def test_the_administration_is_told_too(client, office):
    client.force_login(UserFactory(role=Role.ADMIN))
    commune = CommuneFactory()
    sent = {"commune": commune.pk, "office": office, "valid_from": "02.05.2026", "valid_until": "01.05.2026"}
    answer = client.post("/verwaltung/communes/officeholder/add/", sent)
    assert answer.status_code == 200
    assert ("office" in answer.context["adminform"].form.errors) == (office == "")
    assert answer.context["adminform"].form.errors["valid_until"] == [UNORDERED]


@pytest.mark.django_db
def test_a_responsibility_that_ends_before_it_begins_is_refused_in_the_administration(client):
    user = UserFactory(role=Role.ADMIN)
    client.force_login(user)
    sent = {"district": DistrictFactory().pk, "user": user.pk, "valid_from": "02.05.2026", "valid_until": "01.05.2026"}
    answer = client.post("/verwaltung/communes/responsibility/add/", sent)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors == {"valid_until": [UNORDERED]}
