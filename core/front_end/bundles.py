"""What is made of what: bundles of style sheets and of scripts, and small parts of fonts, as the settings name them.

A page that loads ten small files waits for each of them on a slow line, and most of the design system's style sheet is
about what the portal does not have. Nothing of this is written by hand or kept in the repository.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders

from core.front_end import letters, style_sheets
from core.front_end.building import Builder, Made
from core.front_end.named import Names, sources

FACES = "letters.css"  # stands in a bundle for the faces of the small parts of fonts
PAPER = "print.css"  # a style sheet of this name is for paper alone
ELSEWHERE = re.compile(r"""url\(\s*["']?(?!\.\./|data:|#|["'])""")  # an address that the bundle's place would change
OWN_SOURCES = sorted(Path(__file__).parent.glob("*.py"))


@dataclass(frozen=True)
class Purged:
    """Of a design system's style sheet what the portal's sources name."""

    whole: str

    def inputs(self) -> Iterable[Path]:
        """Return the style sheet and all sources that may name a class."""
        yield from [*OWN_SOURCES, found(self.whole)]
        yield from sources(settings.STATICFILES_NAMED_IN)

    def content(self) -> bytes:
        """Return the style sheet; raises BrokenStyleSheet."""
        is_named = Names(settings.STATICFILES_NAMED_IN).__contains__
        rules = style_sheets.read(found(self.whole).read_text(), self.whole)
        return style_sheets.write(style_sheets.shake(style_sheets.purge(rules, is_named), is_named)).encode()


@dataclass(frozen=True)
class StyleSheets:
    """Style sheets one after the other."""

    parts: Sequence[str]

    def inputs(self) -> Iterable[Path]:
        """Return the parts."""
        return [*OWN_SOURCES, *(found(part) for part in self.parts if part != FACES)]

    def content(self) -> bytes:
        """Return the style sheet; raises BrokenStyleSheet."""
        return "".join(map(_written, self.parts)).encode()


@dataclass(frozen=True)
class Scripts:
    """Scripts one after the other, as if a page named them in this order."""

    parts: Sequence[str]

    def inputs(self) -> Iterable[Path]:
        """Return the parts."""
        return map(found, self.parts)

    def content(self) -> bytes:
        """Return the script."""
        return "\n".join(found(part).read_text() for part in self.parts).encode()


@dataclass(frozen=True)
class FontPart:
    """The letters of German pages of a font."""

    whole: str

    def inputs(self) -> Iterable[Path]:
        """Return the font, and the list of letters."""
        return [*OWN_SOURCES, found(self.whole)]

    def content(self) -> bytes:
        """Return the font as WOFF2."""
        return letters.part_of(found(self.whole))


def builder() -> Builder:
    """Return what makes the files that the settings name."""
    made: dict[str, Made] = {
        name: (StyleSheets if name.endswith(".css") else Scripts)(parts)
        for name, parts in settings.STATICFILES_BUNDLES.items()
    }
    made |= {name: Purged(whole) for name, whole in settings.STATICFILES_PURGED.items()}
    made |= {part_name(whole): FontPart(whole) for whole in settings.STATICFILES_LETTERS.values()}
    return Builder(settings.BUILT_FILES, made, f"fonttools {version('fonttools')} tinycss2 {version('tinycss2')}")


def part_name(whole: str) -> str:
    """Return how the small part of a font is called."""
    return f"letters/{Path(whole).name}"


def found(name: str) -> Path:
    """Return where a static file that something is made of lies; raises FileNotFoundError."""
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(name)
    return Path(path)


def _written(part: str) -> str:
    if part in settings.STATICFILES_PURGED:
        return found(part).read_text()
    text = _faces() if part == FACES else found(part).read_text()
    if address := ELSEWHERE.search(text):
        raise style_sheets.BrokenStyleSheet(f"{part}: addresses begin with ../ ({text[address.start() :][:60]})")
    rules = style_sheets.read(text, part)
    is_paper = PurePosixPath(part).name == PAPER
    return style_sheets.write([style_sheets.Rule("@media print", body=rules)] if is_paper else rules)


def _faces() -> str:
    return letters.faces({weight: f"../{part_name(whole)}" for weight, whole in settings.STATICFILES_LETTERS.items()})
