"""Every list page of the portal can be had as Excel and CSV, with the rows of the page."""

import csv
import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from django.db import connection
from django.urls import URLPattern

from core.lists import ListPage
from staff.models import Role
from tests.asskomm import portal_world
from tests.asskomm.test_addresses import ALL, address
from tests.asskomm.test_plausible_dates import columns
from tests.factories.agreements import PreAgreementFactory
from tests.factories.staff import UserFactory


def lists() -> Iterator[tuple[str, URLPattern]]:
    for route, pattern in ALL:
        if issubclass(getattr(pattern.callback, "view_class", object), ListPage):
            yield route, pattern


LISTS = list(lists())


def test_the_lists_are_found():
    assert {"communes", "agreements"} <= {pattern.name for _, pattern in LISTS}


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "pattern"), LISTS, ids=[str(pattern.name) for _, pattern in LISTS])
def test_a_list_can_be_downloaded_with_the_rows_of_the_page(client, route, pattern):
    PreAgreementFactory()
    client.force_login(UserFactory(role=Role.HEAD))
    path = address(route, pattern)
    shown = [row.cells[0].text for row in client.get(path).context["rows"]]
    excel = client.get(path, {"als": "excel"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(excel.streaming_content))).active
    text = b"".join(client.get(path, {"als": "csv"}).streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    start = lines.index([]) + 2
    assert [line[0] for line in lines[start:]] == shown
    assert [str(cell.value) for cell in sheet["A"]][start:][: len(shown)] == shown


def make_all_dates(day: str) -> None:
    """Every day and moment of every row, as if it had been stored before there was a rule; what ended ends never."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in {model._meta.db_table for model, _ in columns()}:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'x') AND conrelid = %s::regclass", [table]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for model, field in columns():
            value = None if field.name == "valid_until" else day
            change = f'UPDATE {model._meta.db_table} SET "{field.column}" = %s WHERE "{field.column}" IS NOT NULL'
            cursor.execute(change, [value])


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0021-09-01", "1899-12-30", "9999-12-31"])
def test_stored_days_of_any_year_break_no_list_and_have_years_of_four_digits(day):
    world = portal_world.build()
    make_all_dates(day)
    client = world.client("head")
    for route, pattern in LISTS:
        path = address(route, pattern)
        assert client.get(path).status_code == 200
        openpyxl.load_workbook(io.BytesIO(b"".join(client.get(path, {"als": "excel"}).streaming_content)))
        text = b"".join(client.get(path, {"als": "csv"}).streaming_content).decode("utf-8-sig")
        assert not re.search(r"\b\d{1,2}\.\d{1,2}\.\d{1,3}\b", text), path
