"""Pages of a hostile PDF as pictures, drawn by pdfium. Only for limited processes (`core.limited_processes`).

The second engine: what is compared or kept here is what somebody sees, whatever the library that made or changed the
file makes of its structure. pdfium is not safe for threads; a limited process has one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
from PIL import Image

POINTS_PER_INCH = 72
MOST_PIXELS = 50_000_000  # of one page: 200 MB while it is drawn; A4 at 600 dpi has 35 million


class PageTooLargeError(ValueError):
    """A page would have more pixels than a limited process may draw."""


@contextmanager
def opened(pdf: bytes, password: str | None = None) -> Iterator[pdfium.PdfDocument]:
    """The document, with its form's fields, which pdfium draws only when they were loaded before any page.

    Raises pypdfium2.PdfiumError for bytes that it cannot read and for a password that does not fit.
    """
    document = pdfium.PdfDocument(pdf, password=password)
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


def size_in_pixels(page: pdfium.PdfPage, dpi: float) -> tuple[int, int]:
    """Width and height of the page's picture, turned as it is shown. Raises PageTooLargeError."""
    width, height = (max(1, round(side * dpi / POINTS_PER_INCH)) for side in page.get_size())
    if width * height > MOST_PIXELS:
        raise PageTooLargeError
    return width, height


def draw(page: pdfium.PdfPage, dpi: float, *, printed: bool = False) -> Image.Image:
    """The page on white as an RGB picture, with fields and annotations; ``printed``: as a printer shows it.

    Marks may be for the screen or for print alone, so who compares what is seen looks at both. Raises
    PageTooLargeError.
    """
    size_in_pixels(page, dpi)
    bitmap = page.render(scale=dpi / POINTS_PER_INCH, optimize_mode="print" if printed else None)
    try:
        return bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
