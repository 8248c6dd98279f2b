"""HTML to pages: WeasyPrint with the project's own fonts and nothing from outside.

Fonts and parsed stylesheets are kept per process, because loading them costs more than setting a page. They
are not safe to share between threads, so pages are set one at a time: the work is bound to one processor
anyway.
"""

import ctypes
import logging
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.typesetting.fonts import OWN_FAMILIES, static_file

# Python closes the libraries when it ends, but fonts that are freed even later call Pango once more: the process would
# die of a fault that has nothing to do with its work. What ctypes has loaded stays.
with suppress(OSError):  # under another name there is nothing to keep
    ctypes.CDLL("libpangoft2-1.0.so.0")

# Both report every step of every page.
for chatty in ("weasyprint.progress", "fontTools"):
    logging.getLogger(chatty).setLevel(logging.WARNING)

STATIC = "static:"
STYLESHEET = "static:agreements/pdf.css"

# One lock for everything that touches the shared fonts.
_one_at_a_time = threading.RLock()


class ForbiddenAddress(FatalURLFetchingError):
    """A page asked for something that is not a static file of the portal."""


class StaticFetcher(URLFetcher):
    """Gives out the portal's static files as `static:path/name.ext` and nothing else: no network, no disk."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=frozenset(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the static file. Raises ForbiddenAddress, which stops the rendering."""
        media_type, _ = mimetypes.guess_type(url)
        headers = {"Content-Type": media_type} if media_type else {}  # a style sheet that is linked needs its type
        return URLFetcherResponse(url, BytesIO(_static_file(url).read_bytes()), headers)


def _static_file(url: str) -> Path:
    found = static_file(url.removeprefix(STATIC)) if url.startswith(STATIC) else None
    if found is None:
        raise ForbiddenAddress(url[:100])
    return found


@dataclass(frozen=True)
class Typesetter:
    """Fonts, stylesheet and fetcher, ready for use. Get it by `typesetter()`, use it inside the `with`."""

    fonts: FontConfiguration = field(default_factory=FontConfiguration)
    fetcher: StaticFetcher = field(default_factory=StaticFetcher)

    @cache  # noqa: B019 - there is one typesetter per process
    def stylesheet(self) -> CSS:
        source = _static_file(STYLESHEET).read_text(encoding="utf-8")
        return CSS(string=source, base_url=STYLESHEET, font_config=self.fonts, url_fetcher=self.fetcher)

    def lay_out(self, html: str, **options: object) -> Document:
        """Break the HTML into pages. `options` are WeasyPrint's. Raises ForbiddenAddress."""
        source = HTML(string=html, base_url=STATIC, url_fetcher=self.fetcher)
        return source.render(font_config=self.fonts, stylesheets=[self.stylesheet()], **options)


@cache
def _shared() -> Typesetter:
    return Typesetter()


@contextmanager
def typesetter() -> Iterator[Typesetter]:
    """Lend the process's typesetter to one thread at a time."""
    with _one_at_a_time:
        yield _shared()


def foreign_fonts(document: Document) -> list[str]:
    """Families in a written document that are not the project's; empty is right."""
    return sorted({font.family for font in document.fonts.values() if not font.family.startswith(OWN_FAMILIES)})
