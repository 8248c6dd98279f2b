"""Excel files as an office fills them in: the template's sheets with rows of our choice."""

import re
import unicodedata
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.utils.datetime import from_excel

from asskomm.intake.template.schema import Sheet
from asskomm.intake.template.sheets import SHEETS

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


def strict(data: bytes) -> bytes:
    """The workbook as Excel saves it under "Strict Open XML": other namespaces, days as ISO 8601."""
    names = (
        (b"http://schemas.openxmlformats.org/spreadsheetml/2006/", b"http://purl.oclc.org/ooxml/spreadsheetml/"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
    )

    def translated(content: bytes) -> bytes:
        for old, new in names:
            content = content.replace(old, new)
        return re.sub(rb'(<c r="\w+" s="\d+") t="n"><v>(\d+)</v>', _iso_day, content)

    return changed(data, {"": translated})


def _iso_day(cell: re.Match[bytes]) -> bytes:
    day = from_excel(int(cell.group(2)))
    return cell.group(1) + f' t="d"><v>{day:%Y-%m-%dT%H:%M:%S}</v>'.encode()


def changed(data: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """The same package with each part changed by what its name ends with; one that is not there yet is added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in names:
            content = old.read(name)
            for ending, change in changes.items():
                content = change(content) if name.endswith(ending) else content
            new.writestr(name, content)
        for name in changes.keys() - set(names) - {""}:
            new.writestr(name, changes[name](b""))
    return out.getvalue()


def decomposed(data: bytes) -> bytes:
    """Every text in Unicode's decomposed form, as some programs of a Mac write it."""
    return changed(data, {".xml": lambda content: unicodedata.normalize("NFD", content.decode()).encode()})
