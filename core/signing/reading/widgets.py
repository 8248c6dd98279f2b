"""Every widget of every new field, and every annotation of every page, is judged before anybody looks.

Signing rule 19. A widget may be its field or hang below it without a name; it may stand on any page, on several or on
none; the field may be a signature's or a document timestamp's. What is not judged is a place for a clause.
"""

from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject, Reference
from pyhanko.pdf_utils.reader import PdfFileReader

from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused
from core.signing.reading.placement import OWN_FIELD, Place, Places, area, box_of, inherited, pages_of
from core.signing.reading.widget_looks import (
    has_room,
    is_visible,
    refuse_foreign_keys,
    refuse_other_properties,
    refuse_unsteady_looks,
)

# What a page is beside its contents; compared so that no engine has to draw a page of another size.
SHAPE = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit", "/VP", "/Tabs")


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget of a new field, and where it is shown: pages count from 0."""

    field: str
    reference: Reference
    looks: DictionaryObject
    pages: tuple[int, ...]


def refuse_widgets(reader: PdfFileReader, before: PdfFileReader, places: Places, timestamps: set[str]) -> list[Place]:
    """Raise OutsideRefused for a page, a field or an annotation that can show what the issued file does not.

    ``timestamps``: names of fields that hold document timestamps, which are never seen. Returns the places of new
    widgets with a box.
    """
    shown = _new_annotations(reader, before)
    widgets = _widgets(reader, before, shown)
    if set(shown) - {widget.reference for widget in widgets}:
        raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
    for widget in widgets:
        _refuse_widget(widget, places, timestamps)
    if sum(is_visible(widget.looks) for widget in widgets) > 1:
        raise OutsideRefused(OutsideRefusal.OVER_TEXT)
    _refuse_changed_own_field(reader, before)
    return [Place(each.pages[0], box_of(each.looks["/Rect"])) for each in widgets if has_room(each.looks)]


def _new_annotations(reader: PdfFileReader, before: PdfFileReader) -> dict[Reference, list[int]]:
    """References of annotations that the issued pages do not have, with their pages. Raises OutsideRefused."""
    given, issued = pages_of(reader), pages_of(before)
    if len(given) != len(issued):
        raise OutsideRefused(OutsideRefusal.PAGES_CHANGED)
    added: dict[Reference, list[int]] = {}
    for number, (page, as_issued) in enumerate(zip(given, issued, strict=True)):
        if any(inherited(page, key) != inherited(as_issued, key) for key in SHAPE):
            raise OutsideRefused(OutsideRefusal.PAGES_CHANGED)
        now, then = _references(page), _references(as_issued)
        if len(set(now)) != len(now) or set(then) - set(now):
            raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
        for reference in set(now) - set(then):
            added.setdefault(reference, []).append(number)
    return added


def _references(page: Any) -> list[Reference]:
    annotations: Any = page["/Annots"] if "/Annots" in page else []  # noqa: SIM401 - get() does not follow references
    raw = [annotations.raw_get(index) for index in range(len(annotations))]
    if not all(isinstance(each, IndirectObject) for each in raw):
        raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
    return [each.reference for each in raw]


def _widgets(reader: PdfFileReader, before: PdfFileReader, shown: dict[Reference, list[int]]) -> list[Widget]:
    """Those of all new fields, whether they are shown on a page or not. Raises OutsideRefused."""
    issued = set(_fields(before))
    found: list[Widget] = []
    for name, field in _fields(reader).items():
        if name in issued:
            continue
        refuse_foreign_keys(field.get_object())
        for widget in _of_field(field):
            looks = widget.get_object()
            refuse_foreign_keys(looks)
            pages = tuple(shown.get(widget.reference, ()))
            found.append(Widget(name, widget.reference, looks, pages))
    return found


def _fields(reader: PdfFileReader) -> dict[str, IndirectObject]:
    fields = reader.root["/AcroForm"]["/Fields"]
    raw = [fields.raw_get(index) for index in range(len(fields))]
    named = {str(each.get_object()["/T"]): each for each in raw if isinstance(each, IndirectObject)}
    if len(named) != len(raw):  # two of one name, or one that is no object of its own
        raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
    return named


def _of_field(field: IndirectObject) -> list[IndirectObject]:
    """The field itself when it is merged with its widget, and what hangs below it, which must be widgets only."""
    looks = field.get_object()
    kids: Any = looks["/Kids"] if "/Kids" in looks else []  # noqa: SIM401 - get() does not follow references
    raw = [kids.raw_get(index) for index in range(len(kids))]
    for kid in raw:
        if not isinstance(kid, IndirectObject) or {"/T", "/Kids", "/FT", "/V"} & set(kid.get_object()):
            raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
    return [field, *raw]


def _refuse_widget(widget: Widget, places: Places, timestamps: set[str]) -> None:
    looks = widget.looks
    if widget.pages and looks.get("/Subtype") != "/Widget":
        raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
    refuse_unsteady_looks(looks)
    if not has_room(looks):
        return
    if widget.field in timestamps:
        raise OutsideRefused(OutsideRefusal.VISIBLE_TIMESTAMP)
    box = box_of(looks["/Rect"])
    if len(widget.pages) != 1 or not places.welcome(Place(widget.pages[0], box)):
        raise OutsideRefused(OutsideRefusal.OVER_TEXT)
    if area(box) > area(places.own.box):
        raise OutsideRefused(OutsideRefusal.TOO_LARGE_A_PICTURE)


def _refuse_changed_own_field(reader: PdfFileReader, before: PdfFileReader) -> None:
    old = _fields(before)[OWN_FIELD].get_object()
    new = _fields(reader).get(OWN_FIELD)
    if new is None:
        raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
    if new.get_object() != old:
        refuse_other_properties(old, new.get_object())
        refuse_unsteady_looks(new.get_object(), old)
