"""What a tool may write into the widget of its signature: judged by what it can make people see (signing rule 19).

A picture is welcome that every viewer draws in the same way, on the screen and in print, now and later. Whatever
switches, acts, speaks or hides is refused, since neither rendering nor the eye of one person finds it.
"""

import re
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    Reference,
    StreamObject,
)

from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused
from core.signing.reading.placement import area, box_of

# How a widget looks and behaves; values of these are judged below.
LOOKS = frozenset(
    {"/AP", "/AS", "/Border", "/BS", "/C", "/Contents", "/DA", "/F", "/Ff", "/H", "/M", "/MK", "/NM", "/Q", "/Type"}
)
# What a field of the tool's own consists of beside them. /Kids: widgets of the field that hang below it.
FIELD_KEYS = frozenset(
    {"/FT", "/Kids", "/Lock", "/P", "/Parent", "/Rect", "/StructParent", "/Subtype", "/SV", "/T", "/TM", "/TU", "/V"}
)
VALUE = "/V"
# Of /MK: rotation, colours of border and ground. Captions and icons are not seen in the picture that we look at.
CHARACTERISTICS = frozenset({"/BC", "/BG", "/R"})
# ISO 32000-2, table 167.
HIDDEN, PRINT = 2, 4
MOVES_OR_SWITCHES = 8 | 16 | 32 | 256  # NoZoom, NoRotate, NoView, ToggleNoView
# In whatever an appearance is made of: layers, pages of other files, pictures for print only, PostScript.
SWITCHES = frozenset({"/Alternates", "/OC", "/OCGs", "/OPI", "/Ref"})
# Engines draw shadings, blending and soft masks of a graphics state each in their own way; no stamp needs them.
DISPUTED = frozenset({"/Shading", "/ShadingType", "/BM", "/PatternType"})
SWITCHING_KINDS = frozenset({"/OCG", "/OCMD", "/PS"})
MOST_PARTS = 5_000  # of an appearance
# Forms in forms: pdfium stops drawing at some depth, other viewers go on. Tools need four or five.
DEEPEST_STREAM = 10
# What every engine decodes alike; of others, JPEG 2000 or /Crypt, one shows a picture and another one nothing.
FILTERS = frozenset({"/FlateDecode", "/DCTDecode", "/CCITTFaxDecode", "/LZWDecode", "/RunLengthDecode"}) | {
    "/ASCII85Decode",
    "/ASCIIHexDecode",
}
BITS = frozenset({1, 2, 4, 8, 16})
# Beyond these, engines calculate differently: one loses what another one draws.
LARGE_NUMBER = re.compile(rb"(?<![\d.#<(])[-+]?\d{6,}(?=[\s.\]/]|\Z)")
COMPONENTS = {
    "/DeviceGray": 1,
    "/CalGray": 1,
    "/Indexed": 1,
    "/DeviceRGB": 3,
    "/CalRGB": 3,
    "/Lab": 3,
    "/DeviceCMYK": 4,
}
# Baseline or progressive: length, precision, height and width, then how many components (ITU-T T.81, B.2.2).
JPEG_FRAME = re.compile(rb"\xff[\xc0-\xc2]..\x08....([\x01-\x04])", re.DOTALL)
DEEPEST = 4  # of plain values in each other


def refuse_foreign_keys(widget: DictionaryObject) -> None:
    """A new field or widget of the tool's own says nothing but what belongs to a signature. Raises OutsideRefused."""
    if set(widget) - LOOKS - FIELD_KEYS:
        raise OutsideRefused(OutsideRefusal.WIDGET_CHANGED)


def refuse_other_properties(old: DictionaryObject, new: DictionaryObject) -> None:
    """Of the commune's own field only value and looks may differ. Raises OutsideRefused."""
    keys = (set(old) | set(new)) - LOOKS - {VALUE}
    if any(key not in old or key not in new or not _same(key, old, new) for key in keys):
        raise OutsideRefused(OutsideRefusal.WIDGET_CHANGED)


