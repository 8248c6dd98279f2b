"""Days and moments in templates: the functions of `core.dates` as filters, in local time; nothing stays nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import template

from core import dates

register = template.Library()


def _filter(write: Callable[[Any], str]) -> Callable[[date | str | None], str]:
    def written(value: date | str | None) -> str:
        return write(value) if isinstance(value, date) else ""

    return written


for name in (
    "day",
    "day_and_month",
    "day_in_words",
    "weekday_and_day",
    "clock",
    "clock_to_the_second",
    "moment",
    "moment_to_the_second",
):
    register.filter(name, _filter(getattr(dates, name)), expects_localtime=True, is_safe=False)
