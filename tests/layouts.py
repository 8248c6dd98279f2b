"""What a PDF looks like, in words that can be compared: each page's lines of text, areas, rules and links, with places.

Written by pdfium, which is not the engine that set the page. Lengths are points, counted from the upper left corner.
The same fonts and libraries make the same words, so they are compared without tolerance. ``make pictures`` writes them
again; look at what `git diff` shows, and at the page.
"""

import hashlib
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from core.page_pictures import opened

MOST_AREAS = 40  # of a page; a map has thousands


def layout_of(pdf: bytes) -> str:
    """All pages, one line for each line of text, area and link."""
    with opened(pdf) as document:
        pages = [_page(document[number], number) for number in range(len(document))]
    return "\n".join(line for page in pages for line in page) + "\n"


def lines_of(pdf: bytes) -> list[list[str]]:
    """The lines of text of each page, from top to bottom."""
    with opened(pdf) as document:
        return [[text for *_place, text in _text(document[number])] for number in range(len(document))]


def stored(folder: Path, name: str) -> str:
    """The layout as it was last looked at; empty for a new document."""
    path = folder / f"{name}.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def store(folder: Path, name: str, layout: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(layout, encoding="utf-8")


def _page(page: pdfium.PdfPage, number: int) -> list[str]:
    width, height = page.get_size()
    lines = [f"{left:6.1f} {top:6.1f} {wide:6.1f} {text}" for left, top, wide, text in _text(page)]
    return [f"page {number + 1}: {width:.1f} x {height:.1f}", *lines, *_areas(page), *_annotations(page)]


def _text(page: pdfium.PdfPage) -> list[tuple[float, float, float, str]]:
    """Left, baseline's box's top, width and words of each run, as a reader goes through them."""
    height = page.get_size()[1]
    reader = page.get_textpage()
    found = []
    for index in range(reader.count_rects()):
        left, bottom, right, top = reader.get_rect(index)
        words = reader.get_text_bounded(left, bottom, right, top).replace("\ufffe", "-").replace("\x02", "-").strip()
        found.append((round(left, 1), round(height - top, 1), round(right - left, 1), " ".join(words.split())))
    return [run for run in found if run[3]]


def _areas(page: pdfium.PdfPage) -> list[str]:
    height = page.get_size()[1]
    drawn = [item for item in page.get_objects() if item.type != raw.FPDF_PAGEOBJ_TEXT]
    boxes = []
    for item in drawn:
        left, bottom, right, top = item.get_bounds()
        boxes.append(f"  area {left:.1f} {height - top:.1f} {right - left:.1f} x {top - bottom:.1f}")
    if len(boxes) <= MOST_AREAS:
        return boxes
    return [f"  {len(boxes)} areas, {hashlib.sha256(chr(10).join(boxes).encode()).hexdigest()[:16]}"]


def _annotations(page: pdfium.PdfPage) -> list[str]:
    height = page.get_size()[1]
    found = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        box = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(annotation, box)
        kind = {raw.FPDF_ANNOT_LINK: "link", raw.FPDF_ANNOT_WIDGET: "field"}[raw.FPDFAnnot_GetSubtype(annotation)]
        lower, upper = sorted((box.bottom, box.top))
        found.append(f"  {kind} {box.left:.1f} {height - upper:.1f} {box.right - box.left:.1f} x {upper - lower:.1f}")
        raw.FPDFPage_CloseAnnot(annotation)
    return found