def _same(key: str, old: DictionaryObject, new: DictionaryObject) -> bool:
    return bool(old.raw_get(key) == new.raw_get(key))


def refuse_unsteady_looks(widget: DictionaryObject, old: DictionaryObject | None = None) -> None:
    """Raise OutsideRefused unless everybody sees the same of this widget; ``old``: as it was issued, if it was."""
    if _text(widget) != _text(old or DictionaryObject()) or not all(_is_plain(widget[key]) for key in _plain(widget)):
        raise OutsideRefused(OutsideRefusal.WIDGET_CHANGED)
    if set(_dictionary(widget, "/MK")) - CHARACTERISTICS:
        raise OutsideRefused(OutsideRefusal.WIDGET_CHANGED)
    appearances = _dictionary(widget, "/AP")
    _refuse_states(widget, appearances)
    if not has_room(widget) and "/N" in appearances and _draws(appearances["/N"]):
        raise OutsideRefused(OutsideRefusal.WIDGET_CHANGED)  # what becomes of it is the viewer's affair
    if not is_visible(widget):
        return
    flags = int(widget["/F"]) if "/F" in widget else 0
    if flags & MOVES_OR_SWITCHES or not flags & PRINT:
        raise OutsideRefused(OutsideRefusal.SEEN_DIFFERENTLY)
    if "/N" not in appearances:  # what a viewer draws then is its own affair
        raise OutsideRefused(OutsideRefusal.WIDGET_CHANGED)


def has_room(widget: DictionaryObject) -> bool:
    """Whether there is a box in which something could be seen."""
    return "/Rect" in widget and area(box_of(widget["/Rect"])) > 0


def is_visible(widget: DictionaryObject) -> bool:
    """Whether it has a box and is not hidden for good."""
    hidden = "/F" in widget and int(widget["/F"]) & HIDDEN and not int(widget["/F"]) & MOVES_OR_SWITCHES
    return has_room(widget) and not hidden


def _draws(appearance: StreamObject) -> bool:
    return area(box_of(appearance["/BBox"])) > 0 and bool(appearance.data.strip())


def _text(widget: DictionaryObject) -> str:
    return str(widget["/Contents"]) if "/Contents" in widget else ""


def _plain(widget: DictionaryObject) -> frozenset[str]:
    return (LOOKS - {"/AP", "/Contents"}) & set(widget)


def _dictionary(widget: DictionaryObject, key: str) -> Any:
    value = widget[key] if key in widget else DictionaryObject()
    if not isinstance(value, DictionaryObject) or isinstance(value, StreamObject):
        raise OutsideRefused(OutsideRefusal.WIDGET_CHANGED)
    return value


def _is_plain(value: PdfObject, depth: int = DEEPEST) -> bool:
    """Numbers, names and strings, and nothing that leads elsewhere."""
    if isinstance(value, StreamObject | IndirectObject) or depth == 0:
        return False
    if isinstance(value, DictionaryObject):
        return all(_is_plain(value[key], depth - 1) for key in value)
    return not isinstance(value, ArrayObject) or all(_is_plain(value[n], depth - 1) for n in range(len(value)))


def _refuse_states(widget: DictionaryObject, appearances: DictionaryObject) -> None:
    """One appearance, the same at rest, pointed at and pressed, without layers."""
    if "/AS" in widget or set(appearances) - {"/N", "/R", "/D"}:
        raise OutsideRefused(OutsideRefusal.SEEN_DIFFERENTLY)
    drawn = [appearances.raw_get(key) for key in appearances]
    if any(each != drawn[0] or not isinstance(each.get_object(), StreamObject) for each in drawn):
        raise OutsideRefused(OutsideRefusal.SEEN_DIFFERENTLY)
    if "/N" not in appearances and drawn:
        raise OutsideRefused(OutsideRefusal.SEEN_DIFFERENTLY)
    if any(_switches(part) for part in _parts(drawn[:1])):
        raise OutsideRefused(OutsideRefusal.SEEN_DIFFERENTLY)
    if any(_is_drawn_differently(part) for part in _parts(drawn[:1])) or _is_too_deep(drawn[:1]):
        raise OutsideRefused(OutsideRefusal.SEEN_DIFFERENTLY)


