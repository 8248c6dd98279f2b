"""What a page uses and what it has: a picture, font or pattern that is used and not there was lost."""

from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Stream

# The operator, where in the resources its last operand is looked up, and names that need no entry.
OPERATORS = {"Do": "/XObject", "Tf": "/Font", "gs": "/ExtGState", "sh": "/Shading", "cs": "/ColorSpace"}
OPERATORS |= {"CS": "/ColorSpace", "scn": "/Pattern", "SCN": "/Pattern"}
BUILT_IN = {"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern", "/G", "/RGB", "/CMYK"}
EVERYTHING = " ".join(OPERATORS)
DRAWN = "Do"  # an annotation takes its fonts from the form, too
NAME_FIRST = {"Tf"}  # the size comes last


def uses_what_is_lost(page: pikepdf.Page) -> bool:
    """Whether the page, a form drawn on it or an annotation's appearance uses a name that it does not have."""
    seen: set[tuple[int, int]] = set()
    resources = _inherited_resources(page)
    waiting: list[tuple[pikepdf.Object | pikepdf.Page, pikepdf.Object, str]] = [(page, resources, EVERYTHING)]
    waiting += [(look, look.get("/Resources", resources), DRAWN) for look in _looks(page)]
    while waiting:
        content, names, operators = waiting.pop()
        for category, name in _used(content, operators):
            entries = names.get(category) if isinstance(names, Dictionary) else None
            found = entries.get(name) if isinstance(entries, Dictionary) else None
            if found is None:
                return True
            if category == "/XObject" and _is_form(found) and found.objgen not in seen:
                seen.add(found.objgen)
                waiting.append((found, found.get("/Resources", names), operators))
    return False


def _inherited_resources(page: pikepdf.Page) -> pikepdf.Object:
    try:
        return page.resources
    except (AttributeError, KeyError):
        return Dictionary()


def _is_form(thing: pikepdf.Object) -> bool:
    return isinstance(thing, Stream) and thing.get("/Subtype") == Name.Form


def _looks(page: pikepdf.Page) -> Iterator[Stream]:
    annotations = page.obj.get("/Annots")
    for annotation in annotations.as_list() if annotations is not None else ():
        look = annotation.get("/AP", Dictionary()).get("/N")
        if isinstance(look, Stream):
            yield look
        elif isinstance(look, Dictionary):
            yield from (state for state in look.as_dict().values() if isinstance(state, Stream))


def _used(content: pikepdf.Object | pikepdf.Page, operators: str) -> Iterator[tuple[str, str]]:
    """Category and name of everything used. What cannot be parsed ends the list, as it ends the drawing."""
    try:
        instructions = pikepdf.parse_content_stream(content, operators=operators)
    except (pikepdf.PdfError, TypeError):
        return
    for instruction in instructions:
        operator = str(instruction.operator)
        operands = list(instruction.operands)
        if not operands:
            continue
        name = operands[0 if operator in NAME_FIRST else -1]
        if isinstance(name, Name) and str(name) not in BUILT_IN:
            yield OPERATORS[operator], str(name)
