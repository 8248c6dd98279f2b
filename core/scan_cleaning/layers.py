"""Layers (optional content): which are switched off, said so that the drawing engine sees it the same way.

The rules are those of ISO 32000-1, 8.11: the default configuration ``/D`` counts, and of the automatic states those
for viewing. pdfium looks at more (``/Usage`` without ``/AS``, other configurations), so what was hidden could appear.
"""

import pikepdf
from pikepdf import Array, Dictionary, Name

DEEPEST = 20  # of a visibility expression
POLICIES = {"/AllOn": (all, True), "/AnyOn": (any, True), "/AnyOff": (any, False), "/AllOff": (all, False)}


class Layers:
    """The layers of a file. ``off``: object numbers of those that are switched off."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        properties = pdf.Root.get("/OCProperties")
        self.there = isinstance(properties, Dictionary)
        self.off: set[tuple[int, int]] = set()
        if not isinstance(properties, Dictionary):
            return
        groups = _dictionaries(properties.get("/OCGs"))
        default = properties.get("/D", Dictionary())
        self.off = {group.objgen for group in groups if not _is_on(group, default)}
        _say_plainly(pdf, groups, self.off)

    def shows(self, content: pikepdf.Object | None) -> bool:
        """Whether what has ``content`` as its ``/OC`` is seen: nothing, a group, or a membership dictionary."""
        return _shows(content, self.off, DEEPEST)


def _is_on(group: Dictionary, default: pikepdf.Object) -> bool:
    if not _for_viewing(group.get("/Intent")):
        return True
    listed = {name: {each.objgen for each in _dictionaries(default.get(name))} for name in ("/ON", "/OFF")}
    on = default.get("/BaseState") != Name.OFF
    if group.objgen in listed["/ON"]:
        on = True
    if group.objgen in listed["/OFF"]:
        on = False
    for usage in _dictionaries(default.get("/AS")):
        if usage.get("/Event") == Name.View and group.objgen in {g.objgen for g in _dictionaries(usage.get("/OCGs"))}:
            state = group.get("/Usage", Dictionary()).get("/View", Dictionary()).get("/ViewState")
            on = on if state is None else state != Name.OFF
    return on


def _for_viewing(intent: pikepdf.Object | None) -> bool:
    names = intent.as_list() if isinstance(intent, Array) else [intent or Name.View]
    return any(name in (Name.View, Name.All) for name in names)


def _say_plainly(pdf: pikepdf.Pdf, groups: list[Dictionary], off: set[tuple[int, int]]) -> None:
    """Leave nothing but the list of what is off."""
    for group in groups:
        for name in ("/Usage", "/Intent"):
            if name in group:
                del group[name]
    hidden = Array([group for group in groups if group.objgen in off])
    pdf.Root.OCProperties = Dictionary(OCGs=Array(groups), D=Dictionary(OFF=hidden))


def _shows(content: pikepdf.Object | None, off: set[tuple[int, int]], depth: int) -> bool:
    if not isinstance(content, Dictionary):
        return True
    if content.get("/Type") != Name.OCMD:
        return content.objgen not in off
    if isinstance(content.get("/VE"), Array):
        return _holds(content.VE, off, depth)
    groups = content.get("/OCGs")
    listed = [groups] if isinstance(groups, Dictionary) else _dictionaries(groups)
    states = [group.objgen not in off for group in listed]
    several, wanted = POLICIES.get(str(content.get("/P")), POLICIES["/AnyOn"])
    return several(state is wanted for state in states) if states else True


def _holds(expression: pikepdf.Object, off: set[tuple[int, int]], depth: int) -> bool:
    if not isinstance(expression, Array):
        return _shows(expression, off, 0)
    if depth == 0 or len(expression) == 0:
        return True
    operator, *parts = expression.as_list()
    found = [_holds(part, off, depth - 1) for part in parts]
    if operator == Name.Not:
        return not any(found)
    return all(found) if operator == Name.And else any(found)


def _dictionaries(array: object) -> list[Dictionary]:
    """Those in an array; none if it is no array."""
    return [each for each in array.as_list() if isinstance(each, Dictionary)] if isinstance(array, Array) else []
