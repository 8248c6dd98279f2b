"""What people do not see when they look at their workbook, or may take for more than it is, in German sentences."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from asskomm.intake.reading.layout import find_header
from asskomm.intake.reading.marks import VERY_HIDDEN, Marks
from asskomm.intake.reading.parsing.places import MOST_COLUMNS
from asskomm.intake.template.schema import folded
from asskomm.intake.template.sheets import BY_TITLE

NAMED = 10  # rows, columns or cells that are named one by one
LONGEST_LABEL = 60
LAST_LETTER = "BH"  # of the columns that are read


@dataclass(frozen=True, slots=True)
class Findings:
    """``hidden``: what Excel does not show; ``notes``: what is not read, or not as it seems."""

    hidden: list[str]
    notes: list[str]

    def as_json(self) -> dict[str, list[str]]:
        """As the import keeps them."""
        return asdict(self)


def findings(workbook: Mapping[str, Any]) -> Findings:
    """All of a workbook as the limited process answers it, sheet by sheet; what is hidden and empty is not told."""
    return Findings(
        [sentence for read in workbook["sheets"] for sentence in _hidden(read)],
        [sentence for read in workbook["sheets"] for sentence in _notes(read)],
    )


def _hidden(read: Mapping[str, Any]) -> Iterator[str]:
    marks, title, rows = Marks.of(read), f"Blatt „{read['name']}“", read["rows"]
    if marks.sheet_hidden:
        way = ", und Excel bietet es unter „Einblenden“ nicht an" if marks.state == VERY_HIDDEN else ""
        content = "Es ist leer." if not rows else f"Gefüllte Zeilen, der Kopf mitgezählt: {len(rows)}."
        yield f"{title} ist ausgeblendet{way}. {content}"
    filled = {letter for _number, row in rows for letter in row}
    columns = sorted(marks.hidden_columns & filled, key=lambda letter: (len(letter), letter))
    if columns:
        names = _labels(read)
        named = [f"{letter} „{names[letter]}“" if letter in names else letter for letter in columns]
        yield f"{title}: {_counted('Spalte', 'Spalten', named)}."
    if marks.hidden_rows:
        filtered = "; es ist ein Filter gesetzt" if read.get("filtered") else ""
        runs = _runs(sorted(marks.hidden_rows))
        yield f"{title}: {_counted('Zeile', 'Zeilen', runs, len(marks.hidden_rows))}{filtered}."
    if marks.unseen:
        cells = [f"{letter}{number}" for letter, number in sorted(marks.unseen, key=lambda cell: (cell[1], cell[0]))]
        cause = "ihr Zahlenformat verbirgt, was darin steht"
        yield f"{title}: {_counted('Zelle', 'Zellen', cells)}; {cause}."


def _notes(read: Mapping[str, Any]) -> Iterator[str]:
    title = f"Blatt „{read['name']}“"
    if found := _places(read, "comments"):
        yield f"{title}: Kommentare und Notizen liest das Portal nicht ({found})."
    if found := _places(read, "linked"):
        yield (
            f"{title}: Formeln fragen andere Dateien ab ({found}). Gelesen wird, was Excel zuletzt gespeichert hat; es "
            "kann veraltet sein."
        )
    elif found := _places(read, "formulas"):
        yield f"{title}: Es gibt Formeln ({found}). Gelesen wird, was Excel als Ergebnis gespeichert hat."
    if found := _places(read, "beyond"):
        yield (
            f"{title}: Rechts von Spalte {LAST_LETTER}, der {MOST_COLUMNS}., steht noch etwas ({found}). Das liest das "
            "Portal nicht."
        )


def _labels(read: Mapping[str, Any]) -> dict[str, str]:
    """What stands above each column of a sheet that the portal knows."""
    sheet = BY_TITLE.get(folded(read["name"]))
    header = find_header(sheet, read["rows"]) if sheet else None
    if header is None:
        return {}
    names = next(row for number, row in read["rows"] if number == header.number)
    return {letter: str(cell[1])[:LONGEST_LABEL] for letter, cell in names.items()}


def _counted(one: str, many: str, named: list[str], number: int | None = None) -> str:
    """One thing by its name, several by their number and the first of their names."""
    number = len(named) if number is None else number
    if number == 1:
        return f"{one} {named[0]} ist ausgeblendet"
    return f"{number} {many} sind ausgeblendet: {_listed(named)}"


def _places(read: Mapping[str, Any], key: str) -> str:
    places = read.get(key) or {"count": 0, "first": []}
    more = places["count"] - len(places["first"])
    return ", ".join(places["first"]) + (f" und {more} weitere" if more > 0 else "")


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" und {more} weitere" if more > 0 else "")


def _runs(numbers: Iterable[int]) -> list[str]:
    """Rows that follow each other as one: "5 bis 7"."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [str(first) if first == last else f"{first} bis {last}" for first, last in runs]
