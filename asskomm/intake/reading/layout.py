"""From the cells of a workbook to lines of the import: which sheet, which column, whatever their order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from asskomm.intake.reading.marks import Marks
from asskomm.intake.template.schema import Kind, Sheet, SheetColumn, folded
from asskomm.intake.template.sheets import BY_TITLE, HINTS, IGNORED, SHEETS

HEADER_WITHIN = 10  # rows from the top in which the header may stand
EARLIEST_SERIAL, LATEST_SERIAL = 20_000, 80_000  # days of Excel's calendar: 1954 to 2119

Cell = list[Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What is wrong in a line or worth knowing. ``column``: its label, empty when the line as a whole is meant."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A filled row: cells by the key of their column, as ``parsing.cells`` made them.

    ``errors``: what is wrong with its place in the file; ``sheet`` is None for one the portal does not know.
    ``hidden``: whether Excel hides something of what it says; ``remarks`` name what.
    """

    title: str
    number: int
    sheet: Sheet | None = None
    cells: Mapping[str, Cell] = field(default_factory=dict)
    errors: tuple[Message, ...] = ()
    hidden: bool = False
    remarks: tuple[Message, ...] = ()

    @property
    def ags(self) -> str:
        """The key of the line's commune as it was meant, without the blanks that may group its digits."""
        kind, value = self.cells.get("ags", ("", ""))
        return "".join(str(value).split()) if kind in {"s", "n"} else ""


@dataclass(frozen=True, slots=True)
class Header:
    """The row with the names of the columns: its number, the columns by letter, and what is wrong with it."""

    number: int
    columns: Mapping[str, SheetColumn]
    errors: tuple[Message, ...] = ()


def lines(workbook: Mapping[str, Any], *, leave_out_hidden: bool = False) -> list[Line]:
    """Every filled line of the sheets that the portal knows, in the order of ``SHEETS``; errors of the header first.

    ``leave_out_hidden``: what Excel hides is not in them; otherwise it is, and the line says so.
    """
    found = [
        line
        for read in workbook["sheets"]
        for line in _of_sheet(read, from_1904=workbook["from_1904"], leave_out_hidden=leave_out_hidden)
    ]
    order = {sheet.key: place for place, sheet in enumerate(SHEETS)}
    return sorted(found, key=lambda line: order[line.sheet.key] if line.sheet else -1)


def find_header(sheet: Sheet, rows: Sequence[Any]) -> Header | None:
    """The row with most known names among the first ones; None where there is none."""
    best: tuple[int, dict[str, SheetColumn]] | None = None
    for number, row in rows:
        if number > HEADER_WITHIN:
            break
        known = {
            letter: column for letter, cell in row.items() if (column := sheet.column_named(str(cell[1]))) is not None
        }
        if known and (best is None or len(known) > len(best[1])):
            best = (number, known)
    if best is None:
        return None
    number, known = best
    columns: dict[str, SheetColumn] = {}
    errors = []
    for letter, column in known.items():
        if column in columns.values():
            errors.append(Message(column.label, f"Die Spalte steht noch einmal in {letter}; gelesen wird die erste."))
        else:
            columns[letter] = column
    errors += [
        Message(column.label, f"Diese Pflichtspalte fehlt. Bitte nennen Sie sie genau so: „{column.label}“.")
        for column in sheet.columns
        if column.required and column not in columns.values()
    ]
    return Header(number, columns, tuple(errors))


def _of_sheet(read: Mapping[str, Any], *, from_1904: bool, leave_out_hidden: bool) -> Iterator[Line]:
    sheet, marks = BY_TITLE.get(folded(read["name"])), Marks.of(read)
    if not read["rows"] or (marks.sheet_hidden and leave_out_hidden):
        return
    first = int(read["rows"][0][0])
    if sheet is None:
        if folded(read["name"]) != folded(HINTS):
            yield Line(read["name"], first, errors=(Message("", _unknown_sheet()),))
        return
    header = find_header(sheet, read["rows"])
    if header is None:
        text = f"Die Zeile mit den Spaltennamen fehlt. Sie heißen: {_labels(sheet)}."
        yield Line(sheet.title, first, sheet, errors=(Message("", text),))
        return
    rows = [(number, row) for number, row in read["rows"] if number > header.number]
    errors = [*header.errors]
    errors += _unknown_columns(sheet, read["rows"], header, marks, leave_out_hidden=leave_out_hidden)
    if leave_out_hidden:
        errors += _hidden_required(header, marks)
    if errors and rows:
        yield Line(sheet.title, header.number, sheet, errors=tuple(errors))
    for number, row in rows:
        if leave_out_hidden and number in marks.hidden_rows:
            continue
        shown = {letter for letter in header.columns if not (leave_out_hidden and marks.hides(letter, number))}
        cells = {
            column.key: _in_column(row[letter], column, from_1904=from_1904)
            for letter, column in header.columns.items()
            if letter in row and letter in shown
        }
        merged = sorted(letter for letter in header.columns if marks.is_merged(letter, number))
        if cells or merged:
            letters = [letter for letter in header.columns if letter in row]
            yield Line(
                sheet.title,
                number,
                sheet,
                cells,
                tuple(_merged(header.columns[letter]) for letter in merged),
                hidden=not leave_out_hidden and any(marks.hides(letter, number) for letter in letters),
                remarks=tuple(_remarks(header, marks, number, letters, left_out=leave_out_hidden)),
            )


