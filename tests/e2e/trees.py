"""What a screen reader is given of a page, as text that people can read and compare.

``make trees`` writes the files again; look at what changed before you commit it.
"""

import re
from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "trees"
MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
# What is another one each time stands for itself.
VARYING = (
    (r"\d{2}\.\d{2}\.\d{4}", "TT.MM.JJJJ"),
    (rf"\d{{1,2}}\. (?:{MONTHS}) \d{{4}}", "T. Monat JJJJ"),
    (r"\d{2}:\d{2}", "SS:MM"),
    (r"\bLPR-\d{4}-\d{4}\b", "LPR-JJJJ-NNNN"),
    (r"\b[0-9a-f]{64}\b", "HASH"),
    (r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", "XXXX-XXXX-XXXX"),
    (r"\b\d+(?:,\d)? [kKM]B\b", "N kB"),
    (r"\b(Musterstadt|Musterkraft) \d+", r"\1 N"),
    (r"\bperson\d+@", "personN@"),
    (r"\b14\d{6}\b", "AGS"),
    (r"localhost:\d+", "localhost:PORT"),
)  # fmt: skip


def tree_of(page: Page) -> str:
    """Return title and accessibility tree of the open page, without what varies."""
    text = f"# {page.title()}\n{page.locator('body').aria_snapshot()}\n"
    for pattern, instead in VARYING:
        text = re.sub(pattern, instead, text)
    return text


def stored(name: str) -> Path:
    """Return where the tree of a page is kept."""
    return FOLDER / f"{name}.txt"
