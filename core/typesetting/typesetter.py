"""HTML to pages: WeasyPrint with the project's own fonts and nothing from outside.

Fonts and parsed stylesheets are kept per process, because loading them costs more than setting a page. They
are not safe to share between threads, so pages are set one at a time: the work is bound to one processor
anyway.
"""

import ctypes
import logging
import mimetypes
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# Python closes the libraries when it ends, but fonts that are freed even later call Pango once more: the process would
# die of a fault that has nothing to do with its work. What ctypes has loaded stays.
with suppress(OSError):  # under another name there is nothing to keep
    ctypes.CDLL("libpangoft2-1.0.so.0")

# Both report every step of every page.
for chatty in ("weasyprint.progress", "fontTools"):
    logging.getLogger(chatty).setLevel(logging.WARNING)

STATIC = "static:"
STYLESHEET = "static:agreements/pdf.css"
OWN_FAMILIES = "Portal "  # how the names of ours begin
FONT_FILES = tuple(f"fira-sans/fira-sans-{part}-400-normal.woff2" for part in ("latin", "latin-ext", "vietnamese"))
# Has thousands of letters; only those of names are taken, see _of_names().
FALLBACK_FILE = "dejavu-sans/dejavu-sans-latin-400-normal.woff"
OTHER_SIGNS_OF_NAMES = frozenset({0x2BE, 0x2021, 0x2030, 0x2032, 0x2033})  # ʾ ‡ ‰ ′ ″

# One lock for everything that touches the shared fonts.
_one_at_a_time = threading.RLock()


class ForbiddenAddress(FatalURLFetchingError):
    """A page asked for something that is not a static file of the portal."""


class MissingGlyphs(Exception):
    """The project's fonts cannot set these characters."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters

    @property
    def named(self) -> str:
        """The first ten, each with its number, since many cannot be told apart or seen at all."""
        return ", ".join(f"„{character}“ (U+{ord(character):04X})" for character in self.characters[:10])


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
    if not url.startswith(STATIC):
        raise ForbiddenAddress(url[:100])
    try:
        found = finders.find(unquote(url.removeprefix(STATIC)))
    except SuspiciousOperation:
        found = None
    if not found:
        raise ForbiddenAddress(url[:100])
    return Path(found)


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


@cache
def _settable() -> frozenset[int]:
    covered = {ord("\n"), ord("\t")}.union(*map(_letters_of, FONT_FILES))
    return frozenset(covered.union(filter(_of_names, _letters_of(FALLBACK_FILE))))


def _letters_of(name: str) -> set[int]:
    with TTFont(_static_file(f"{STATIC}{name}"), lazy=True) as font:
        return set(font.getBestCmap())


def _of_names(code: int) -> bool:
    """Whether DIN 91379 may need the character: a Latin letter, a mark that joins one, or a sign of its groups."""
    combining = 0x300 <= code <= 0x36F
    return combining or code in OTHER_SIGNS_OF_NAMES or unicodedata.name(chr(code), "").startswith("LATIN ")


def composed(text: str) -> str:
    """Join letters and their marks (NFC): names often arrive as letter plus combining mark."""
    return unicodedata.normalize("NFC", text)


def refuse_missing_glyphs(text: str) -> None:
    """Raise MissingGlyphs if a character would have to come from another font than the project's."""
    missing = {character for character in text if ord(character) not in _settable()}
    if missing:
        raise MissingGlyphs("".join(sorted(missing)))


def foreign_fonts(document: Document) -> list[str]:
    """Families in a written document that are not the project's; empty is right."""
    return sorted({font.family for font in document.fonts.values() if not font.family.startswith(OWN_FAMILIES)})
