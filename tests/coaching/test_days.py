"""Days granted and used: one day is eight hours, and never more is used than granted."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from coaching.days import Budget, days_of, days_text, duration_text, minutes_of, number_text
from coaching.models import Engagement
from coaching.sessions import saving
from coaching.sessions.forms import SessionForm
from staff.actors import StaffActor
from tests.factories.coaching import RunningFactory, SessionFactory, running


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0"), (90, "0,19"), (120, "0,25"), (480, "1"), (720, "1,5"), (4800, "10"), (480_000, "1.000")],
)
def test_days_read_without_idle_zeros(minutes, text):
    assert number_text(days_of(minutes)) == text


def test_the_unit_agrees_with_the_number():
    assert [days_text(Decimal(value)) for value in ("0", "0.25", "1", "1.5")] == [
        "0 Tage",
        "0,25 Tage",
        "1 Tag",
        "1,5 Tage",
    ]


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(45, "45 Minuten"), (60, "1 Stunde"), (90, "90 Minuten"), (120, "2 Stunden"), (135, "2 Stunden 15 Minuten")],
)
def test_durations_read_in_hours_and_minutes(minutes, text):
    assert duration_text(minutes) == text


def test_the_budget_in_words():
    assert Budget.of(Decimal(6), 600).text == (
        "1,25 von 6 Tagen verbraucht (10 Stunden); es bleiben 4,75 Tage (38 Stunden)."
    )


@given(quarters=st.integers(1, 1464))
def test_quarters_of_a_day_are_whole_minutes_and_come_back(quarters):
    days = Decimal(quarters) / 4
    assert days_of(minutes_of(days)) == days


def session_form(engagement, minutes, instance=None):
    values = {"date": timezone.localdate(), "form": "online", "minutes": minutes, "participants": 3, "result": "Ja."}
    form = SessionForm(values, instance=instance, engagement=engagement, cancel_url="")
    assert form.is_valid(), form.errors
    return form


class UsedDays(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        quarters=st.integers(1, 12),
        tries=st.lists(st.tuples(st.integers(1, 960), st.booleans()), min_size=1, max_size=8),
    )
    def test_used_days_are_the_sum_of_the_minutes_and_never_exceed_what_was_granted(self, quarters, tries):
        """Sessions are entered, or the newest one corrected, as they come; some are refused."""
        engagement = RunningFactory(granted_days=Decimal(quarters) / 4)
        actor = StaffActor(engagement.coach.user)
        granted = Fraction(quarters, 4)
        accepted: list[int] = []
        newest = None
        for minutes, correct in tries:
            kept = accepted[:-1] if correct and newest else accepted
            fits = Fraction(sum(kept) + minutes, 480) <= granted
            form = session_form(engagement, minutes, newest if correct else None)
            try:
                newest = saving.save_session(form, actor=actor)
            except saving.BudgetExceededError:
                assert not fits
                if newest is not None:
                    newest.refresh_from_db()
            else:
                assert fits
                accepted = [*kept, minutes]
            stored = Engagement.objects.with_used_minutes().get(pk=engagement.pk)
            assert stored.minutes_used == stored.budget().used == sum(accepted)
            assert Fraction(sum(accepted), 480) <= granted
            assert abs(Fraction(days_of(stored.minutes_used)) - Fraction(sum(accepted), 480)) < Fraction(1, 10**20)


@pytest.mark.django_db
def test_the_last_minute_fits_and_one_more_does_not():
    engagement = running(granted_days=Decimal("0.5"))
    SessionFactory(engagement=engagement, minutes=200)
    actor = StaffActor(engagement.coach.user)
    with pytest.raises(saving.BudgetExceededError, match="es bleiben 40 Minuten; dieser Termin dauert 41 Minuten"):
        saving.save_session(session_form(engagement, 41), actor=actor)
    saving.save_session(session_form(engagement, 40), actor=actor)
    assert engagement.budget().left == 0


@pytest.mark.django_db
def test_correcting_a_session_does_not_count_it_twice():
    engagement = running(granted_days=Decimal("0.5"))
    session = SessionFactory(engagement=engagement, minutes=240, date=timezone.localdate() - timedelta(days=1))
    saving.save_session(session_form(engagement, 230, session), actor=StaffActor(engagement.coach.user))
    assert engagement.budget().used == 230