def _remarks(header: Header, marks: Marks, number: int, letters: Iterable[str], *, left_out: bool) -> Iterator[Message]:
    """What Excel hides of a line, and what becomes of it."""
    fate = "bleibt draußen" if left_out else "wird trotzdem gelesen"
    if marks.sheet_hidden:
        yield Message("", f"Dieses Blatt ist in Excel ausgeblendet und {fate}.")
    if number in marks.hidden_rows:
        yield Message("", f"Diese Zeile ist in Excel ausgeblendet und {fate}.")
    for letter in letters:
        if letter in marks.hidden_columns:
            yield Message(header.columns[letter].label, f"Diese Spalte ist in Excel ausgeblendet und {fate}.")
        elif (letter, number) in marks.unseen:
            yield Message(header.columns[letter].label, f"Excel zeigt den Inhalt dieser Zelle nicht an; er {fate}.")


def _hidden_required(header: Header, marks: Marks) -> Iterator[Message]:
    for letter, column in header.columns.items():
        if column.required and letter in marks.hidden_columns:
            yield Message(
                column.label,
                f"Die Pflichtspalte {letter} ist in Excel ausgeblendet und bleibt draußen. Bitte blenden Sie sie ein "
                "und laden Sie die Datei neu hoch.",
            )


def _unknown_columns(
    sheet: Sheet, rows: Sequence[Any], header: Header, marks: Marks, *, leave_out_hidden: bool
) -> Iterator[Message]:
    """Columns with content that nobody would read: it must not be lost without a word."""
    names = next(dict(row) for number, row in rows if number == header.number)
    ignored = {folded(label) for label in IGNORED}
    filled = {letter for number, row in rows if number > header.number for letter in row}
    for letter in sorted(filled - header.columns.keys(), key=lambda letter: (len(letter), letter)):
        label = str(names[letter][1])[:60] if letter in names else ""
        known_twice = letter in names and sheet.column_named(str(names[letter][1])) is not None
        hidden = letter in marks.hidden_columns
        if folded(label) in ignored or known_twice or (hidden and leave_out_hidden):
            continue
        which = "Die ausgeblendete Spalte" if hidden else "Die Spalte"
        name = f"{which} {letter} „{label}“" if label else f"{which} {letter} ohne Namen"
        text = f"{name} kennt das Portal nicht. Bitte benennen Sie sie um oder löschen Sie sie. Es gibt: "
        yield Message(label, text + f"{_labels(sheet)}.")


def _in_column(cell: Cell, column: SheetColumn, *, from_1904: bool) -> Cell:
    """A number in a column of days is Excel's count of days; the result fits JSON as it came."""
    kind, value = cell
    if column.kind == Kind.DATE and kind == "n" and EARLIEST_SERIAL <= value <= LATEST_SERIAL:
        start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        return ["d", (start + timedelta(days=int(value))).isoformat()]
    return [kind, value]


def _merged(column: SheetColumn) -> Message:
    text = "Diese Zelle ist mit anderen verbunden. Bitte heben Sie die Verbindung auf und füllen Sie jede Zelle aus."
    return Message(column.label, text)


def _labels(sheet: Sheet) -> str:
    return ", ".join(column.label for column in sheet.columns)


def _unknown_sheet() -> str:
    names = ", ".join(f"„{sheet.title}“" for sheet in SHEETS)
    return f"Dieses Blatt kennt das Portal nicht. Bitte löschen Sie es oder benennen Sie es um. Es gibt: {names}."
