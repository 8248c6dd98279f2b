"""What is just within the limits of ``test_guarantees.py``."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from coaching.models import Coach, Engagement
from staff.models import Role
from tests.factories.coaching import EngagementFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "broken_off", "ended_on": TODAY()},
        {"status": "completed", "started_on": TODAY(), "ended_on": TODAY()},
        {"granted_days": Decimal("0.25")},
        {"granted_days": Decimal("365.75")},
    ],
)
def test_engagements_that_are_well(changes):
    assert Engagement.objects.filter(pk=EngagementFactory(**changes).pk).exists()


def test_only_an_account_of_a_coach_becomes_one():
    with pytest.raises(ValidationError, match="nicht die Rolle Coach"):
        Coach(user=UserFactory(role=Role.CASEWORKER), days_per_year=10).clean()
