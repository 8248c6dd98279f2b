"""The program that makes a harmless PDF of a hostile scan. For a limited process (`core.limited_processes`).

Its answer is one line and then the PDF. The line is the number of pages, or the name of the refusal and no PDF comes.
"""

from io import BytesIO

import pikepdf
from PIL import Image, JpegImagePlugin, MpoImagePlugin, PdfImagePlugin, PngImagePlugin

from core.limited_processes.limits import Limits
from core.scan_cleaning.images import clean_image
from core.scan_cleaning.pdfs import clean_pdf
from core.scan_cleaning.refusals import Refusal, Refused

LIMITS = Limits(cpu=20)
MOST_OUTPUT = 40 * 1024 * 1024  # bytes
DECODERS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, PdfImagePlugin)  # loaded now, not under the limits


def cleaned(data: bytes) -> bytes:
    """The harmless PDF. Raises Refused for everything that is none."""
    try:
        pdf = clean_pdf(data) if data.startswith(b"%PDF-") else clean_image(data)
    except Refused:
        raise
    except Exception as error:  # hostile bytes make a parser raise anything
        raise Refused(Refusal.UNREADABLE) from error
    if len(pdf) > MOST_OUTPUT:
        raise Refused(Refusal.TOO_LARGE)
    return pdf


def page_count(pdf: bytes) -> int:
    """Pages of what was just made; counted here, where the limits hold."""
    with pikepdf.open(BytesIO(pdf)) as made:
        return len(made.pages)


def answer(given: bytes) -> bytes:
    """Number of pages and PDF, or why there is none."""
    Image.MAX_IMAGE_PIXELS = None  # clean_image judges the size itself and can say what is wrong
    try:
        pdf = cleaned(given)
        return b"%d\n%b" % (page_count(pdf), pdf)
    except Refused as refused:
        return refused.refusal.encode()
    except (MemoryError, RecursionError):
        return Refusal.UNREADABLE.encode()
