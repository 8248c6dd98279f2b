"""What the database refuses, no matter who asks."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from communes.models import Commune, OfficeHolder, Responsibility
from tests.factories.communes import CommuneFactory, DistrictFactory, OfficeHolderFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("keys", "constraint"),
    [
        ({"ags": "1499901", "ars": None, "valid_until": date(2018, 12, 31)}, "commune_ags_has_eight_digits"),
        ({"ags": "14999010", "ars": "14999AB00010"}, "commune_ars_has_twelve_digits"),
        ({"ags": "14999010", "ars": "149990000020"}, "commune_ags_from_ars"),
        ({"ags": "14998010", "ars": "149980000010"}, "commune_district_from_ags"),
        ({"ags": "14999010", "ars": None}, "commune_without_ars_is_historical"),
        ({"ags": "14999010", "kind": "village"}, "commune_kind_valid"),
    ],
)
def test_a_commune_with_wrong_keys_is_refused(keys, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        CommuneFactory(**keys)


def test_a_form_says_in_german_what_does_not_fit():
    district = DistrictFactory()
    commune = Commune(ags="14999010", ars="149990000020", name="Musterau", kind="town", district=district)
    with pytest.raises(ValidationError, match="AGS und ARS passen nicht zusammen"):
        commune.full_clean()


def test_a_former_commune_needs_no_ars():
    CommuneFactory(ars=None, valid_until=date(2018, 12, 31))
    CommuneFactory(ars=None, valid_until=date(2018, 12, 31))
    assert Commune.objects.filter(ars=None).count() == 2


def test_two_mayors_at_a_time_are_refused():
    first = OfficeHolderFactory(valid_from=date(2015, 8, 1), valid_until=date(2022, 7, 31))
    with pytest.raises(IntegrityError, match="office_holder_one_mayor_at_a_time"):
        OfficeHolderFactory(commune=first.commune, valid_from=date(2022, 7, 31))


def test_a_mayor_follows_on_the_next_day_and_others_are_not_touched():
    first = OfficeHolderFactory(valid_from=date(2015, 8, 1), valid_until=date(2022, 7, 31))
    OfficeHolderFactory(commune=first.commune, valid_from=date(2022, 8, 1))
    OfficeHolderFactory(commune=first.commune, office="deputy", deputy_rank=1, valid_from=date(2020, 1, 1))
    OfficeHolderFactory(valid_from=date(2015, 8, 1))
    assert OfficeHolder.objects.count() == 4


def test_a_form_refuses_a_second_mayor_of_this_commune_but_not_of_another():
    first = OfficeHolderFactory()
    second = OfficeHolderFactory.build(commune=first.commune)
    with pytest.raises(ValidationError, match="schon jemand im Amt"):
        second.full_clean()
    OfficeHolderFactory.build(commune=CommuneFactory()).full_clean()


@pytest.mark.parametrize("values", [{"office": "deputy"}, {"office": "mayor", "deputy_rank": 1}])
def test_a_deputy_and_nobody_else_has_a_rank(values):
    with pytest.raises(IntegrityError, match="office_holder_rank_iff_deputy"):
        OfficeHolderFactory(**values)


def test_two_caseworkers_for_one_district_on_one_day_are_refused():
    first = ResponsibilityFactory(valid_from=date(2024, 1, 1), valid_until=date(2024, 12, 31))
    with pytest.raises(IntegrityError, match="responsibility_one_at_a_time"):
        ResponsibilityFactory(district=first.district, valid_from=date(2024, 12, 31))


def test_responsibility_passes_on_from_one_day_to_the_next_and_the_past_stays():
    first = ResponsibilityFactory(valid_from=date(2024, 1, 1), valid_until=date(2024, 12, 31))
    second = ResponsibilityFactory(district=first.district, valid_from=date(2025, 1, 1))
    commune = CommuneFactory(district=first.district)
    assert commune.responsible_on(date(2024, 12, 31)) == first.user
    assert commune.responsible_on(date(2025, 1, 1)) == second.user
    assert commune.responsible_on(date(2023, 12, 31)) is None
    assert Responsibility.objects.count() == 2


@pytest.mark.parametrize("factory", [OfficeHolderFactory, ResponsibilityFactory])
def test_a_period_that_ends_before_it_begins_is_refused(factory):
    with pytest.raises(IntegrityError):
        factory(valid_from=date(2024, 2, 1), valid_until=date(2024, 1, 31))
