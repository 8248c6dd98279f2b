"""Every constraint on the tables of coaching, each with statements that the database refuses."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories.coaching import EngagementFactory, GoalFactory, RunningFactory, SessionFactory
from tests.guarantees import World, guarantees_of, insert, not_refused, update

pytestmark = pytest.mark.django_db

DAY = timezone.localdate()
BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def world() -> World:
    """One row of each kind, as well as it can be."""
    running = RunningFactory()
    return {
        "coach": running.coach,
        "planned": EngagementFactory(),
        "running": running,
        "goal": GoalFactory(engagement=running),
        "session": SessionFactory(engagement=running),
    }


STATEMENTS = [
    insert("coaching_coach_user_id_key", "coach"),
    update("coach_days_per_year_valid", "coach", days_per_year=0),
    update("coach_days_per_year_valid", "coach", days_per_year=-1),
    update("coach_days_per_year_valid", "coach", days_per_year=Decimal("366.25")),
    update("engagement_status_has_its_days", "planned", status="unknown"),
    update("engagement_status_has_its_days", "planned", status="running"),
    update("engagement_status_has_its_days", "planned", status="completed", ended_on=DAY),
    update("engagement_status_has_its_days", "planned", started_on=DAY),
    update("engagement_status_has_its_days", "planned", ended_on=DAY),
    update("engagement_status_has_its_days", "running", ended_on=DAY),
    update("engagement_status_has_its_days", "running", status="completed"),
    update("engagement_status_has_its_days", "running", status="broken_off"),
    update("engagement_ends_after_start", "running", status="completed", started_on=DAY, ended_on=BEFORE),
    update("engagement_plan_ordered", "planned", planned_until=BEFORE),
    update("engagement_days_positive", "planned", granted_days=0),
    update("engagement_days_positive", "planned", granted_days=-1),
    update("engagement_days_in_quarters", "planned", granted_days=Decimal("1.20")),
    update("goal_has_text", "goal", text=""),
    update("session_form_valid", "session", form="letter"),
    update("session_minutes_valid", "session", minutes=0),
    update("session_minutes_valid", "session", minutes=961),
    update("session_has_participants", "session", participants=0),
]


def test_the_database_refuses_each_of_them(world):
    assert not_refused(STATEMENTS, world) == []


def test_every_guarantee_has_a_statement_that_breaks_it():
    assert {statement.guarantee for statement in STATEMENTS} == guarantees_of("coaching")
