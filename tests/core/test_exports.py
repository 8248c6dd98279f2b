"""Lists as Excel and CSV: the rows of the page, real values, nothing that a spreadsheet would run."""

import csv
import io
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.db.models import Value
from django.test import RequestFactory
from django.utils import timezone

from communes.models import Commune
from core.badges import Badge
from core.columns import Column
from core.exports import Cell, Table, csv_response, plain, write_xlsx
from tests.core.test_lists import Communes
from tests.factories.communes import CommuneFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db

INJECTIONS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"]


class Dated(Communes):
    attribution = ("Statistisches Amt",)
    columns = (
        *Communes.columns,
        Column("ags", "AGS", lambda commune: commune.ags),
        Column("tag", "Tag", lambda commune: commune.population_on, note=lambda commune: f"zu {commune.name}"),
    )

    def rows(self):
        return Commune.objects.annotate(one=Value(1))


def get(query: str, view: type[Communes] = Dated):
    request = RequestFactory().get(f"/liste/?{query}")
    request.user = UserFactory.build(pk=1)
    return view.as_view()(request)


def content(query: str, view: type[Communes]) -> bytes:
    answer = get(query, view)
    found = b"".join(answer.streaming_content)
    close_file_of(answer)
    return found


def close_file_of(answer) -> None:
    """Its file alone: answer.close() would end the request and with it the test's connection."""
    for close in answer._resource_closers:
        close()


def sheet(query: str = "als=excel", view: type[Communes] = Dated):
    return openpyxl.load_workbook(io.BytesIO(content(query, view))).active


def lines(query: str = "als=csv", view: type[Communes] = Dated) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(query, view).decode("utf-8-sig"), newline=""), delimiter=";"))


def written(*rows: list[Cell]):
    file = io.BytesIO()
    write_xlsx(Table("Probe", ["Probe"], [f"Spalte {n}" for n in range(len(rows[0]))], rows), file)
    return openpyxl.load_workbook(file).active


def test_the_head_says_what_the_rows_are():
    CommuneFactory(name="Musterau")
    head = [row[0].value for row in sheet("als=excel&q=muster").iter_rows(max_row=4)]
    assert head[0] == "Kommunen"
    assert head[1].startswith(f"Stand: {timezone.localdate():%d.%m.%Y}, ")
    assert head[2:] == ["Filter: Name: muster", "Quelle: Statistisches Amt"]
    assert [line[0] for line in lines("als=csv&q=muster")[:4]][::2] == ["Kommunen", "Filter: Name: muster"]


def test_a_demonstration_says_so_in_every_file(demonstration):
    words = "Demonstration mit erfundenen Daten, rechtlich ohne Wirkung"
    assert sheet()["A2"].value == words
    assert lines()[1] == [words]


def test_dates_and_numbers_are_real_and_keys_are_text():
    commune = CommuneFactory(name="Musterau", population=12_345, population_on=date(2024, 12, 31))
    labels, row = list(sheet().iter_rows(min_row=6))
    assert [cell.value for cell in labels] == ["Name", "Einwohner", "Stand", "AGS", "Tag", "Tag: Hinweis"]
    values = ["Musterau", 12_345, "erfunden", commune.ags, datetime(2024, 12, 31), "zu Musterau"]
    assert [cell.value for cell in row] == values
    assert [cell.data_type for cell in row] == ["s", "n", "s", "s", "d", "s"]
    assert (row[1].number_format, row[4].number_format) == ("#,##0", "dd.mm.yyyy")
    assert lines()[6] == ["Musterau", "12345", "erfunden", commune.ags, "31.12.2024", "zu Musterau"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (date(21, 9, 1), "01.09.0021"),
        (date(1899, 12, 31), "31.12.1899"),
        (datetime(21, 9, 1, 8, 5), "01.09.0021 08:05"),
    ],
)
def test_a_day_that_excel_does_not_know_is_text_with_four_digits(value, written):
    table = Table("Liste", ["Kopf"], ["Tag", "Anderer"], [[value, date(2021, 9, 1)], [date(2021, 9, 1), value]])
    file = io.BytesIO()
    write_xlsx(table, file)
    first, second = openpyxl.load_workbook(file).active.iter_rows(min_row=4)
    assert [cell.value for cell in first] == [written, datetime(2021, 9, 1)]
    assert [cell.value for cell in second] == [datetime(2021, 9, 1), written]
    lines = b"".join(csv_response(table).streaming_content).decode().splitlines()
    assert lines[-2:] == [f"{written};01.09.2021", f"01.09.2021;{written}"]


