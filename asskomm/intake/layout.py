"""From the cells of a workbook to lines of the import: which sheet, which column, whatever their order."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from asskomm.intake.columns import Column, Kind, Sheet, folded
from asskomm.intake.sheets import BY_TITLE, HINTS, IGNORED, SHEETS

HEAD_WITHIN = 10  # rows from the top in which the head may stand
EARLIEST_SERIAL, LATEST_SERIAL = 20_000, 80_000  # days of Excel's calendar: 1954 to 2119
_REFERENCE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")

Cell = list[Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line. ``column``: its label, empty when the line as a whole is meant."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A filled row: cells by the key of their column, as ``workbook_reading.cells`` made them.

    ``problems``: what is wrong with its place in the file; ``sheet`` is None for one the portal does not know.
    """

    title: str
    number: int
    sheet: Sheet | None = None
    cells: Mapping[str, Cell] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    hidden: bool = False


def lines(workbook: Mapping[str, Any]) -> list[Line]:
    """Every filled line of the sheets that the portal knows, in the order of ``SHEETS``; faults of the head first."""
    found = [line for read in workbook["sheets"] for line in _of_sheet(read, from_1904=workbook["from_1904"])]
    order = {sheet.key: place for place, sheet in enumerate(SHEETS)}
    return sorted(found, key=lambda line: order[line.sheet.key] if line.sheet else -1)


def _of_sheet(read: Mapping[str, Any], *, from_1904: bool) -> Iterator[Line]:
    sheet = BY_TITLE.get(folded(read["name"]))
    if sheet is None:
        if read["rows"] and folded(read["name"]) != folded(HINTS):
            yield Line(read["name"], int(read["rows"][0][0]), problems=(Problem("", _unknown_sheet()),))
        return
    head = _head(sheet, read["rows"])
    if head is None:
        if read["rows"]:
            text = f"Die Zeile mit den Spaltennamen fehlt. Sie heißen: {_labels(sheet)}."
            yield Line(sheet.title, int(read["rows"][0][0]), sheet, problems=(Problem("", text),))
        return
    head_row, columns, problems = head
    rows = [(number, row) for number, row in read["rows"] if number > head_row]
    problems += _unknown_columns(sheet, read["rows"], head_row, columns)
    if problems and rows:
        yield Line(sheet.title, head_row, sheet, problems=tuple(problems))
    hidden, merged = set(read["hidden"]), _covered(read["merged"])
    for number, row in rows:
        cells = {
            column.key: _in_column(row[letter], column, from_1904=from_1904)
            for letter, column in columns.items()
            if letter in row
        }
        joined = {letter for letter in columns if (letter, number) in merged}
        if cells or joined:
            yield Line(
                sheet.title,
                number,
                sheet,
                cells,
                tuple(_merged(columns[letter]) for letter in sorted(joined)),
                number in hidden,
            )


def _head(sheet: Sheet, rows: list[Any]) -> tuple[int, dict[str, Column], list[Problem]] | None:
    """Row of the head, columns by letter, and what is wrong; the row with most known names is taken."""
    best: tuple[int, dict[str, Column]] | None = None
    for number, row in rows:
        if number > HEAD_WITHIN:
            break
        known = {letter: column for letter, cell in row.items() if (column := _column(sheet, cell)) is not None}
        if known and (best is None or len(known) > len(best[1])):
            best = (number, known)
    if best is None:
        return None
    number, known = best
    columns: dict[str, Column] = {}
    problems = []
    for letter, column in known.items():
        if column in columns.values():
            problems.append(Problem(column.label, f"Die Spalte steht noch einmal in {letter}; gelesen wird die erste."))
        else:
            columns[letter] = column
    problems += [
        Problem(column.label, f"Diese Pflichtspalte fehlt. Bitte nennen Sie sie genau so: „{column.label}“.")
        for column in sheet.columns
        if column.required and column not in columns.values()
    ]
    return number, columns, problems


def _column(sheet: Sheet, cell: Cell) -> Column | None:
    word = folded(str(cell[1]))
    for column in sheet.columns:
        if word and word == folded(column.label):
            return column
    for column in sheet.columns:
        if word in {folded(alias) for alias in column.aliases}:
            return column
    return None


def _unknown_columns(sheet: Sheet, rows: list[Any], head_row: int, columns: Mapping[str, Column]) -> list[Problem]:
    """Columns with content that nobody would read: it must not be lost without a word."""
    head = next(dict(row) for number, row in rows if number == head_row)
    ignored = {folded(label) for label in IGNORED}
    filled = {letter for number, row in rows if number > head_row for letter in row}
    problems = []
    for letter in sorted(filled - columns.keys(), key=lambda letter: (len(letter), letter)):
        label = str(head[letter][1])[:60] if letter in head else ""
        known_twice = letter in head and _column(sheet, head[letter]) is not None
        if folded(label) in ignored or known_twice:
            continue
        name = f"Die Spalte {letter} „{label}“" if label else f"Die Spalte {letter} ohne Namen"
        text = f"{name} kennt das Portal nicht. Bitte benennen Sie sie um oder löschen Sie sie. Es gibt: "
        problems.append(Problem(label, text + f"{_labels(sheet)}."))
    return problems


def _covered(references: list[str]) -> set[tuple[str, int]]:
    """The cells of merged areas, as letter and row; an area larger than any hand would make is cut."""
    covered: set[tuple[str, int]] = set()
    for reference in references:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            continue
        first, top, last, bottom = match.group(1), int(match.group(2)), match.group(3), int(match.group(4))
        for number in range(top, min(bottom, top + 1000) + 1):
            covered |= {(letter, number) for letter in _letters(first, last)}
    return covered


def _letters(first: str, last: str) -> list[str]:
    """Column letters from ``first`` to ``last``; the portal's sheets end long before Z."""
    if len(first) > 1:
        return []
    end = ord(last) if len(last) == 1 else ord("Z")
    return [chr(code) for code in range(ord(first), end + 1)]


def _in_column(cell: Cell, column: Column, *, from_1904: bool) -> Cell:
    """A number in a column of days is Excel's count of days; the result fits JSON as it came."""
    kind, value = cell
    if column.kind == Kind.DATE and kind == "n" and EARLIEST_SERIAL <= value <= LATEST_SERIAL:
        start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        return ["d", (start + timedelta(days=int(value))).isoformat()]
    return [kind, value]


def _merged(column: Column) -> Problem:
    text = "Diese Zelle ist mit anderen verbunden. Bitte heben Sie die Verbindung auf und füllen Sie jede Zelle aus."
    return Problem(column.label, text)


def _labels(sheet: Sheet) -> str:
    return ", ".join(column.label for column in sheet.columns)


def _unknown_sheet() -> str:
    names = ", ".join(f"„{sheet.title}“" for sheet in SHEETS)
    return f"Dieses Blatt kennt das Portal nicht. Bitte löschen Sie es oder benennen Sie es um. Es gibt: {names}."
