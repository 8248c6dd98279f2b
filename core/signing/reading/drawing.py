"""The program that draws one page of a file: given one JSON line with its number and then the PDF, it answers WebP.

For a limited process (`core.limited_processes`), asked by `core.signing.page_pictures`.
"""

import json
from io import BytesIO

from PIL import WebPImagePlugin

from core.limited_processes.limits import Limits
from core.page_pictures import draw, opened

LIMITS = Limits(cpu=10)
DPI = 144  # 1,191 pixels for the width of A4
LOADED_LATE = (WebPImagePlugin,)  # loaded now, not by every child under its limits


def answer(given: bytes) -> bytes:
    """The page as people see it, with fields and annotations; nothing when there is no such page."""
    header, _line, pdf = given.partition(b"\n")
    with opened(pdf) as document:
        number = int(json.loads(header)["page"])  # counts from 1
        if not 1 <= number <= len(document):
            return b""
        picture = BytesIO()
        draw(document[number - 1], DPI).save(picture, "WEBP", lossless=True, method=2)
        return picture.getvalue()
