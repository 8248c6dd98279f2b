"""The project's fonts and the letters they have; WeasyPrint is not needed to ask for them."""

import unicodedata
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from django.utils.html import strip_tags

from core.text import normal_form

OWN_FAMILIES = "Portal "  # how the names of ours begin
FONT_FILES = tuple(f"fira-sans/fira-sans-{part}-400-normal.woff2" for part in ("latin", "latin-ext", "vietnamese"))
# Has thousands of letters; only those of names are taken, see _of_names().
FALLBACK_FILE = "dejavu-sans/dejavu-sans-latin-400-normal.woff"
NO_GLYPH = "?"
OTHER_SIGNS_OF_NAMES = frozenset({0x2BE, 0x2021, 0x2030, 0x2032, 0x2033})  # ʾ ‡ ‰ ′ ″


class MissingGlyphs(Exception):
    """The project's fonts cannot set these characters."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters

    @property
    def named(self) -> str:
        """The first ten, each with its number, since many cannot be told apart or seen at all."""
        return ", ".join(f"„{character}“ (U+{ord(character):04X})" for character in self.characters[:10])


def static_file(name: str) -> Path | None:
    """Where a static file of the portal is, or None; ``name`` may be quoted as in an address."""
    try:
        found = finders.find(unquote(name))
    except SuspiciousOperation:
        return None
    return Path(found) if found else None


@cache
def _settable() -> frozenset[int]:
    covered = {ord("\n"), ord("\t")}.union(*map(_letters_of, FONT_FILES))
    return frozenset(covered.union(filter(_of_names, _letters_of(FALLBACK_FILE))))


def _letters_of(name: str) -> set[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to load, and the letters are read once a process

    path = static_file(name)
    if path is None:
        raise FileNotFoundError(name)
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def _of_names(code: int) -> bool:
    """Whether DIN 91379 may need the character: a Latin letter, a mark that joins one, or a sign of its groups."""
    combining = 0x300 <= code <= 0x36F
    return combining or code in OTHER_SIGNS_OF_NAMES or unicodedata.name(chr(code), "").startswith("LATIN ")


def composed(text: str) -> str:
    """Join letters and their marks (NFC): names often arrive as letter plus combining mark."""
    return normal_form(text)


def refuse_missing_glyphs(text: str) -> None:
    """Raise MissingGlyphs if a character would have to come from another font than the project's."""
    missing = {character for character in text if ord(character) not in _settable()}
    if missing:
        raise MissingGlyphs("".join(sorted(missing)))


def in_our_letters(html: str) -> str:
    """A document in which characters that the project's fonts do not have became "?"; its data has to have them."""
    return _replaced(html, strip_tags(html))


def words_in_our_letters(text: str) -> str:
    """The same for text that is no HTML: nobody chooses the letters of a certificate made elsewhere."""
    joined = composed(text)
    return _replaced(joined, joined)


def _replaced(text: str, seen: str) -> str:
    try:
        refuse_missing_glyphs(seen)
    except MissingGlyphs as missing:
        return text.translate(dict.fromkeys(map(ord, missing.characters), NO_GLYPH))
    return text
