"""The cells of a workbook as plain JSON: each a pair of its kind and its value, by row and column letter.

Kinds: "s" text, "n" number, "d" a day as ISO 8601, "b" truth value, "e" an error such as #N/A, "f" a formula whose
result the file does not hold, "t" a time of day or a duration.
"""

import math
import unicodedata
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from asskomm.intake.reading.parsing.concealed import comments_of, sheet_states, styles_that_show_nothing
from asskomm.intake.reading.parsing.package import inspect
from asskomm.intake.reading.parsing.refusals import Refusal, Refused
from asskomm.intake.reading.parsing.sheet_parts import SheetParser
from core.text import normalised_text

MOST_SHEETS = 40
MOST_ROWS = 20_000  # filled ones, of all sheets together
LONGEST_TEXT = 4000

Cell = list[Any]
Row = dict[str, Cell]


def read(data: bytes) -> dict[str, Any]:
    """Every sheet with its filled rows, what is hidden and what is more than a value.

    Raises Refused, or anything at all for broken files.
    """
    package = inspect(data)
    try:
        return _read(load_workbook(BytesIO(package.data), read_only=True, data_only=True, keep_links=False))
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused(Refusal.STRICT if package.strict else Refusal.UNREADABLE) from error


def _read(workbook: Workbook) -> dict[str, Any]:
    if not workbook.worksheets:
        raise Refused(Refusal.UNREADABLE)
    if len(workbook.worksheets) > MOST_SHEETS:
        raise Refused(Refusal.TOO_MANY_ROWS)
    states, unseen = sheet_states(workbook), styles_that_show_nothing(workbook)
    sheets, left = [], MOST_ROWS
    for sheet, state in zip(workbook.worksheets, states, strict=True):
        found = _sheet(workbook, sheet, unseen, left)
        left -= len(found["rows"])
        sheets.append({"name": _clean(sheet.title), "state": state, **found})
    return {"sheets": sheets, "from_1904": workbook.epoch == CALENDAR_MAC_1904}


def _sheet(workbook: Workbook, sheet: Any, unseen: dict[int, str], left: int) -> dict[str, Any]:
    """The filled rows of one sheet; the size that the file claims is not believed."""
    rows: dict[int, Row] = {}
    unseen_cells: list[str] = []
    with workbook._archive.open(sheet._worksheet_path) as part:  # noqa: SLF001 - nothing public names them
        parser = SheetParser(part, sheet._shared_strings, workbook)  # noqa: SLF001 - openpyxl has no public way to it
        for number, raw in parser.parse():
            row = {}
            for cell in raw:
                value = _cell(cell["value"], cell["data_type"])
                if value is None:
                    continue
                row[get_column_letter(cell["column"])] = value
                if value[0] in unseen.get(cell["style_id"], ""):
                    unseen_cells.append(f"{get_column_letter(cell['column'])}{number}")
            if row:
                rows[number] = rows.get(number, {}) | row
                if len(rows) > left:
                    raise Refused(Refusal.TOO_MANY_ROWS)
    return {
        "rows": sorted(rows.items()),
        "hidden": sorted(parser.hidden_rows & rows.keys()),
        "hidden_columns": parser.hidden_columns,
        "filtered": parser.filtered,
        "merged": parser.merged,
        "unseen": unseen_cells,
        "formulas": parser.formulas.as_json(),
        "linked": parser.linked.as_json(),
        "beyond": parser.beyond.as_json(),
        "comments": comments_of(workbook, sheet).as_json(),
    }


def _cell(value: object, kind: str) -> Cell | None:
    """A finished cell, or None for an empty one. Text is trimmed, in one line, without control characters."""
    if kind in {"e", "f"}:
        return [kind, _clean(str(value))[: 20 if kind == "e" else 100]]
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
    """In the portal's one spelling and on one line; what cannot be printed is gone."""
    spaced = "".join(" " if c.isspace() else c for c in normalised_text(text))
    kept = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn", "Co"})
    return " ".join(kept.split())
