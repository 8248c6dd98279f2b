"""Every list page of the portal can be had as Excel and CSV, with the rows of the page."""

import csv
import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.urls import URLPattern

from core.lists import ListPage
from staff.models import Role
from tests.asskomm.test_addresses import ALL, address
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
