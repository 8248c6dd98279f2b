"""One pass through the part of a sheet: its cells, what Excel does not show of them, and what is more than a value.

The reader's own parser is asked for rows and cells; the rest of a part (pictures, rules, extensions) is not looked at,
so that nothing odd in it keeps a table from being read.
"""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_ISO8601
from openpyxl.worksheet._reader import COL_TAG, FORMAT_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from asskomm.intake.reading.parsing.places import MOST_COLUMNS, Places

MOST_MERGED = 2000
INVISIBLE = 1.0  # characters wide, points high: less than that nobody can read

_MERGED_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell"
_FILTER_TAG = f"{{{SHEET_MAIN_NS}}}filterColumn"
_TRUE = {"1", "true", "on"}

RawCell = dict[str, Any]


class SheetParser(WorkSheetParser):
    """Rows as ``parse`` yields them; the attributes are complete once it is through.

    ``formulas``: cells whose result is stored; ``linked``: those of them that ask other files; ``beyond``: filled ones
    too far right.
    """

    def __init__(self, source: IO[bytes], shared_strings: list[str], workbook: Any) -> None:
        super().__init__(
            source,
            shared_strings,
            data_only=True,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,  # noqa: SLF001 - as the reader's own sheets do
            timedelta_formats=workbook._timedelta_formats,  # noqa: SLF001 - openpyxl has no public way to it
        )
        self.hidden_rows: set[int] = set()
        self.merged: list[str] = []
        self.filtered = False
        self.formulas, self.linked, self.beyond = Places(), Places(), Places()
        self._hidden_columns: set[int] = set()
        self._sized_columns: set[int] = set()
        self._default_width = self._default_height = INVISIBLE

    @property
    def hidden_columns(self) -> list[str]:
        """The letters of those that are hidden or have no width, as far as columns are read."""
        hidden = set(self._hidden_columns)
        if self._default_width < INVISIBLE:
            hidden |= set(range(1, MOST_COLUMNS + 1)) - self._sized_columns
        return [get_column_letter(number) for number in sorted(hidden)]

    def parse(self) -> Iterator[tuple[int, list[RawCell]]]:
        """Number and cells of each row."""
        for _event, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif element.tag == COL_TAG:
                self._note_columns(element.attrib)
            elif element.tag == FORMAT_TAG:
                self._default_width = _size(element.get("defaultColWidth"), INVISIBLE)
                self._default_height = _size(element.get("defaultRowHeight"), INVISIBLE)
            elif element.tag == _MERGED_TAG and len(self.merged) < MOST_MERGED:
                self.merged.append(element.get("ref", ""))
            elif element.tag == _FILTER_TAG:
                self.filtered = True

    def parse_row(self, row: Any) -> tuple[int, list[RawCell]]:
        """The cells of a row that hold anything; a formula without a stored result is one of kind "f"."""
        number, cells = super().parse_row(row)
        self.row_dimensions.clear()  # a million empty rows may have attributes
        number = self.row_counter = cells[0]["row"] if cells else number
        if not cells:
            return number, []
        if row.get("hidden") in _TRUE or _size(row.get("ht"), self._default_height) < INVISIBLE:
            self.hidden_rows.add(number)
        return number, [cell for cell in cells if cell["value"] is not None and self._is_near(cell)]

    def parse_cell(self, element: Any) -> RawCell:
        """As the reader makes it. A day that is none stays what it is instead of making the file unreadable."""
        text = element.findtext(VALUE_TAG)
        if element.get("t") == "d" and not _is_day(text):
            element.set("t", "str")
        cell: RawCell = super().parse_cell(element)
        if cell["data_type"] == "e" and element.get("t", "n") == "n":
            cell |= {"data_type": "n", "value": float(text)}
        formula = element.find(FORMULA_TAG)
        if formula is not None:
            # An empty text is a result, such as that of =IF(A2="","",A2); an empty number is none.
            has_result = bool(text) or (text is not None and element.get("t") == "str")
            self._note_formula(cell, formula.text or "", has_result=has_result)
        return cell

    def _note_formula(self, cell: RawCell, formula: str, *, has_result: bool) -> None:
        if not has_result:
            cell |= {"data_type": "f", "value": f"={formula}"}
        if cell["data_type"] != "f" and cell["column"] <= MOST_COLUMNS:
            self.formulas.add(_coordinate(cell))
            if "[" in formula:
                self.linked.add(_coordinate(cell))

    def _note_columns(self, attributes: Mapping[str, str]) -> None:
        first, last = int(attributes["min"]), min(int(attributes["max"]), MOST_COLUMNS)
        numbers = range(first, last + 1)
        self._sized_columns |= set(numbers)
        if attributes.get("hidden") in _TRUE or _size(attributes.get("width"), self._default_width) < INVISIBLE:
            self._hidden_columns |= set(numbers)

    def _is_near(self, cell: RawCell) -> bool:
        if cell["column"] > MOST_COLUMNS:
            self.beyond.add(_coordinate(cell))
            return False
        return True


def _coordinate(cell: RawCell) -> str:
    return f"{get_column_letter(cell['column'])}{cell['row']}"


def _size(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default


def _is_day(text: str | None) -> bool:
    try:
        from_ISO8601(text)
    except ValueError:
        return False
    return True
