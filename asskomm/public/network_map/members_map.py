"""The map of the start page: who is in the network, with names of places to find one's way.

Numbers inside SVG are strings: the templates would write 1.000 for 1000.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from asskomm.public.network import Member

SHAPES = Path(__file__).parent / "data" / "shapes.json"

# AGS, name, where its text begins (or ends, or has its middle) from the place's centre, whether it stands on phones.
PLACES = (
    ("14713000", "Leipzig", "middle", 0, 8, True),
    ("14612000", "Dresden", "middle", 0, 8, True),
    ("14511000", "Chemnitz", "middle", 0, 8, True),
    ("14524330", "Zwickau", "middle", 0, 8, False),
    ("14523320", "Plauen", "middle", 0, 8, True),
    ("14626110", "Görlitz", "end", 0, 8, True),
    ("14625020", "Bautzen", "middle", 0, 8, False),
    ("14625240", "Hoyerswerda", "middle", 0, 8, False),
    ("14730310", "Torgau", "middle", 0, 8, True),
    ("14628270", "Pirna", "start", 0, 8, False),
    ("14626610", "Zittau", "middle", 0, 8, False),
    ("14522180", "Freiberg", "middle", 0, 8, False),
    ("14521020", "Annaberg-Buchholz", "middle", 0, 8, False),
    ("14627230", "Riesa", "middle", 0, 8, False),
)


@dataclass(frozen=True, slots=True)
class Area:
    """A commune in the network: its outline, and the point that its tip stands at."""

    member: Member
    path: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map; ``member``: of a commune in the network; ``small``: also on the smallest maps."""

    text: str
    x: str
    y: str
    anchor: str
    member: bool
    small: bool


@dataclass(frozen=True, slots=True)
class MembersMap:
    """What ``public/_map.html`` shows."""

    areas: list[Area]
    labels: list[Label]


@cache
def outlines() -> dict[str, tuple[str, int, int]]:
    """By AGS, a commune's path and inner point, read once per process."""
    table = json.loads(SHAPES.read_text(encoding="utf-8"))
    return {ags: (path, x, y) for ags, (path, x, y) in table.items()}


def outline_of(ags: str) -> str:
    """The path of one commune; empty where the map has none, as of communes that the demo made up."""
    return outlines()[ags][0] if ags in outlines() else ""


def members_map(members: Iterable[Member]) -> MembersMap:
    """The map of ``members``; a commune that the map does not know yet is on the list alone."""
    areas = [
        Area(member, path, str(x), str(y))
        for member in members
        if member.ags in outlines()
        for path, x, y in [outlines()[member.ags]]
    ]
    return MembersMap(areas, list(_labels({area.member.ags for area in areas})))


def _labels(in_network: Collection[str]) -> Iterable[Label]:
    for ags, text, anchor, dx, dy, small in PLACES:
        _, x, y = outlines()[ags]
        yield Label(text, str(x + dx), str(y + dy), anchor, ags in in_network, small)
