"""Annotations: those that are hidden go before a page is drawn, those that pdfium would leave out are found."""

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from core.scan_cleaning.layers import Layers
from core.scan_cleaning.refusals import Refusal, Refused

HIDDEN, NO_VIEW = 2, 32  # bits of /F
# Nothing of the page: where a link leads, the window of a note, a printer's crosses.
NOT_OF_THE_PAGE = {"/Link", "/Popup", "/PrinterMark", "/TrapNet"}
# pdfium draws these from what they say of themselves (tried, see tests/core/test_scan_marks.py).
DRAWN_WITHOUT_LOOK = {"/Ink", "/Square", "/Circle", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Text"}
DRAWN_FIELDS = {"/Tx", "/Ch", "/Btn", "/Sig"}  # of a signature nothing is to be seen then
LAST_LETTER = 0x17F  # of Latin Extended-A: what the font has in which pdfium sets a field's value
PUNCTUATION = {*range(0x2010, 0x2028), 0x20AC}
LONGEST_ANCESTRY = 50


def judge_marks(page: pikepdf.Page, number: int, layers: Layers) -> bool:
    """Take annotations of hidden layers off the page; whether there were any. Raises Refused for what would be lost."""
    annotations = page.obj.get("/Annots")
    if annotations is None:
        return False
    if not isinstance(annotations, Array) or not all(isinstance(each, Dictionary) for each in annotations.as_list()):
        raise Refused(Refusal.PART_LOST, number)
    kept = [each for each in annotations.as_list() if layers.shows(each.get("/OC"))]
    if not all(_is_hidden(each) or _is_drawn(each) for each in kept):
        raise Refused(Refusal.UNDRAWN_MARK, number)
    changed = len(kept) < len(annotations)
    if changed:
        page.obj.Annots = Array(kept)
    return changed


def has_fields(page: pikepdf.Page) -> bool:
    """Whether a field of a form is on the page."""
    annotations = page.obj.get("/Annots")
    return isinstance(annotations, Array) and any(each.get("/Subtype") == Name.Widget for each in annotations.as_list())


def _is_hidden(annotation: pikepdf.Object) -> bool:
    flags = annotation.get("/F", 0)
    return isinstance(flags, int) and bool(flags & (HIDDEN | NO_VIEW))


def _is_drawn(annotation: pikepdf.Object) -> bool:
    kind = str(annotation.get("/Subtype"))
    if kind in NOT_OF_THE_PAGE or _has_look(annotation) or _is_a_point(annotation):
        return True
    if kind == "/Widget":
        value = _inherited(annotation, "/V")
        return not value or (_inherited(annotation, "/FT") in DRAWN_FIELDS and _is_set(value))
    return kind in DRAWN_WITHOUT_LOOK


def _has_look(annotation: pikepdf.Object) -> bool:
    """An appearance, or one for the state that it is in."""
    looks = annotation.get("/AP")
    normal = looks.get("/N") if isinstance(looks, Dictionary) else None
    if isinstance(normal, Stream):
        return True
    if not isinstance(normal, Dictionary):
        return False
    if annotation.get("/Subtype") == Name.Widget:
        return True  # a box that is not ticked has no appearance for that
    return isinstance(normal.get(str(annotation.get("/AS", "/Off"))), Stream)


def _is_a_point(annotation: pikepdf.Object) -> bool:
    """Without width or height, as invisible signatures are."""
    corners = annotation.get("/Rect")
    if not isinstance(corners, Array) or len(corners) != 4:
        return False
    left, bottom, right, top = (float(corner) for corner in corners.as_list())
    return left == right or bottom == top


def _inherited(field: pikepdf.Object, name: str) -> str:
    node: pikepdf.Object | None = field
    for _level in range(LONGEST_ANCESTRY):
        if not isinstance(node, Dictionary):
            break
        if name in node:
            return str(node[name])
        node = node.get("/Parent")
    return ""


def _is_set(text: str) -> bool:
    """Whether pdfium has a letter for each character; it leaves out the others without a word."""
    return all(ord(letter) <= LAST_LETTER or ord(letter) in PUNCTUATION for letter in text)
