"""Makes the two files of the visitors' map, which ``manage.py draw_map`` writes.

``data/shapes.json``: a path and an inner point for each commune, of which a page takes those it shows.
``static/public/saxony.svg``: land and borders, the same for everybody and so in a file that browsers keep.
Both are on a grid of 1000 units across, which is finer than the pixels of the largest map.
"""

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from asskomm.public.network_map.members_map import SHAPES
from asskomm.public.network_map.topology import Border, Line, Point, borders_of, joined, simplified
from asskomm.reports.chart import Shapes

BASE_MAP = settings.BASE_DIR / "static" / "public" / "saxony.svg"
TOLERANCE = 1.3  # units; a unit is two thirds of a pixel on the largest map
DISTRICT = 5  # the first digits of an AGS


def drawn(source: Shapes) -> dict[Path, str]:
    """The content of both files."""
    borders = [Border(_on_grid(border.line), border.sides) for border in borders_of(source.communes)]
    communes = {ags: joined(border.line for border in borders if ags in border.sides) for ags in source.communes}
    table = {ags: [path(rings), *_inner_point(rings)] for ags, rings in communes.items()}
    lines = ",\n".join(f"{json.dumps(ags)}: {json.dumps(row, separators=(',', ':'))}" for ags, row in table.items())
    return {SHAPES: f"{{\n{lines}\n}}\n", BASE_MAP: _base_map(source, borders)}


def _base_map(source: Shapes, borders: list[Border]) -> str:
    edge = [border for border in borders if len(border.sides) == 1]
    inner = [border for border in borders if len(border.sides) == 2]
    between_districts = [border for border in inner if len({ags[:DISTRICT] for ags in border.sides}) == 2]
    within_districts = [border for border in inner if len({ags[:DISTRICT] for ags in border.sides}) == 1]
    parts = {
        "land": path(joined(border.line for border in edge)),
        "communes": path(border.line for border in within_districts),
        "districts": path(border.line for border in between_districts),
    }
    drawing = "\n".join(f'<path id="{name}" d="{part}"/>' for name, part in parts.items())
    box = f'viewBox="0 0 {source.width} {source.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><defs>\n{drawing}\n</defs></svg>\n'


def _on_grid(line: Line) -> Line:
    rounded = [(round(x), round(y)) for x, y in simplified(line, TOLERANCE)]
    return (rounded[0], *(there for here, there in pairwise(rounded) if here != there))


def path(lines: Iterable[Line]) -> str:
    """An SVG path in whole numbers, each line from where the one before began: shorter than by absolute points."""
    parts = []
    begun: Point = (0, 0)
    for line in lines:
        closed = line[0] == line[-1] and len(line) > 3
        points = line[:-1] if closed else line
        steps = [(begun, points[0]), *pairwise(points)]
        numbers = [f"{round(there[axis] - here[axis])}" for here, there in steps for axis in (0, 1)]
        parts.append("m" + _packed(numbers) + ("z" if closed else ""))
        begun = points[0] if closed else points[-1]
    return "".join(parts)


def _packed(numbers: list[str]) -> str:
    return "".join(number if number.startswith("-") else f" {number}" for number in numbers).lstrip()


def _inner_point(rings: list[Line]) -> tuple[int, int]:
    """The centre of the largest ring's area, where a name and a tip point to."""
    ring = max(rings, key=lambda candidate: abs(_area(candidate)))
    area = _area(ring)
    if not area:
        return round(ring[0][0]), round(ring[0][1])
    crosses = [(here, there, here[0] * there[1] - there[0] * here[1]) for here, there in pairwise(ring)]
    x = sum((here[0] + there[0]) * cross for here, there, cross in crosses) / (6 * area)
    y = sum((here[1] + there[1]) * cross for here, there, cross in crosses) / (6 * area)
    return round(x), round(y)


def _area(ring: Line) -> float:
    return sum(here[0] * there[1] - there[0] * here[1] for here, there in pairwise(ring)) / 2
