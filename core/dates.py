"""Days and moments: how they are written for people, and which are plausible at all. One rule of each, for everywhere.

Templates write them by the filters of the same names (`core/templatetags/dates.py`), which need no loading. A moment
is written in the portal's time zone, whichever zone it comes in: shortly after midnight it is another day in UTC. Words
such as "Uhr" belong to the sentence. What machines read is ISO 8601, by Python's `isoformat`.

A year of two or three digits is a slip of the hand ("01.09.0021") that no list, file or deadline can show rightly.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateformat import format as formatted

EARLIEST = date(1900, 1, 1)  # the first day that Excel knows
LATEST = date(2200, 12, 31)


def validate_plausible_date(value: date) -> None:
    """Refuse a day or moment outside ``EARLIEST`` to ``LATEST`` by a ValidationError with a German sentence."""
    if not EARLIEST.year <= value.year <= LATEST.year:
        raise ValidationError(
            "Das Jahr %(year)s ist nicht plausibel. Bitte schreiben Sie das Jahr mit vier Ziffern, etwa 2021.",
            code="implausible_date",
            params={"year": f"{value.year:04d}"},
        )


def _written(value: date, form: str) -> str:
    """A date, or a moment in the portal's time zone, in Django's format ``form``."""
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return formatted(local, form)


def day(value: date) -> str:
    """Return the day of a date or moment: "03.09.2026"."""
    return _written(value, "d.m.Y")


def day_and_month(value: date) -> str:
    """Return a day of the current year: "03.09."."""
    return _written(value, "d.m.")


def day_in_words(value: date) -> str:
    """Return a day as documents and letters write it: "3. September 2026"."""
    return _written(value, "j. F Y")


def weekday_and_day(value: date) -> str:
    """Return the day with its weekday: "Do, 03.09.2026"."""
    return _written(value, "D, d.m.Y")


def clock(value: datetime) -> str:
    """Return the time of day: "08:05"."""
    return _written(value, "H:i")


def clock_to_the_second(value: datetime) -> str:
    """Return the time of day, as evidence needs it: "08:05:09"."""
    return _written(value, "H:i:s")


def moment(value: datetime) -> str:
    """Return day and time: "03.09.2026, 08:05"."""
    return f"{day(value)}, {clock(value)}"


def moment_to_the_second(value: datetime) -> str:
    """Return day and time, as evidence needs it: "03.09.2026, 08:05:09"."""
    return f"{day(value)}, {clock_to_the_second(value)}"
