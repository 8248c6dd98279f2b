"""What a workbook holds and does not show: hidden sheets, formats that show nothing, comments behind cells."""

import re
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.xml.constants import COMMENTS_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from asskomm.intake.reading.parsing.places import Places

_VISIBLE, _HIDDEN, _VERY_HIDDEN = "visible", "hidden", "veryHidden"
_NOTHING_SHOWN = re.compile(r'\[[^\]]*\]|""|\s')
_LONGEST_REFERENCE = 10


def sheet_states(workbook: Workbook) -> list[str]:
    """For each sheet: visible, hidden, or veryHidden, which Excel offers to nobody to show again.

    A workbook whose window is hidden shows none, one without tabs only the sheet that is open.
    """
    views = workbook.views
    no_window = bool(views) and all(view.visibility != _VISIBLE for view in views)
    no_tabs = bool(views) and all(view.showSheetTabs is False for view in views)
    states = []
    for sheet in workbook.worksheets:
        unseen = no_window or (no_tabs and sheet != workbook.active)
        state = sheet.sheet_state if sheet.sheet_state in {_HIDDEN, _VERY_HIDDEN} else _VISIBLE
        states.append(_HIDDEN if unseen and state == _VISIBLE else state)
    return states


def styles_that_show_nothing(workbook: Workbook) -> dict[int, str]:
    """By the number of a style: the kinds of cells of which its number format shows nothing, such as ";;;"."""
    found = {}
    for number, style in enumerate(workbook._cell_styles):  # noqa: SLF001 - by cell it would be asked too often
        custom = style.numFmtId - BUILTIN_FORMATS_MAX_SIZE
        if custom < 0:
            code = BUILTIN_FORMATS.get(style.numFmtId, "General")
        else:
            code = workbook._number_formats[custom]  # noqa: SLF001 - openpyxl has no public way to it
        kinds = _unseen_kinds(str(code))
        if kinds:
            found[number] = kinds
    return found


def comments_of(workbook: Workbook, sheet: Any) -> Places:
    """The cells with a comment or a note."""
    places = Places()
    archive = workbook._archive  # noqa: SLF001 - nothing public names the parts
    names, relations = set(archive.namelist()), get_rels_path(sheet._worksheet_path)  # noqa: SLF001 - openpyxl has no public way to it
    if relations not in names:
        return places
    for relation in get_dependents(archive, relations).find(COMMENTS_NS):
        if relation.target not in names:
            continue
        for _event, element in iterparse(BytesIO(archive.read(relation.target))):
            if element.tag == f"{{{SHEET_MAIN_NS}}}comment":
                places.add(element.get("ref", "")[:_LONGEST_REFERENCE])
                element.clear()
    return places


def _unseen_kinds(code: str) -> str:
    """A format has sections for positive and negative numbers, zero and text; an empty one shows nothing."""
    sections = [_NOTHING_SHOWN.sub("", section) for section in code.split(";")]
    kinds = "ndtb" if len(sections) > 1 and not any(sections[:3]) else ""
    return f"{kinds}s" if len(sections) == 4 and not sections[3] else kinds
