"""The visible part of a signature: a typed name or strokes drawn on the pad (signing rules 11 and 15)."""

import json
import math
from dataclasses import dataclass

from core.signing.errors import InkRejected

PAD_WIDTH = 600
PAD_HEIGHT = 200
MOST_POINTS = 5_000
MOST_JSON = 400_000
DOT = 12  # a drawing that is nowhere wider or higher than this is a dot to the eye

ONLY_A_DOT = "Das ist nur ein Punkt. Bitte zeichnen Sie Ihren Namen."
UNREADABLE = "Die gezeichnete Unterschrift konnte nicht gelesen werden. Bitte zeichnen Sie sie noch einmal."

Stroke = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """What the signatory put on the paper: the typed name, or strokes in coordinates of the pad.

    Both have the same effect; strokes may come with the typed name, then the strokes are shown.
    """

    typed_name: str = ""
    strokes: tuple[Stroke, ...] = ()

    @classmethod
    def from_json(cls, raw: str) -> "Ink":
        """Read strokes as the pad sends them: a list of strokes, each a list of [x, y].

        Points outside the pad are moved to its edge. Raises InkRejected (German message) for anything that
        is not numbers, is empty or a dot, or has more than 5,000 points.
        """
        if len(raw) > MOST_JSON:
            raise InkRejected("Die gezeichnete Unterschrift ist zu umfangreich. Bitte zeichnen Sie sie noch einmal.")
        try:
            drawing = json.loads(raw)
        except (ValueError, RecursionError):
            raise InkRejected(UNREADABLE) from None
        if not isinstance(drawing, list):
            raise InkRejected(UNREADABLE)
        strokes = tuple(_read_stroke(stroke) for stroke in drawing)
        points = sum(len(stroke) for stroke in strokes)
        if points > MOST_POINTS:
            raise InkRejected("Die gezeichnete Unterschrift ist zu umfangreich. Bitte zeichnen Sie sie noch einmal.")
        if points == 0:
            raise InkRejected("Das Unterschriftsfeld ist leer. Bitte zeichnen Sie Ihre Unterschrift.")
        if _extent(strokes) < DOT:
            raise InkRejected(ONLY_A_DOT)
        return cls(strokes=strokes)


def _extent(strokes: tuple[Stroke, ...]) -> float:
    """How wide or high the drawing is, whichever is more."""
    points = [point for stroke in strokes for point in stroke]
    return max(max(values) - min(values) for values in zip(*points, strict=True))


def _read_stroke(stroke: object) -> Stroke:
    if not isinstance(stroke, list):
        raise InkRejected(UNREADABLE)
    return tuple(_read_point(point) for point in stroke)


def _read_point(point: object) -> tuple[float, float]:
    if not isinstance(point, list) or len(point) != 2:
        raise InkRejected(UNREADABLE)
    x, y = point
    return _clamp(x, PAD_WIDTH), _clamp(y, PAD_HEIGHT)


def _clamp(value: object, limit: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InkRejected(UNREADABLE)
    if isinstance(value, float) and not math.isfinite(value):
        raise InkRejected(UNREADABLE)
    return float(min(max(value, 0), limit))
