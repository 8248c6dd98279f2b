"""Which dates are plausible."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from core.dates import EARLIEST, LATEST, validate_plausible_date


@pytest.mark.parametrize("value", [EARLIEST, LATEST, date(2021, 9, 1), datetime(2021, 9, 1, 12, tzinfo=UTC)])
def test_days_and_moments_of_our_times_are_plausible(value):
    validate_plausible_date(value)


@pytest.mark.parametrize("value", [date(21, 9, 1), date(1899, 12, 31), date(2201, 1, 1), datetime(21, 9, 1, tzinfo=UTC)])
def test_other_years_are_refused_with_a_sentence_that_says_what_to_do(value):
    with pytest.raises(ValidationError, match=f"Das Jahr {value.year:04d} ist nicht plausibel.*vier Ziffern"):
        validate_plausible_date(value)
