"""The pages of a hostile PDF as pictures, drawn by pdfium; nothing of the file but what is seen on them."""

from collections.abc import Iterator

import pypdfium2 as pdfium
from PIL import Image, ImageChops
from pypdfium2 import raw

from core.page_pictures import POINTS_PER_INCH, draw, opened
from core.scan_cleaning.pages import PagePicture, plainest, within_bounds
from core.scan_cleaning.refusals import Refusal, Refused
from core.scan_cleaning.structure import Judged

DPI, DPI_OF_MANY, MANY, LOWEST_DPI = 200, 150, 60, 72
MOST_PIXELS = 25_000_000  # of a page with greys or colour: A1 at about 170 dpi
MOST_BITS = 36_000_000  # of one in black and white: A4 at 600 dpi
BLACK = 128  # what is darker is black
MOST_GREYS = 0.02  # of a page that is black and white but for what its own grid loses to ours
A_LITTLE_LESS = 0.99999  # pdfium counts a point that is begun
COMPARED_DPI = 40
MOST_DIFFERENCE = 24  # of 255; both were drawn by the same engine


def drawn(file: Judged) -> Iterator[PagePicture]:
    """Each page. Raises Refused if one is too large or lost, pypdfium2.PdfiumError if the file cannot be read."""
    with opened(file.drawn) as document:
        if len(document) != len(file.units):
            raise Refused(Refusal.PART_LOST)  # the two engines count differently
        if file.mended is not None:
            _refuse_other_pages(document, file.mended)
        for index, unit in enumerate(file.units):
            page = document[index]
            try:
                yield _drawn(page, unit, DPI if len(document) <= MANY else DPI_OF_MANY, index + 1)
            finally:
                page.close()


def _drawn(page: pdfium.PdfPage, unit: float, dpi: float, number: int) -> PagePicture:
    width, height = (side * unit for side in page.get_size())
    _refuse_lost_pictures(page, number)
    bits = _black_and_white(page, unit)
    if bits is None:
        area = width * height / POINTS_PER_INCH**2
        fitting = min(dpi, (MOST_PIXELS / area) ** 0.5)
        if fitting < LOWEST_DPI:
            raise Refused(Refusal.PAGE_TOO_LARGE, number)
        bits = plainest(draw(page, fitting * unit))
    return PagePicture(bits, within_bounds(width), within_bounds(height))


def _black_and_white(page: pdfium.PdfPage, unit: float) -> Image.Image | None:
    """A page that is one picture in black and white, on that picture's own grid: sharper and smaller than in greys."""
    dpi = _dpi_of_bits(page)
    width, height = (round(side * dpi / POINTS_PER_INCH) for side in page.get_size())
    if dpi < LOWEST_DPI * unit or width * height > MOST_BITS:
        return None
    grey = plainest(draw(page, dpi * A_LITTLE_LESS))
    if grey.mode == "L" and sum(grey.histogram()[16:240]) <= MOST_GREYS * width * height:
        return grey.point([0] * BLACK + [255] * (256 - BLACK), "1")
    return grey if grey.mode == "1" else None


def _dpi_of_bits(page: pdfium.PdfPage) -> float:
    """How fine the page's only thing is, a picture with a bit for each point; 0 for any other page."""
    things = list(page.get_objects(max_depth=1))
    if len(things) != 1 or not isinstance(things[0], pdfium.PdfImage) or raw.FPDFPage_GetAnnotCount(page.raw):
        return 0
    facts, matrix = things[0].get_metadata(), things[0].get_matrix()
    left, _bottom, right, _top = things[0].get_bounds()
    if facts.bits_per_pixel != 1 or right - left < 1:
        return 0
    columns = facts.height if matrix.a == matrix.d == 0 else facts.width
    return float(columns * POINTS_PER_INCH / (right - left))


def _refuse_lost_pictures(page: pdfium.PdfPage, number: int) -> None:
    """A picture that cannot be decoded is left out without a word."""
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        if isinstance(thing, pdfium.PdfImage) and not raw.FPDFImageObj_GetBitmap(thing.raw):
            raise Refused(Refusal.PART_LOST, number)


def _refuse_other_pages(document: pdfium.PdfDocument, mended: bytes) -> None:
    """The file was damaged: as pdfium mends it and as qpdf does, it must look the same."""
    with opened(mended) as other:
        if len(document) != len(other):
            raise Refused(Refusal.PART_LOST)
        for index in range(len(document)):
            one, two = (each[index].render(scale=COMPARED_DPI / POINTS_PER_INCH) for each in (document, other))
            if differ(one.to_pil().convert("L"), two.to_pil().convert("L"), MOST_DIFFERENCE):
                raise Refused(Refusal.PART_LOST, index + 1)


def differ(one: Image.Image, two: Image.Image, most: int) -> bool:
    """Whether any point of the two pictures differs by more than ``most`` of 255."""
    if one.size != two.size:
        return True
    return sum(ImageChops.difference(one, two).histogram()[most + 1 :]) > 0
