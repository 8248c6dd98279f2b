"""Days and moments are written for people by core.dates alone: a format anywhere else is a second one."""

import ast
import re

import pytest

from tests.architecture.floors import FLOORS
from tests.architecture.test_repository import ROOT, tracked

# In Django's letters, in strftime's, in those of a format specification.
FOR_PEOPLE = re.compile(r"%d\.\s?%m|%H:%M|(?<![\w.])[dj]\.\s?[mnFbM]\b|(?<!\w)[HG]:i")
TEMPLATE_FORMAT = re.compile(r"\|(?:date|time)\b(?!:'c')|{%\s*now\s+(?!\"[A-Z_]+\")")
# Both know nothing of core: the pack is a package of its own, and signing writes two days in a report on keys.
APART = ("core/crispy_kern/", "core/signing/")


def formats_in(source: str) -> list[int]:
    """The lines of strings that are formats; of docstrings, too, where they show one."""
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [node.lineno for node in strings if isinstance(node.value, str) and FOR_PEOPLE.search(node.value)]


def test_python_writes_days_by_core_dates():
    own = [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in FLOORS]
    assert len(own) > 300
    found = [
        f"{name}:{line}"
        for path in own
        if (name := str(path.relative_to(ROOT))) != "core/dates.py"
        and not name.startswith(APART)
        and "migrations" not in path.parts
        for line in formats_in(path.read_text())
    ]
    assert found == []


def test_templates_write_days_by_the_filters_of_core_dates():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("*.html", "*.txt")
        if path.relative_to(ROOT).parts[0] not in {"tests", "requirements"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if TEMPLATE_FORMAT.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    ["f'{day:%d.%m.%Y}'", "day.strftime('%d.%m.')", "date_format(day, 'd.m.Y')", "'j. F Y'", "f'{at:%H:%M}'", "'H:i'"],
)
def test_a_format_is_seen(source):
    assert formats_in(source) == [1]


@pytest.mark.parametrize("source", ["f'{day:%Y-%m-%d}'", "'i. V.'", "'z. B. d. h.'", "'am 3. März 2026'", "'08:05'"])
def test_what_is_no_format_is_left_alone(source):
    assert formats_in(source) == []


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ('{{ at|date:"d.m.Y" }}', True),
        ("{{ at|date }}", True),
        ('{{ at|time:"H:i" }}', True),
        ('{% now "d.m.Y" %}', True),
        ('{% now "SHORT_DATE_FORMAT" %}', False),
        ("{{ at|date:'c' }}", False),
        ("{{ at|day }}", False),
    ],
)
def test_a_format_of_a_template_is_seen(source, is_one):
    assert bool(TEMPLATE_FORMAT.search(source)) is is_one
