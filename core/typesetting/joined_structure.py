"""One section over page breaks: the structure as the text has it, not as pages happen to cut it.

WeasyPrint tags page by page. A section that goes on overleaf becomes two, a table two with the same header, and one who
listens hears each of them begin again. It also makes an item of each term of a description list and another one of its
value, where PDF has one item with a label and a body (ISO 32000-1, 14.8.4.3.3).
"""

from collections.abc import Iterator
from itertools import pairwise

import pydyf
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from core.typesetting.structure_tree import StructureTree

# What a page can cut. All of these hold elements only, no marked content of their own.
DIVISIBLE = frozenset(f"/{kind}" for kind in ("Part", "Sect", "Div", "P", "L", "LI", "LBody", "Table", "TBody"))
TERM_AND_VALUE = ("dt", "dd")


def join_structure(document: Document, pdf: pydyf.PDF) -> None:
    """A finisher for WeasyPrint: joins what page breaks have cut, and makes one item of term and value."""
    tree = StructureTree(pdf)
    pages = [page._page_box for page in document.pages]  # noqa: SLF001 - its boxes are known in no other way
    for number, (before, after) in enumerate(pairwise(pages), start=1):
        first = tree.first_of_page(number)
        if first:
            tops = tree.below(tree.document)
            _join(tree, tops[first - 1], tops[first], sum(1 for _box in _cut_boxes(before, after)))
    for group in tree.of_kind("Div"):
        _pair(tree, group)


def _join(tree: StructureTree, before: pydyf.Dictionary, after: pydyf.Dictionary, depth: int) -> None:
    """Join the two parts of one element, and those of what was cut in it, ``depth`` levels deep."""
    if depth == 0 or before["S"] != after["S"] or before["S"] not in DIVISIBLE:
        return
    if any(each["S"] == "/THead" for each in tree.below(before)):
        for repeated in [each for each in tree.below(after) if each["S"] == "/THead"]:
            tree.turn_into_artifact(repeated)
    last, first = tree.below(before)[-1:], tree.below(after)[:1]
    tree.dissolve(after, into=before)
    if last and first:
        _join(tree, last[0], first[0], depth - 1)


def _cut_boxes(before: boxes.Box, after: boxes.Box) -> Iterator[boxes.Box]:
    """The boxes that the break between two pages has cut, from the outermost, if they have a tag of their own."""
    last, first = before.children[0], after.children[0]  # the root; what follows are the page's margins
    while last and first and last.element is first.element and not isinstance(first, boxes.LineBox):
        if first.element_tag in TERM_AND_VALUE:
            return
        if first.element_tag not in ("html", "body") and not getattr(first, "is_table_wrapper", False):
            yield first
        last, first = _last_in_flow(last), _first_in_flow(first)


def _last_in_flow(box: boxes.Box) -> boxes.Box | None:
    return next((child for child in reversed(_in_flow(box)) if not getattr(child, "is_footer", False)), None)


def _first_in_flow(box: boxes.Box) -> boxes.Box | None:
    return next((child for child in _in_flow(box) if not getattr(child, "is_header", False)), None)


def _in_flow(box: boxes.Box) -> list[boxes.Box]:
    children = getattr(box, "children", ())
    return [child for child in children if isinstance(child, boxes.Box) and child.is_in_normal_flow()]


def _pair(tree: StructureTree, group: pydyf.Dictionary) -> None:
    """Make one item of a group of a description list: WeasyPrint has one for its term and one for each value."""
    items = tree.below(group)
    if tree.parent(group)["S"] != "/L" or not items or any(item["S"] != "/LI" for item in items):
        return
    group["S"] = "/LI"
    parts = [part for item in items for part in tree.below(item)]
    for item in items:
        tree.dissolve(item, into=group)
    for part, kind in zip(parts, ["/Lbl"] + ["/LBody"] * (len(parts) - 1), strict=True):
        part["S"] = kind
