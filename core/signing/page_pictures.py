"""Pages of a file as pictures, for those who read it without getting it (signing rules 9 and 19), or on a phone."""

import json

from core.limited_processes.asking import ask
from core.signing.inspection import LONGEST_WAIT

PROGRAM = "core.signing.reading.drawing"
WEBP = (b"RIFF", b"WEBPVP8L")
DPI = 144  # 1,191 pixels for the width of A4


class PageNotDrawnError(Exception):
    """There is no such page, or it cannot be drawn within limits."""


def page_picture(pdf: bytes, number: int, *, dpi: float = DPI, colours: int = 0) -> bytes:
    """Page ``number`` (from 1) as a WebP without loss, drawn in a limited process. Raises PageNotDrawnError.

    ``colours``: how many there may be, the nearest ones; 0 for all, wherever somebody judges what is seen.
    """
    asked = json.dumps({"page": number, "dpi": dpi, "colours": colours}).encode()
    try:
        answer = ask(PROGRAM, asked + b"\n" + pdf, seconds=LONGEST_WAIT)
    except TimeoutError as error:
        raise PageNotDrawnError from error
    drawn = answer.output
    if answer.code != 0 or (drawn[:4], drawn[8:16]) != WEBP:
        raise PageNotDrawnError
    return drawn
