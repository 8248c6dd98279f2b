"""The program that reads a hostile workbook, without framework, keys and network.

For a limited process (`core.limited_processes`). Its answer is JSON: as ``cells.read``
makes it, or ``{"refusal": ...}``.
"""

import json

from asskomm.intake.reading.parsing.cells import read
from asskomm.intake.reading.parsing.refusals import Refusal, Refused
from core.limited_processes.limits import Limits

LIMITS = Limits(cpu=40, depth=1000)
MOST_OUTPUT = 64 * 1024 * 1024  # bytes


def cells(data: bytes) -> bytes:
    """The cells as JSON. Raises Refused for everything that is no readable workbook."""
    try:
        text = json.dumps(read(data), ensure_ascii=True, allow_nan=False)
    except Refused:
        raise
    except MemoryError as error:
        raise Refused(Refusal.BOMB) from error
    except Exception as error:  # hostile bytes make a parser raise anything
        raise Refused(Refusal.UNREADABLE) from error
    if len(text) > MOST_OUTPUT:
        raise Refused(Refusal.TOO_MANY_ROWS)
    return text.encode("ascii")


def answer(given: bytes) -> bytes:
    """The cells as JSON, or why they are not read."""
    try:
        return cells(given)
    except Refused as refused:
        refusal = refused.refusal
    except (MemoryError, RecursionError):
        refusal = Refusal.BOMB
    return json.dumps({"refusal": refusal}).encode("ascii")
