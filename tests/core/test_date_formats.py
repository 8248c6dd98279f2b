"""How days and moments are written, in Python and in templates alike."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils.formats import get_format

from core import dates

DAY = date(2026, 9, 3)
AT = datetime(2026, 9, 3, 6, 5, 9, tzinfo=UTC)  # in Berlin 8:05
LOCAL = datetime.fromisoformat("2026-09-03T08:05:09+02:00")
WRITTEN = {
    "day": "03.09.2026",
    "day_and_month": "03.09.",
    "day_in_words": "3. September 2026",
    "weekday_and_day": "Do, 03.09.2026",
    "clock": "08:05",
    "clock_to_the_second": "08:05:09",
    "moment": "03.09.2026, 08:05",
    "moment_to_the_second": "03.09.2026, 08:05:09",
}


def rendered(source: str, value: object) -> str:
    return engines["django"].from_string(source).render({"value": value})


@pytest.mark.parametrize("name", WRITTEN)
def test_python_and_templates_write_the_same(name):
    assert getattr(dates, name)(LOCAL) == WRITTEN[name]
    assert rendered(f"{{{{ value|{name} }}}}", AT) == WRITTEN[name], "a template writes local time"
    assert rendered(f"{{{{ value|{name} }}}}", None) == rendered(f"{{{{ value|{name} }}}}", "") == ""


@pytest.mark.parametrize("name", ["day", "day_and_month", "day_in_words", "weekday_and_day"])
def test_a_day_is_written_as_the_day_of_a_moment_is(name):
    assert getattr(dates, name)(DAY) == rendered(f"{{{{ value|{name} }}}}", DAY) == WRITTEN[name]


def test_the_formats_that_django_names_are_ours():
    """`{% now "SHORT_DATE_FORMAT" %}` says today."""
    assert (get_format("SHORT_DATE_FORMAT"), get_format("TIME_FORMAT")) == ("d.m.Y", "H:i")


SHORTLY_AFTER_MIDNIGHT = datetime(2026, 9, 2, 22, 5, 9, tzinfo=UTC)  # 00:05:09 on the third, by the portal's clock


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (dates.day, "03.09.2026"),
        (dates.day_and_month, "03.09."),
        (dates.day_in_words, "3. September 2026"),
        (dates.weekday_and_day, "Do, 03.09.2026"),
        (dates.clock, "00:05"),
        (dates.clock_to_the_second, "00:05:09"),
        (dates.moment, "03.09.2026, 00:05"),
        (dates.moment_to_the_second, "03.09.2026, 00:05:09"),
    ],
)
def test_a_moment_is_written_by_the_portals_clock_whichever_zone_it_comes_in(form, written):
    assert form(SHORTLY_AFTER_MIDNIGHT) == form(SHORTLY_AFTER_MIDNIGHT.astimezone(ZoneInfo("Europe/Berlin"))) == written
