"""A small first part of each font: the letters of German pages. Others come from the whole font when they are met.

The order of the faces does it: a browser asks the last one first whose ``unicode-range`` has the letter, and loads a
file only for a letter that it has to draw.
"""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

LETTERS = frozenset(map(ord, "ÄÖÜäöüßàáâçèéêëíñóôõøúåæ§°«»·×²½–—‘’‚“”„…€‹›• ")) | frozenset(range(0x20, 0x7F))
# Kerning, figures as high and wide as each other in tables, and what joins letters.
FEATURES = ["kern", "pnum", "tnum", "ccmp", "locl", "liga", "calt"]
FAMILY = "Fira Sans"


def part_of(font: Path) -> bytes:
    """Return the font with LETTERS alone, as WOFF2; the same bytes each time.

    Without hints: phones and high resolutions do not use them, and they are a third of the file.
    """
    from fontTools import subset  # noqa: PLC0415 - slow to load, and needed only while files are gathered

    options = subset.Options(
        flavor="woff2", layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 13, 14], recalc_timestamp=False
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    written = io.BytesIO()
    with subset.load_font(str(font), options) as whole:
        subsetter.subset(whole)
        subset.save_font(whole, written, options)
    return written.getvalue()


def faces(files: Mapping[int, str]) -> str:
    """Return the ``@font-face`` rules for the parts; ``files``: address by weight, as seen from a style sheet."""
    return "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-style: normal; font-weight: {weight}; font-display: swap; '
        f'src: url("{address}") format("woff2"); unicode-range: {unicode_range(LETTERS)}; }}'
        for weight, address in files.items()
    )


def unicode_range(letters: Iterable[int]) -> str:
    """Return the letters as CSS writes them, those beside each other together: ``U+20-7E, U+A0``."""
    ranges: list[list[int]] = []
    for letter in sorted(letters):
        if ranges and ranges[-1][1] == letter - 1:
            ranges[-1][1] = letter
        else:
            ranges.append([letter, letter])
    return ", ".join(f"U+{first:X}" + (f"-{last:X}" if last > first else "") for first, last in ranges)
