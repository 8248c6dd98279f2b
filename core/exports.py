"""A list as an Excel or CSV file: exactly the rows and columns of the page, with a head that says what they are.

Rows are fetched and written one after the other, so that memory stays flat however long the list is. Dates and
numbers are real ones, keys such as the AGS are text, and no text ever becomes a formula (domain rule 24).
"""

import csv
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any, BinaryIO, TypeAlias

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from rustpy_xlsxwriter import Format, write_worksheet

from core import dates
from core.badges import Badge
from core.dates import EARLIEST

Cell: TypeAlias = str | int | float | date | datetime | None
Writer = Callable[["Table"], HttpResponseBase]

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_000  # Excel takes 32,767 characters
LOOKED_AT = 200  # rows whose values decide how a column shows its dates and numbers
DATE, MOMENT, WHOLE, FRACTION = "dd.mm.yyyy", "dd.mm.yyyy hh:mm", "#,##0", "#,##0.00"
NARROWEST, WIDEST = 10, 60
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """What is to be written. ``head``: lines above the table; ``rows``: an iterable that may be read once."""

    title: str
    head: Sequence[str]
    labels: Sequence[str]
    rows: Iterable[Sequence[Cell]]

    def file_name(self, ending: str) -> str:
        """Such as Kommunen-2026-11-24.xlsx."""
        name = re.sub(r"[^\w-]+", "-", self.title).strip("-")
        return f"{name}-{timezone.localdate():%Y-%m-%d}.{ending}"


def plain(value: object) -> Cell:
    """A value of a list's column as a cell: a badge by its words, a moment in local time, objects as text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Badge):
        return value.label
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    return value if isinstance(value, int | float | date) else str(value)


def xlsx_response(table: Table) -> HttpResponseBase:
    """The table as an Excel file to be saved."""
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it, and with that it is gone
    write_xlsx(table, file)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=table.file_name("xlsx"), content_type=XLSX_TYPE)
    response["Cache-Control"] = "no-store, private"
    return response


def write_xlsx(table: Table, file: BinaryIO) -> None:
    """Write the table to ``file``: the head's lines, an empty one, the labels, the rows."""
    labels = _unique(table.labels)
    rows = iter(table.rows)
    first = list(islice(rows, LOOKED_AT))
    header_row = len(table.head) + 1
    nothing = dict.fromkeys(labels)
    records = (dict(zip(labels, map(_excel_cell, row), strict=True)) for row in chain(first, rows))
    write_worksheet(
        records if first else [nothing],
        file,
        sheet_name=_sheet_name(table.title),
        header_row=header_row,
        header_format=Format().set_bold().set_border_bottom("thin"),
        freeze_row=header_row + 1,
        autofilter=bool(first),
        datetime_format=DATE,
        column_widths={label: _width(label, [row[n] for row in first]) for n, label in enumerate(labels)},
        column_formats=_formats(labels, first),
        merge_ranges=[(n, 0, n, max(len(labels), 2) - 1, line, _line(n)) for n, line in enumerate(table.head)],
        page_setup={"landscape": True, "paper_size": 9, "fit_to_pages": (1, 0), "repeat_rows": header_row},
    )


def csv_response(table: Table) -> HttpResponseBase:
    """The table as CSV to be saved: semicolons, UTF-8 with the mark that German Excel looks for."""
    response = StreamingHttpResponse(_csv_lines(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table.file_name("csv")}"'
    response["Cache-Control"] = "no-store, private"
    return response


FORMATS: dict[str, tuple[str, Writer]] = {
    "excel": ("Als Excel herunterladen", xlsx_response),
    "csv": ("Als CSV herunterladen", csv_response),
}


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv_lines(table: Table) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for line in (*([line] for line in table.head), [], table.labels):
        yield writer.writerow([_csv_cell(text) for text in line])
    for row in table.rows:
        yield writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: Cell) -> str | int:
    """German notation; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(_FORMULA_STARTS) else value
    if isinstance(value, date):
        return _german(value)
    return value if isinstance(value, int) else str(value).replace(".", ",")


def _german(value: date) -> str:
    """A day or moment with a year of four digits, which ``strftime`` writes from the year 1000 only."""
    return f"{dates.day(value)} {dates.clock(value)}" if isinstance(value, datetime) else dates.day(value)


def _excel_cell(value: Cell) -> Cell:
    """Text without what no XML may hold and not longer than a cell; the writer stores it as text, never a formula.

    A day that Excel does not know, before 1900, is text, too.
    """
    if isinstance(value, date) and value.year < EARLIEST.year:
        return _german(value)
    if not isinstance(value, str) or (len(value) <= LONGEST_CELL and value.isprintable()):
        return value
    return _UNPRINTABLE.sub("", value)[:LONGEST_CELL]


def _formats(labels: Sequence[str], rows: Sequence[Sequence[Cell]]) -> dict[str, Format]:
    shown = {int: WHOLE, float: FRACTION, date: DATE, datetime: MOMENT}
    formats = {}
    for number, label in enumerate(labels):
        kinds = {type(row[number]) for row in rows if row[number] is not None}
        if kinds and kinds <= shown.keys():
            widest = next(kind for kind in (datetime, float, date, int) if kind in kinds)
            formats[label] = Format().set_num_format(shown[widest])
    return formats


def _width(label: str, values: Sequence[Cell]) -> float:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return float(min(max(longest, len(label) + 3, NARROWEST), WIDEST))


def _line(number: int) -> Format:
    return Format().set_bold().set_font_size(14) if number == 0 else Format()


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("' ") or "Liste"


def _unique(labels: Sequence[str]) -> list[str]:
    """The writer tells columns apart by their labels."""
    seen: dict[str, int] = {}
    unique: list[Any] = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        unique.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return unique
