"""The program that draws an issued page with a stamp laid over its box, for `core.signing.stamp_preview`.

Given one JSON line with the lengths of stamp and band, then both and the issued file; it answers WebP. The bytes are
the portal's own, but a drawing of a stranger's stands in the stamp: it is drawn within limits like all else.
"""

import json
from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, WebPImagePlugin
from pyhanko.pdf_utils.reader import PdfFileReader

from core.limited_processes.limits import Limits
from core.page_pictures import POINTS_PER_INCH, draw, opened
from core.signing.reading.placement import Box, Places, places_in

LIMITS = Limits(cpu=10)
DPI = 200  # of the part around the boxes: sharp on a phone that shows 80 mm at 268 CSS pixels, twice or thrice
DPI_OF_THE_PAGE = 144
MILLIMETRE = POINTS_PER_INCH / 25.4
ABOVE, BELOW, BESIDE = 30 * MILLIMETRE, 13 * MILLIMETRE, 5 * MILLIMETRE
FRAME, CORNER = 0.9 * MILLIMETRE, 1.5 * MILLIMETRE
BLUE = (32, 69, 173)
CLEAR = (255, 255, 255, 0)
LOADED_LATE = (WebPImagePlugin,)  # loaded now, not by every child under its limits


def answer(given: bytes) -> bytes:
    """The picture; the limited process ends with an error for anything that is not what the portal hands over."""
    line, _newline, rest = given.partition(b"\n")
    header = json.loads(line)
    stamp, rest = rest[: header["stamp"]], rest[header["stamp"] :]
    band, issued = rest[: header["band"]], rest[header["band"] :]
    places = places_in(PdfFileReader(BytesIO(issued)))
    picture = _page(issued, stamp, places, DPI_OF_THE_PAGE if header["whole"] else DPI)
    if not header["whole"]:
        picture = picture.crop(_pixels(_around(places), places, DPI))
    drawn = BytesIO()
    _under(_drawn(band, DPI_OF_THE_PAGE if header["whole"] else DPI), picture).save(drawn, "WEBP", lossless=True)
    return drawn.getvalue()


def _page(issued: bytes, stamp: bytes, places: Places, dpi: int) -> Image.Image:
    """The page with the commune's box, the stamp in it and a frame around it."""
    with opened(issued) as document:
        page = draw(document[places.own.page], dpi)
    left, top, right, bottom = _pixels(places.own.box, places, dpi)
    mark = _drawn(stamp, dpi).resize((right - left, bottom - top), Image.Resampling.LANCZOS)
    page.paste(mark, (left, top), mark)
    width, radius = (round(length * dpi / POINTS_PER_INCH) for length in (FRAME, CORNER))
    frame = (left - width, top - width, right + width, bottom + width)
    ImageDraw.Draw(page).rounded_rectangle(frame, radius=radius, outline=BLUE, width=width)
    return page


def _drawn(pdf: bytes, dpi: int) -> Image.Image:
    """The only page of a PDF, on nothing."""
    document = pdfium.PdfDocument(pdf)
    try:
        bitmap = document[0].render(scale=dpi / POINTS_PER_INCH, fill_color=CLEAR)
        return bitmap.to_pil().convert("RGBA")
    finally:
        document.close()


def _around(places: Places) -> Box:
    """Both boxes with what is said above and below them; the rest of the page is left out."""
    boxes = [place.box for place in (places.own, places.other) if place.page == places.own.page]
    return (
        min(box[0] for box in boxes) - BESIDE,
        min(box[1] for box in boxes) - BELOW,
        max(box[2] for box in boxes) + BESIDE,
        max(box[3] for box in boxes) + ABOVE,
    )


def _pixels(box: Box, places: Places, dpi: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom on the page's picture, which ends where the page does."""
    page, scale = places.pages[places.own.page], dpi / POINTS_PER_INCH
    width, height = page[2] - page[0], page[3] - page[1]
    left, right = (min(max(side - page[0], 0), width) for side in (box[0], box[2]))
    top, bottom = (min(max(page[3] - side, 0), height) for side in (box[3], box[1]))
    return round(left * scale), round(top * scale), round(right * scale), round(bottom * scale)


def _under(band: Image.Image, picture: Image.Image) -> Image.Image:
    """``picture`` below the band, which is as wide as a page and cut where the picture ends."""
    whole = Image.new("RGB", (picture.width, band.height + picture.height), BLUE)
    whole.paste(band.convert("RGB"), (0, 0))
    whole.paste(picture, (0, band.height))
    return whole
