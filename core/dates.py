"""Which dates are plausible at all: one rule for every form, column, model and row of the database.

A year of two or three digits is a slip of the hand ("01.09.0021") that no list, file or deadline can show rightly.
"""

from datetime import date

from django.core.exceptions import ValidationError

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
