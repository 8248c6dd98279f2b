"""The map's files are those that the drawing makes of the shipped shapes, and they fit each other."""

import re

import pytest

from asskomm.public.network_map.drawing import BASE_MAP, SHAPES, drawn
from asskomm.public.network_map.members_map import PLACES, outlines
from asskomm.public.network_map.topology import borders_of, joined, rings_of, simplified
from asskomm.reports.chart import shapes

# Two squares side by side, and a ring around nothing within the left one.
LEFT, RIGHT = "M0 0l4 0 0 4-4 0zM1 1l0 1 1 0 0-1z", "M4 0l4 0 0 4-4 0z"


def test_what_neighbours_share_is_one_border():
    borders = borders_of({"left": LEFT, "right": RIGHT})
    shared = [border for border in borders if len(border.sides) == 2]
    assert [sorted(border.line) for border in shared] == [[(4.0, 0.0), (4.0, 4.0)]]
    assert len(borders) == 4
    rings = joined(border.line for border in borders if "left" in border.sides)
    assert sorted(sorted(set(ring)) for ring in rings) == sorted(sorted(ring) for ring in rings_of(LEFT))


def test_a_line_loses_what_nobody_sees_and_keeps_its_ends():
    assert simplified(((0, 0), (5, 0.4), (10, 0)), tolerance=0.5) == ((0, 0), (10, 0))
    assert simplified(((0, 0), (5, 0.6), (10, 0)), tolerance=0.5) == ((0, 0), (5, 0.6), (10, 0))
    ring = ((0, 0), (4, 0), (4, 4), (0, 4), (0, 0))
    assert simplified(ring, tolerance=0.5) == ring


def test_the_files_are_the_ones_the_drawing_makes():
    for file, content in drawn(shapes()).items():
        assert file.read_text(encoding="utf-8") == content, f"{file}: manage.py draw_map"


def test_every_commune_has_an_outline_and_every_name_its_place():
    assert outlines().keys() == shapes().communes.keys()
    assert {ags for ags, *_ in PLACES} <= outlines().keys()
    for outline, x, y in outlines().values():
        assert re.fullmatch(r"(m[-\d ]+z)+", outline)
        assert (0 <= x <= 1000, 0 <= y <= 760) == (True, True)


@pytest.mark.parametrize(("file", "most"), [(BASE_MAP, 32_000), (SHAPES, 56_000)])
def test_the_map_stays_small(file, most):
    assert file.stat().st_size < most
