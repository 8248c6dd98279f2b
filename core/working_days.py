"""Working days in Saxony: Monday to Friday, without public holidays (Buß- und Bettag is one here)."""

from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@cache
def _public_holidays(year: int) -> frozenset[date]:
    """SächsSFG, section 1; those of a few communes only (Fronleichnam) do not count."""
    import holidays  # noqa: PLC0415 - slow to load for those who plan no reminder

    return frozenset(holidays.country_holidays("DE", subdiv="SN", years=year))


def is_working_day(day: date) -> bool:
    """Whether offices in Saxony are open on ``day``."""
    return day.weekday() < SATURDAY and day not in _public_holidays(day.year)


def on_or_after(day: date) -> date:
    """``day`` itself, or the next working day."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def on_or_before(day: date) -> date:
    """``day`` itself, or the working day before it."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day
