"""Working days in Saxony."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.working_days import is_working_day, on_or_after, on_or_before

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_buss_und_bettag_is_a_holiday_here_and_fronleichnam_is_not():
    assert not is_working_day(date(2026, 11, 18))
    assert is_working_day(date(2026, 6, 4))


def test_weekends_and_christmas_are_passed_over():
    assert on_or_after(date(2026, 12, 25)) == date(2026, 12, 28)
    assert on_or_before(date(2026, 12, 27)) == date(2026, 12, 24)


@given(DAYS)
def test_the_next_working_day_is_one_and_at_most_five_days_off(day):
    for found in (on_or_after(day), on_or_before(day)):
        assert is_working_day(found)
        assert abs(found - day) <= timedelta(days=5)
    assert on_or_before(day) <= day <= on_or_after(day)
