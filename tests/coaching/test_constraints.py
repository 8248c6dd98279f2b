"""What the database itself refuses."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from coaching.models import Coach, Engagement
from staff.models import Role
from tests.factories.coaching import CoachFactory, EngagementFactory, GoalFactory, RunningFactory, SessionFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("engagement_status_has_its_days", {"status": "unknown"}),
        ("engagement_status_has_its_days", {"status": "running"}),
        ("engagement_status_has_its_days", {"started_on": TODAY()}),
        ("engagement_status_has_its_days", {"ended_on": TODAY()}),
        ("engagement_status_has_its_days", {"status": "completed", "started_on": TODAY()}),
        ("engagement_status_has_its_days", {"status": "completed", "ended_on": TODAY()}),
        ("engagement_status_has_its_days", {"status": "broken_off", "started_on": TODAY()}),
        (
            "engagement_ends_after_start",
            {"status": "completed", "started_on": TODAY(), "ended_on": TODAY() - timedelta(days=1)},
        ),
        ("engagement_plan_ordered", {"planned_until": TODAY() - timedelta(days=1)}),
        ("engagement_days_positive", {"granted_days": Decimal(0)}),
        ("engagement_days_positive", {"granted_days": Decimal(-1)}),
        ("engagement_days_in_quarters", {"granted_days": Decimal("1.20")}),
    ],
)
def test_engagements(name, changes):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        EngagementFactory(**changes)


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


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("session_form_valid", {"form": "letter"}),
        ("session_minutes_valid", {"minutes": 0}),
        ("session_minutes_valid", {"minutes": 961}),
        ("session_has_participants", {"participants": 0}),
    ],
)
def test_sessions(name, changes):
    engagement = RunningFactory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SessionFactory(engagement=engagement, **changes)


def test_a_goal_says_something():
    with pytest.raises(IntegrityError, match="goal_has_text"), transaction.atomic():
        GoalFactory(text="")


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_coach_has_days_in_a_year(days):
    with pytest.raises(IntegrityError, match="coach_days_per_year_valid"), transaction.atomic():
        CoachFactory(days_per_year=days)


def test_only_an_account_of_a_coach_becomes_one():
    with pytest.raises(ValidationError, match="nicht die Rolle Coach"):
        Coach(user=UserFactory(role=Role.CASEWORKER), days_per_year=10).clean()
