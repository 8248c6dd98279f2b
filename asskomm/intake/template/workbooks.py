"""Excel files of the import: the template to fill in, and the faulty lines to correct."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from asskomm.intake.template.schema import Kind, Sheet, SheetColumn
from asskomm.intake.template.sheets import HINTS, SHEETS
from core import dates
from core.dates import EARLIEST

PREPARED = 5000  # rows with formats and drop-down lists
TEXT, DAY = "@", "DD.MM.YYYY"
_HEADER = PatternFill("solid", fgColor="D9E5F2")
_REQUIRED = PatternFill("solid", fgColor="B9D0EA")
_FAULT = PatternFill("solid", fgColor="FBE3D6")
_WRAPPED = Alignment(wrap_text=True, vertical="top")

ADVICE = (
    "So füllen Sie die Datei aus",
    "1. Jedes Blatt ist für eine Sache. Was Sie nicht brauchen, lassen Sie leer.",
    "2. Die erste Zeile bleibt, wie sie ist. Ab der zweiten Zeile steht je Zeile eine Angabe.",
    "3. Dunkel hinterlegte Spalten sind Pflicht, die anderen freiwillig.",
    "4. Tage schreiben Sie als 01.09.2021. Für Spalten mit festen Werten gibt es eine Auswahlliste.",
    "5. Eine leere Zelle löscht nichts: Was im Portal schon steht, bleibt.",
    "6. Beim Hochladen zeigt das Portal für jede Zeile, was geschehen wird. Bis Sie zustimmen, ändert sich nichts.",
    "7. Was in Excel ausgeblendet ist (Blätter, Spalten, Zeilen), nennt das Portal und fragt, ob es mit soll.",
    "8. Dieselbe Datei dürfen Sie noch einmal hochladen: Was schon da ist, entsteht kein zweites Mal.",
)


def template() -> bytes:
    """The empty workbook: hints, and a sheet for each thing with its header, formats and drop-down lists."""
    book = _book()
    for sheet in SHEETS:
        page = book.create_sheet(sheet.title)
        _write_header(page, sheet)
        _prepare_cells(page, sheet, PREPARED)
    return _saved(book)


def with_faults(lines: Iterable[tuple[Sheet, int, Mapping[str, Any], str]]) -> bytes:
    """The workbook with faulty lines only: sheet, row number in the file, cells, what is wrong.

    It can be corrected and uploaded as it is: "Zeile" and "Fehler" are not read.
    """
    book = _book()
    pages: dict[str, Worksheet] = {}
    for sheet, number, cells, fault in lines:
        page = pages.get(sheet.key)
        if page is None:
            page = pages[sheet.key] = book.create_sheet(sheet.title)
            _write_header(page, sheet)
            _header_cell(page, len(sheet.columns) + 1, "Zeile", 8, _FAULT)
            _header_cell(page, len(sheet.columns) + 2, "Fehler", 80, _FAULT)
        _write_line(page, sheet, number, cells, fault)
    for key, page in pages.items():
        _prepare_cells(page, next(sheet for sheet in SHEETS if sheet.key == key), page.max_row)
    return _saved(book)


def _book() -> Workbook:
    book = Workbook()
    hints = book.active
    assert isinstance(hints, Worksheet)
    hints.title = HINTS
    for width, letter in ((22, "A"), (30, "B"), (12, "C"), (70, "D"), (46, "E")):
        hints.column_dimensions[letter].width = width
    for number, line in enumerate(ADVICE, start=1):
        hints.cell(number, 1, line).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    row = len(ADVICE) + 2
    for number, label in enumerate(("Blatt", "Spalte", "Pflicht", "Was hineingehört", "Beispiel"), start=1):
        cell = hints.cell(row, number, label)
        cell.font, cell.fill = Font(bold=True), _HEADER
    for sheet in SHEETS:
        row += 1
        hints.cell(row, 1, sheet.title).font = Font(bold=True)
        hints.cell(row, 2, sheet.about)
        for column, example in zip(sheet.columns, sheet.example, strict=True):
            row += 1
            values = (sheet.title, column.label, "ja" if column.required else "", _explained(column), example)
            for number, value in enumerate(values, start=1):
                cell = hints.cell(row, number, value)
                cell.alignment, cell.number_format = _WRAPPED, TEXT
    hints.freeze_panes = "A2"
    return book


def _explained(column: SheetColumn) -> str:
    if not column.offered:
        return column.hint
    return f"{column.hint}. Werte: {', '.join(column.offered)}"


def _write_header(page: Worksheet, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        _header_cell(page, number, column.label, column.width, _REQUIRED if column.required else _HEADER)
    page.freeze_panes = "A2"


def _header_cell(page: Worksheet, number: int, label: str, width: int, fill: PatternFill) -> None:
    cell = page.cell(1, number, label)
    cell.font, cell.fill, cell.alignment = Font(bold=True), fill, _WRAPPED
    page.column_dimensions[get_column_letter(number)].width = width


def _prepare_cells(page: Worksheet, sheet: Sheet, last: int) -> None:
    """Formats of whole columns, so that the file stays small, and lists and rules for the rows to fill in."""
    for number, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].number_format = {Kind.DATE: DAY, Kind.NUMBER: "0"}.get(column.kind, TEXT)
        rule = _rule(column)
        if rule is not None:
            rule.add(f"{letter}2:{letter}{max(last, 2)}")
            page.add_data_validation(rule)


def _rule(column: SheetColumn) -> DataValidation | None:
    if column.offered:
        rule = DataValidation("list", formula1=f'"{",".join(column.offered)}"', allow_blank=True)
        # What people write otherwise may be understood as well: Excel asks, it does not refuse.
        rule.errorStyle, rule.errorTitle, rule.error = "warning", column.label, "Dieser Wert steht nicht in der Liste."
    elif column.kind == Kind.DATE:
        rule = DataValidation("date", operator="greaterThan", formula1="32873", allow_blank=True)
        rule.errorStyle, rule.errorTitle, rule.error = "warning", column.label, "Bitte einen Tag wie 01.09.2021."
    else:
        return None
    rule.promptTitle, rule.prompt = column.label, column.hint[:250]
    rule.showInputMessage = rule.showErrorMessage = True
    return rule


def _write_line(page: Worksheet, sheet: Sheet, number: int, cells: Mapping[str, Any], fault: str) -> None:
    row = page.max_row + 1
    for place, column in enumerate(sheet.columns, start=1):
        _write_cell(page, row, place, cells.get(column.key))
    page.cell(row, len(sheet.columns) + 1, number)
    _write_text(page, row, len(sheet.columns) + 2, fault)
    page.cell(row, len(sheet.columns) + 2).alignment = _WRAPPED


def _write_cell(page: Worksheet, row: int, place: int, cell: Any) -> None:
    if cell is None:
        return
    kind, value = cell
    if kind == "d" and date.fromisoformat(value) >= EARLIEST:
        written = page.cell(row, place)
        written.value, written.number_format = date.fromisoformat(value), DAY
    elif kind == "d":  # before Excel's calendar begins
        _write_text(page, row, place, dates.day(date.fromisoformat(value)))
    elif kind == "n":
        page.cell(row, place, value)
    elif kind != "f":
        _write_text(page, row, place, str(value))


def _write_text(page: Worksheet, row: int, place: int, text: str) -> None:
    """As text whatever it begins with: never a formula, also not after the cell was edited."""
    cell = page.cell(row, place)
    cell.value = text
    cell.data_type = "s"
    cell.number_format, cell.quotePrefix = TEXT, True


def _saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