def test_exactly_the_filtered_rows_in_their_order_whatever_the_page():
    for number in range(120):
        CommuneFactory(name=f"Musterau {number:03}")
    CommuneFactory(name="Zittau")
    names = [row[0] for row in sheet("als=excel&q=muster&sort=-name&page=2").iter_rows(min_row=7, values_only=True)]
    assert names == [f"Musterau {number:03}" for number in reversed(range(120))]
    assert [line[0] for line in lines("als=csv&q=muster&sort=-name&page=2")[6:]] == names


def test_a_list_without_rows_still_says_what_it_would_hold():
    assert [cell.value for cell in next(sheet().iter_rows(min_row=6))][:2] == ["Name", "Einwohner"]
    assert len(lines()) == 6


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_becomes_a_formula(text):
    CommuneFactory(name=f"{text}Musterau")
    assert next(sheet().iter_rows(min_row=7))[0].data_type == "s"
    assert lines()[6][0] == f"'{text}Musterau"


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_was_searched_for_is_no_formula_either(text):
    CommuneFactory(name=f"{text}Musterau")
    head = [row[0] for row in sheet(f"als=excel&q={text.replace('+', '%2B')}").iter_rows(max_row=4)]
    assert {cell.data_type for cell in head} == {"s"}


def test_what_no_spreadsheet_may_hold_is_left_out():
    row = next(written(["a\x01b", "x" * 40_000, "zwei\nZeilen"]).iter_rows(min_row=4, values_only=True))
    assert row == ("ab", "x" * 32_000, "zwei\nZeilen")


def test_columns_of_one_name_are_kept_apart():
    file = io.BytesIO()
    write_xlsx(Table("Probe", ["Probe"], ["Tag", "Tag"], [[1, 2]]), file)
    found = openpyxl.load_workbook(file).active
    assert [[cell.value for cell in row] for row in found.iter_rows(min_row=3)] == [["Tag", "Tag (2)"], [1, 2]]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        (True, "ja"),
        (Decimal("2.50"), 2.5),
        (Badge("In Kraft", "success"), "In Kraft"),
        (datetime(2026, 11, 24, 13, 5, tzinfo=UTC), datetime(2026, 11, 24, 14, 5)),
        (date(2026, 11, 24), date(2026, 11, 24)),
        ("14521450", "14521450"),
    ],
)
def test_values_of_columns_as_cells(value, cell):
    assert plain(value) == cell


def test_the_file_has_a_good_name_and_is_not_kept_on_the_way():
    for ending, kind in (("xlsx", "excel"), ("csv", "csv")):
        answer = get(f"als={kind}")
        close_file_of(answer)
        expected = f'attachment; filename="Kommunen-{timezone.localdate():%Y-%m-%d}.{ending}"'
        assert (answer["Content-Disposition"], answer["Cache-Control"]) == (expected, "no-store, private")


def test_the_page_offers_both_files_of_its_filter():
    CommuneFactory(name="Musterau")
    source = get("q=muster&page=1").render().content.decode()
    assert '<a href="?q=muster&amp;als=excel" download>Als Excel herunterladen</a>' in source
    assert '<a href="?q=muster&amp;als=csv" download>Als CSV herunterladen</a>' in source


def test_memory_stays_flat_for_many_rows():
    def peak(number: int) -> int:
        def rows() -> Iterator[list[Cell]]:
            for n in range(number):
                yield [f"Musterau {n}", n, date(2024, 1, 1)]

        tracemalloc.start()
        with tempfile.TemporaryFile() as file:
            write_xlsx(Table("Probe", ["Probe"], ["a", "b", "c"], rows()), file)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    assert peak(20_000) < 1_000_000  # the rows alone are more than four times that
