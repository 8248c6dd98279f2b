"""The program that makes a harmless PDF of a hostile scan. For a limited process (`core.limited_processes`).

It is given one line with the title in UTF-8 and then the upload. Its answer is one line and then the PDF. The line is
the number of pages, or the name of the refusal with the page that it is about, and no PDF comes.
"""

from collections.abc import Iterator

from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin

from core.limited_processes.limits import Limits, within_cpu
from core.scan_cleaning.archiving import ArchivedScan
from core.scan_cleaning.comparing import refuse_changed_pages, small
from core.scan_cleaning.drawing import drawn
from core.scan_cleaning.images import page_of_image
from core.scan_cleaning.packing import packed
from core.scan_cleaning.pages import PagePicture
from core.scan_cleaning.refusals import Refusal, Refused
from core.scan_cleaning.structure import judged

LIMITS = Limits(cpu=38)
MOST_CPU_OF_JUDGING = 15  # seconds; a bomb is not given the time that two hundred pages need
MOST_OUTPUT = 40 * 1024 * 1024  # bytes
MOST_OF_A_PAGE = 3 * 1024 * 1024  # bytes that a page may take before it is packed harder
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
DECODERS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)  # loaded now, not under the limits


def cleaned(title: str, data: bytes) -> tuple[int, bytes]:
    """The number of pages and the harmless PDF. Raises Refused for everything that is none."""
    try:
        count, pages = _pages(data)
        pdf = _archived(title, count, pages)
    except (Refused, MemoryError, RecursionError):
        raise
    except Exception as error:  # hostile bytes make a parser raise anything
        raise Refused(Refusal.UNREADABLE) from error
    return count, pdf


def _pages(data: bytes) -> tuple[int, Iterator[PagePicture]]:
    if data.startswith(PICTURES):
        return 1, iter([page_of_image(data)])
    with within_cpu(MOST_CPU_OF_JUDGING):
        file = judged(data)
    return len(file.units), drawn(file)


def _archived(title: str, count: int, pages: Iterator[PagePicture]) -> bytes:
    made = ArchivedScan(title, count)
    small_ones: list[Image.Image] = []
    left = MOST_OUTPUT
    for page in pages:
        picture = packed(page.picture, min(MOST_OF_A_PAGE, left // (count - len(small_ones))))
        left -= len(picture.data)
        if left < 0:
            raise Refused(Refusal.TOO_LARGE)
        made.add(picture, page.picture.size, page.width, page.height)
        small_ones.append(small(page.picture))
    pdf = made.bytes()
    refuse_changed_pages(pdf, small_ones)
    return pdf


def answer(given: bytes) -> bytes:
    """Number of pages and PDF, or why there is none."""
    Image.MAX_IMAGE_PIXELS = None  # the size of a picture is judged here, where we can say what is wrong
    title, _line, data = given.partition(b"\n")
    try:
        return b"%d\n%b" % cleaned(title.decode(), data)
    except Refused as refused:
        return f"{refused.refusal} {refused.page}".encode()
    except (MemoryError, RecursionError):
        return f"{Refusal.UNREADABLE} 0".encode()
