"""Excel files as an office fills them in: the template's sheets with rows of our choice."""

from io import BytesIO
from typing import Any

import openpyxl
from openpyxl import Workbook

from asskomm.intake.columns import Sheet
from asskomm.intake.sheets import SHEETS

BY_KEY = {sheet.key: sheet for sheet in SHEETS}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(**rows: list[dict[str, Any]]) -> bytes:
    """A workbook with the sheets that are named by their key; each row by the keys of its columns."""
    book = Workbook()
    book.remove(book.active)
    for key, lines in rows.items():
        fill(book, BY_KEY[key], lines)
    return saved(book)


def fill(book: Workbook, sheet: Sheet, lines: list[dict[str, Any]]) -> Any:
    page = book.create_sheet(sheet.title)
    page.append([column.label for column in sheet.columns])
    for line in lines:
        page.append([line.get(column.key) for column in sheet.columns])
    return page


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def raw(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    """A workbook of sheets with their rows as they stand there, the head included."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    return saved(book)


def labels(key: str) -> list[str]:
    return [column.label for column in BY_KEY[key].columns]


def titles() -> list[str]:
    return [sheet.title for sheet in SHEETS]
