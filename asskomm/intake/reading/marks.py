"""What a sheet's cells are beside their values: hidden in one way or another, or part of a merged area."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from asskomm.intake.reading.parsing.places import MOST_COLUMNS

VERY_HIDDEN = "veryHidden"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one sheet. ``merged``: by column, first and last rows of areas, in their order, apart."""

    state: str
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[str]
    unseen: frozenset[tuple[str, int]]
    merged: Mapping[str, list[tuple[int, int]]]

    @classmethod
    def of(cls, read: Mapping[str, Any]) -> Self:
        """From what the limited process says of a sheet; whatever it leaves out is not there."""
        cells = (_CELL.fullmatch(coordinate) for coordinate in read.get("unseen", ()))
        return cls(
            state=read.get("state", "visible"),
            hidden_rows=frozenset(read["hidden"]),
            hidden_columns=frozenset(read.get("hidden_columns", ())),
            unseen=frozenset((cell.group(1), int(cell.group(2))) for cell in cells if cell),
            merged=_merged(read["merged"]),
        )

    @property
    def sheet_hidden(self) -> bool:
        """Whether the sheet as a whole is hidden."""
        return self.state != "visible"

    def hides(self, letter: str, number: int) -> bool:
        """Whether Excel does not show the cell, for whatever reason."""
        return (
            self.sheet_hidden
            or number in self.hidden_rows
            or letter in self.hidden_columns
            or (letter, number) in self.unseen
        )

    def is_merged(self, letter: str, number: int) -> bool:
        """Whether the cell belongs to an area of several that Excel shows as one."""
        areas = self.merged.get(letter, [])
        place = bisect_right(areas, (number, number))
        return any(top <= number <= bottom for top, bottom in areas[max(place - 1, 0) : place + 1])


def _merged(references: Iterable[str]) -> Mapping[str, list[tuple[int, int]]]:
    from openpyxl.utils import column_index_from_string, get_column_letter  # noqa: PLC0415 - slow to load

    areas: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for reference in references:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            continue
        first, last = column_index_from_string(match.group(1)), column_index_from_string(match.group(3))
        for index in range(first, min(last, MOST_COLUMNS) + 1):
            areas[get_column_letter(index)].append((int(match.group(2)), int(match.group(4))))
    return {letter: _apart(found) for letter, found in areas.items()}


def _apart(areas: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In their order, and those that meet as one: then looking for a row is quick."""
    apart: list[tuple[int, int]] = []
    for top, bottom in sorted(areas):
        if apart and top <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], bottom))
        else:
            apart.append((top, bottom))
    return apart
