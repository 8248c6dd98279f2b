"""Pages of a file that came from outside as pictures: read without giving it to anybody (signing rules 9 and 19)."""

import json

from core.limited_processes.asking import ask
from core.signing.inspection import LONGEST_WAIT

PROGRAM = "core.signing.reading.drawing"
WEBP = (b"RIFF", b"WEBPVP8L")


class PageNotDrawnError(Exception):
    """There is no such page, or it cannot be drawn within limits."""


def page_picture(pdf: bytes, number: int) -> bytes:
    """Page ``number`` (from 1) as a WebP, drawn in a limited process. Raises PageNotDrawnError."""
    try:
        answer = ask(PROGRAM, json.dumps({"page": number}).encode() + b"\n" + pdf, seconds=LONGEST_WAIT)
    except TimeoutError as error:
        raise PageNotDrawnError from error
    drawn = answer.output
    if answer.code != 0 or (drawn[:4], drawn[8:16]) != WEBP:
        raise PageNotDrawnError
    return drawn
