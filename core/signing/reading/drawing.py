"""The program that draws one page of a file: given one JSON line and then the PDF, it answers WebP without loss.

The line: ``page`` (from 1), ``dpi`` and ``colours``, 0 for all. For a limited process (`core.limited_processes`), asked
by `core.signing.page_pictures`.
"""

import json
from io import BytesIO

from PIL import Image, WebPImagePlugin

from core.limited_processes.limits import Limits
from core.page_pictures import draw, opened

LIMITS = Limits(cpu=10)
LOADED_LATE = (WebPImagePlugin,)  # loaded now, not by every child under its limits


def answer(given: bytes) -> bytes:
    """The page as people see it, with fields and annotations; nothing when there is no such page."""
    header, _line, pdf = given.partition(b"\n")
    asked = json.loads(header)
    with opened(pdf) as document:
        number = int(asked["page"])
        if not 1 <= number <= len(document):
            return b""
        drawn = draw(document[number - 1], float(asked["dpi"]))
        if colours := int(asked["colours"]):
            drawn = drawn.quantize(colours, dither=Image.Dither.NONE)
        picture = BytesIO()
        drawn.save(picture, "WEBP", lossless=True, method=2)
        return picture.getvalue()
