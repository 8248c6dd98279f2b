"""The process that touches hostile bytes: reads a scan from standard input, answers a PDF, cannot grow.

Exit code 0: standard output is the PDF, the last word on standard error its number of pages. Exit code 3: standard
output is the name of the refusal. Everything is imported before the limits are set and the first byte is read.
"""

import resource
import sys
from io import BytesIO

import pikepdf
from PIL import Image, JpegImagePlugin, MpoImagePlugin, PdfImagePlugin, PngImagePlugin

from core.scan_cleaning.images import clean_image
from core.scan_cleaning.pdfs import clean_pdf
from core.scan_cleaning.refusals import Refusal, Refused

MOST_CPU = 20  # seconds
MOST_MEMORY = 1024 * 1024 * 1024  # bytes of address space
MOST_OPEN_FILES = 16
MOST_OUTPUT = 40 * 1024 * 1024  # bytes
REFUSED = 3
DECODERS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, PdfImagePlugin)  # loaded now, not under the limits


def limit_resources() -> None:
    """No more CPU and memory than a real scan could ever need; no files written."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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


def main() -> int:
    """Read, clean, answer."""
    Image.MAX_IMAGE_PIXELS = None  # clean_image judges the size itself and can say what is wrong
    limit_resources()
    sys.setrecursionlimit(500)
    try:
        answer, code = cleaned(sys.stdin.buffer.read()), 0
        sys.stderr.write(f"\n{page_count(answer)}\n")
    except Refused as refused:
        answer, code = refused.refusal.encode(), REFUSED
    except (MemoryError, RecursionError):
        answer, code = Refusal.UNREADABLE.encode(), REFUSED
    sys.stdout.buffer.write(answer)
    return code


if __name__ == "__main__":
    sys.exit(main())
