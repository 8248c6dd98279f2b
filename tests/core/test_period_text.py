"""What people read of a period."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from communes.models import OfficeHolder

TODAY = timezone.localdate


@pytest.mark.parametrize(("days", "word"), [(-1, "seit"), (0, "seit"), (1, "ab"), (400, "ab")])
def test_what_begins_later_is_not_said_to_hold_already(days, word):
    begin = TODAY() + timedelta(days=days)
    assert OfficeHolder(valid_from=begin).period_text == f"{word} {begin:%d.%m.%Y}"


def test_both_ends():
    assert OfficeHolder(valid_from=date(2024, 1, 1), valid_until=date(2026, 12, 31)).period_text == (
        "01.01.2024 bis 31.12.2026"
    )
