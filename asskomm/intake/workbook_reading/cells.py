"""The cells of a workbook as plain JSON: each a pair of its kind and its value, by row and column letter.

Kinds: "s" text, "n" number, "d" a day as ISO 8601, "b" truth value, "e" an error such as #N/A, "f" a formula whose
result the file does not hold, "t" a time of day or a duration.
"""

import math
import unicodedata
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from asskomm.intake.workbook_reading.package import Package, inspect
from asskomm.intake.workbook_reading.refusals import Refusal, Refused

MOST_SHEETS = 40
MOST_ROWS = 20_000  # filled ones, of all sheets together
MOST_COLUMNS = 60  # what stands further right is not looked at
LONGEST_TEXT = 4000

Cell = list[Any]
Row = dict[str, Cell]


def read(data: bytes) -> dict[str, Any]:
    """Every sheet with its filled rows. Raises Refused, or anything at all for broken files."""
    package = inspect(data)
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    uncomputed = _formulas(data) if package.formulas else {}
    if not workbook.worksheets:
        raise Refused(Refusal.UNREADABLE)
    if len(workbook.worksheets) > MOST_SHEETS:
        raise Refused(Refusal.TOO_MANY_ROWS)
    sheets, left = [], MOST_ROWS
    for sheet in workbook.worksheets:
        rows = _rows(sheet, uncomputed.get(sheet.title, {}), left)
        left -= len(rows)
        sheets.append({"name": _clean(sheet.title), "rows": rows, **_marks(package, sheet)})
    return {"sheets": sheets, "from_1904": workbook.epoch == CALENDAR_MAC_1904}


def _marks(package: Package, sheet: Any) -> dict[str, Any]:
    part = str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001 - nothing public names the part of a sheet
    return {"hidden": package.hidden.get(part, []), "merged": package.merged.get(part, [])}


def _rows(sheet: Any, formulas: dict[str, str], left: int) -> list[tuple[int, Row]]:
    """Number and cells of each row that holds anything; the size that the file claims is not believed."""
    sheet.reset_dimensions()
    rows: list[tuple[int, Row]] = []
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS):
        found: Row = {}
        number = 0
        for cell in cells:
            if not hasattr(cell, "row"):
                continue  # a gap
            number = cell.row
            letter = get_column_letter(cell.column)
            value = _cell(cell.value, cell.data_type)
            if value is None and f"{letter}{number}" in formulas:
                value = ["f", formulas[f"{letter}{number}"]]
            if value is not None:
                found[letter] = value
        if found:
            rows.append((number, found))
            if len(rows) > left:
                raise Refused(Refusal.TOO_MANY_ROWS)
    return rows


def _formulas(data: bytes) -> dict[str, dict[str, str]]:
    """By sheet and coordinate: the formulas, to tell those without a result from empty cells."""
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    found: dict[str, dict[str, str]] = {}
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()
        found[sheet.title] = {
            f"{get_column_letter(cell.column)}{cell.row}": _clean(str(cell.value))[:100]
            for cells in sheet.iter_rows(max_col=MOST_COLUMNS)
            for cell in cells
            if cell.data_type == "f"
        }
    return found


def _cell(value: object, kind: str) -> Cell | None:
    """A finished cell, or None for an empty one. Text is trimmed, in one line, without control characters."""
    if kind == "e":
        return ["e", _clean(str(value))[:20]]
    match value:
        case None:
            cell = None
        case bool():
            cell = ["b", value]
        case int() | float():
            cell = _number(value)
        case datetime():
            cell = ["d", value.date().isoformat()]
        case date():
            cell = ["d", value.isoformat()]
        case str():
            text = _clean(value)[:LONGEST_TEXT]
            cell = ["s", text] if text else None
        case _:
            cell = ["t", str(value)[:40]]
    return cell


def _number(value: float) -> Cell:
    if isinstance(value, float):
        if not math.isfinite(value):
            return ["e", "#ZAHL!"]
        if value.is_integer():
            value = int(value)
    return ["n", value] if abs(value) < 10**15 else ["s", str(value)[:40]]


def _clean(text: str) -> str:
    """Blanks of every kind are one, and what cannot be printed is gone."""
    spaced = "".join(" " if c.isspace() else c for c in text)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn", "Co"})
    return " ".join(kept.split())