def _is_drawn_differently(part: DictionaryObject) -> bool:
    """Whether engines are known to disagree about ``part``: what one of them leaves out, others show."""
    if DISPUTED & set(part) or ("/SMask" in part and part.get("/Subtype") != "/Image"):
        return True
    return isinstance(part, StreamObject) and (_is_packed_differently(part) or _has_large_numbers(part))


def _has_large_numbers(part: StreamObject) -> bool:
    if part.get("/Subtype") != "/Form":
        return False
    try:
        return LARGE_NUMBER.search(part.data) is not None
    except Exception as error:  # it cannot be unpacked, or is far too large when it is
        raise OutsideRefused(OutsideRefusal.UNREADABLE) from error


def _is_packed_differently(part: StreamObject) -> bool:
    """Whether its filters, or what a picture says of itself, are read by one engine and not by another."""
    filters = part["/Filter"] if "/Filter" in part else ArrayObject()
    names = [filters] if isinstance(filters, NameObject) else [filters[n] for n in range(len(filters))]
    if any(str(each) not in FILTERS for each in names):
        return True
    if "/BitsPerComponent" in part and int(part["/BitsPerComponent"]) not in BITS:
        return True
    if "/DCTDecode" not in map(str, names) or "/ColorSpace" not in part:
        return False
    # Packed once more, its components are not known here; hardly any tool does that.
    return len(names) > 1 or not _is_jpeg_of(part)


def _is_jpeg_of(part: StreamObject) -> bool:
    """Whether a JPEG has as many components as its colour space, where that is a plain one."""
    space = part["/ColorSpace"]
    kind = str(space if isinstance(space, NameObject) else space[0])
    wanted = int(space[1]["/N"]) if kind == "/ICCBased" else COMPONENTS.get(kind)
    frame = JPEG_FRAME.search(part.encoded_data) if wanted else None
    return not wanted or frame is None or frame[1][0] == wanted


def _is_too_deep(begin: list[PdfObject]) -> bool:
    """Whether streams lie in streams, by whatever way, deeper than ``DEEPEST_STREAM``; in a circle, too."""
    layer = set(_streams_in(begin))
    for _depth in range(DEEPEST_STREAM):
        if not layer:
            return False
        layer = {inner for outer in layer for inner in _streams_in(_values(outer.get_object()))}
    return bool(layer)


def _streams_in(begin: list[PdfObject]) -> Iterator[Reference]:
    """The streams that can be reached without passing through another one."""
    waiting, seen = list(begin), set[Reference]()
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            if part.reference in seen:
                continue
            seen.add(part.reference)
            if isinstance(part.get_object(), StreamObject):
                yield part.reference
                continue
            part = part.get_object()
        waiting += _values(part)


def _values(part: PdfObject) -> list[PdfObject]:
    if isinstance(part, DictionaryObject):
        return [part.raw_get(key) for key in part]
    return [part.raw_get(index) for index in range(len(part))] if isinstance(part, ArrayObject) else []


def _switches(part: DictionaryObject) -> bool:
    kinds = {str(part[key]) for key in ("/Type", "/Subtype") if key in part and isinstance(part[key], NameObject)}
    return bool(SWITCHES & set(part) or SWITCHING_KINDS & kinds)


def _parts(begin: list[PdfObject]) -> Iterator[DictionaryObject]:
    """All dictionaries and streams that can be reached. Raises OutsideRefused when there are too many."""
    waiting: list[PdfObject] = list(begin)
    seen: set[Reference] = set()
    for _count in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            if part.reference not in seen:
                seen.add(part.reference)
                waiting.append(part.get_object())
        elif isinstance(part, DictionaryObject):
            yield part
            waiting += [part.raw_get(key) for key in part]
        elif isinstance(part, ArrayObject):
            waiting += [part.raw_get(index) for index in range(len(part))]
    raise OutsideRefused(OutsideRefusal.WIDGET_CHANGED)
