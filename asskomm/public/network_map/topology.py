"""Outlines of neighbours as the borders they share, so that each line is simplified and drawn once.

Neighbours share the corners of their border exactly (``asskomm/reports/data/README.md``). A border runs between two
corners where more than two lines meet; what is simplified is the border, so neighbours still fit each other.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Line = tuple[Point, ...]
_NUMBER = re.compile(r"-?\d+\.?\d*")


@dataclass(frozen=True, slots=True)
class Border:
    """A line from corner to corner, and the keys of those on both its sides; at the edge of the map there is one."""

    line: Line
    sides: frozenset[str]


def rings_of(path: str) -> list[Line]:
    """The closed rings of an SVG path that knows ``M`` (absolute), ``l`` (relative) and ``z`` only."""
    return [_ring(part) for part in path.split("M") if part]


def _ring(part: str) -> Line:
    numbers = [round(float(number) * 10) for number in _NUMBER.findall(part)]
    x = y = 0
    points = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 10, y / 10))
    return tuple(points)


def borders_of(outlines: Mapping[str, str]) -> list[Border]:
    """Every border between ``outlines``, SVG paths by key."""
    sides: defaultdict[frozenset[Point], set[str]] = defaultdict(set)
    neighbours: defaultdict[Point, set[Point]] = defaultdict(set)
    for key, path in outlines.items():
        for ring in rings_of(path):
            for here, there in _edges(ring):
                sides[frozenset((here, there))].add(key)
                neighbours[here].add(there)
                neighbours[there].add(here)
    seen: set[frozenset[Point]] = set()
    corners = sorted(point for point, others in neighbours.items() if len(others) != 2)
    # After those from corner to corner only rings without a corner are left, begun anywhere.
    lines = [
        _follow(start, following, neighbours, seen)
        for start in (*corners, *sorted(neighbours))
        for following in sorted(neighbours[start])
        if frozenset((start, following)) not in seen
    ]
    return [Border(line, frozenset(sides[frozenset(line[:2])])) for line in lines]


def _edges(ring: Line) -> Iterator[tuple[Point, Point]]:
    return (edge for edge in pairwise((*ring, ring[0])) if edge[0] != edge[1])


def _follow(
    start: Point, following: Point, neighbours: Mapping[Point, set[Point]], seen: set[frozenset[Point]]
) -> Line:
    line = [start, following]
    seen.add(frozenset(line))
    while len(neighbours[line[-1]]) == 2 and line[-1] != start:
        ahead = next(point for point in neighbours[line[-1]] if point != line[-2])
        seen.add(frozenset((line[-1], ahead)))
        line.append(ahead)
    return tuple(line)


def simplified(line: Line, tolerance: float) -> Line:
    """``line`` without the points that lie within ``tolerance`` of what stays (Ramer, Douglas, Peucker)."""
    if line[0] == line[-1]:
        middle = len(line) // 2
        return (*_simplified(line[: middle + 1], tolerance)[:-1], *_simplified(line[middle:], tolerance))
    return _simplified(line, tolerance)


def _simplified(line: Line, tolerance: float) -> Line:
    if len(line) < 3:
        return line
    distances = [_distance(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(distances)
    if farthest <= tolerance:
        return (line[0], line[-1])
    at = distances.index(farthest) + 1
    return (*_simplified(line[: at + 1], tolerance)[:-1], *_simplified(line[at:], tolerance))


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x0, y0), (x1, y1) = point, start, end
    length: float = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    if not length:
        distance: float = ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5
        return distance
    return abs((y1 - y0) * x - (x1 - x0) * y + x1 * y0 - y1 * x0) / length


def joined(lines: Iterable[Line]) -> list[Line]:
    """Closed rings made of ``lines`` that touch each other with their ends; each line belongs to one ring.

    Where more than two ends meet, rings touch in a point and may be joined either way: what they enclose is the same.
    """
    waiting = list(lines)
    rings = []
    while waiting:
        ring = list(waiting.pop())
        while ring[0] != ring[-1]:
            at, ahead = next(
                (at, other if other[0] == ring[-1] else other[::-1])
                for at, other in enumerate(waiting)
                if ring[-1] in (other[0], other[-1])
            )
            waiting.pop(at)
            ring.extend(ahead[1:])
        rings.append(tuple(ring))
    return rings
