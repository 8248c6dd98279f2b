"""Strokes from the browser are numbers, few enough, and inside the pad (signing rule 11)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signing.errors import InkRejected
from core.signing.ink import Ink

LINE = [[0, 0], [10, 10]]


def test_strokes_are_read():
    assert Ink.from_json("[[[1, 2.5], [30, 40]], [[5, 6]]]").strokes == (((1.0, 2.5), (30.0, 40.0)), ((5.0, 6.0),))


def test_points_outside_the_pad_move_to_its_edge():
    assert Ink.from_json("[[[-5, 900], [9999, -1e300]]]").strokes == (((0.0, 200.0), (600.0, 0.0)),)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "null",
        "{}",
        '"x"',
        "[1, 2]",
        "[[1, 2]]",
        "[[[1]]]",
        "[[[1, 2, 3]]]",
        '[[["1", 2], [3, 4]]]',
        "[[[true, 2], [3, 4]]]",
        "[[[null, 2], [3, 4]]]",
        "[[[NaN, 2], [3, 4]]]",
        "[[[Infinity, 2], [3, 4]]]",
        '[[["</svg><script>", 2], [3, 4]]]',
        "[" * 100_000,
    ],
)
def test_anything_but_strokes_is_rejected(raw):
    with pytest.raises(InkRejected, match="konnte nicht gelesen werden"):
        Ink.from_json(raw)


@pytest.mark.parametrize("raw", ["[]", "[[]]"])
def test_an_empty_pad_is_no_signature(raw):
    with pytest.raises(InkRejected, match="leer"):
        Ink.from_json(raw)


@pytest.mark.parametrize("strokes", [[[[1, 2]]], [[[1, 2], [8, 9]]], [[[300, 100]], [[305, 104]], [[311, 100]]]])
def test_a_dot_is_no_signature_however_often_it_was_set(strokes):
    with pytest.raises(InkRejected, match="nur ein Punkt"):
        Ink.from_json(json.dumps(strokes))


def test_the_smallest_line_is_one():
    assert Ink.from_json("[[[1, 1], [13, 1]]]").strokes == (((1.0, 1.0), (13.0, 1.0)),)


def test_five_thousand_points_are_the_limit():
    assert Ink.from_json(json.dumps([[[1, 1], [99, 1]] * 2_500]))
    with pytest.raises(InkRejected, match="umfangreich"):
        Ink.from_json(json.dumps([[*([[1, 1], [99, 1]] * 2_500), [1, 1]]]))


def test_overlong_json_is_not_even_parsed():
    with pytest.raises(InkRejected, match="umfangreich"):
        Ink.from_json(" " * 400_001)


@given(
    st.text()
    | st.recursive(st.none() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=20).map(json.dumps)
)
def test_whatever_comes_is_read_or_rejected(raw):
    try:
        ink = Ink.from_json(raw)
    except InkRejected:
        return
    assert all(0 <= x <= 600 and 0 <= y <= 200 for stroke in ink.strokes for x, y in stroke)
