"""Map and bars of one figure as SVG, with the same numbers as the table beside them.

The map's shapes are the project's own (``data/README.md``). Numbers inside SVG are strings: the templates would
write 1.000 for 1000.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from asskomm.reports.models import Figure
from asskomm.reports.report import Count, Report
from core import dates

SHAPES = Path(__file__).parent / "data" / "saxony.json"
ATTRIBUTION = "© GeoBasis-DE / BKG 2017 (Daten verändert)"
ROW, LABEL, LONGEST, SIDE = 26, 216, 220, 60


@dataclass(frozen=True, slots=True)
class Map:
    """Paths of communes where the figure holds, of the others, and of the districts' borders."""

    title: str
    description: str
    width: str
    height: str
    filled: str
    empty: str
    borders: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One district: its name, number and share, and where its bar stands."""

    label: str
    count: Count
    top: str
    middle: str
    width: str
    behind: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What ``reports/_chart.html`` shows of one figure."""

    title: str
    map: Map
    bars: list[Bar]
    bars_width: str
    bars_height: str
    label_end: str
    bar_start: str
    bar_height: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shipped geometry: an SVG path for each commune by its AGS and each district by its key."""

    width: str
    height: str
    communes: Mapping[str, str]
    districts: Mapping[str, str]


@cache
def shapes() -> Shapes:
    """Read the shapes once per process."""
    return Shapes(**json.loads(SHAPES.read_text(encoding="utf-8")))


def chart(report: Report, figure: Figure) -> Chart:
    """Map and bars of ``figure``."""
    counts = report.by_district(figure)
    return Chart(
        title=str(figure.label),
        map=_map(report, figure),
        bars=_bars(report.districts, counts),
        bars_width=str(LABEL + LONGEST + SIDE),
        bars_height=str(ROW * len(counts)),
        label_end=str(LABEL - 10),
        bar_start=str(LABEL),
        bar_height=str(ROW - 8),
    )


def _map(report: Report, figure: Figure) -> Map:
    """A commune that has merged since shows in the shape of its successor: the shapes are those of today."""
    result = report.results[figure]
    painted = {report.successors.get(ags, ags) for ags in result.ags}
    geometry = shapes()
    count = result.count
    return Map(
        title=f"Karte: {figure.label} am {dates.day(report.scope.day)}",
        description=(
            f"{count.number} von {count.total} Kommunen sind auf der Karte von Sachsen gefüllt. Die Zahlen je "
            "Landkreis stehen in der Tabelle."
        ),
        width=geometry.width,
        height=geometry.height,
        filled=_joined(path for ags, path in geometry.communes.items() if ags in painted),
        empty=_joined(path for ags, path in geometry.communes.items() if ags not in painted),
        borders=_joined(geometry.districts.values()),
    )


def _bars(names: Mapping[str, str], counts: Mapping[str, Count]) -> list[Bar]:
    most = max((count.number for count in counts.values()), default=0) or 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1].number, names[item[0]]))
    return [_bar(place, names[key], count, most) for place, (key, count) in enumerate(ranked)]


def _bar(place: int, label: str, count: Count, most: int) -> Bar:
    width = round(LONGEST * count.number / most, 1)
    return Bar(
        label=label.removeprefix("Landkreis ").replace("Kreisfreie Stadt", "Stadt"),
        count=count,
        top=str(place * ROW + 4),
        middle=str(place * ROW + ROW // 2 + 5),
        width=str(width),
        behind=str(LABEL + width + 8),
    )


def _joined(paths: Iterable[str]) -> str:
    return "".join(paths)
