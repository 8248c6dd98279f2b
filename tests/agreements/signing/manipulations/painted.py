"""Files that a qualified person really signed, and that show, hide, switch or say something more: each is refused.

``seen``: whether looking alone finds it, by what the second engine draws. Where it does not, other viewers may show it,
or it stands where a picture may be, or it waits for a click, a printer or a later switch.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pyhanko.pdf_utils.generic import BooleanObject, NumberObject
from pyhanko.pdf_utils.generic import TextStringObject as Text
from pyhanko.pdf_utils.generic import pdf_name as name

from core.signing.demo_qualified import Person
from core.signing.reading.outside_refusals import OutsideRefusal as Refusal
from tests.agreements.signing.manipulations import engines, updates
from tests.agreements.signing.manipulations.paint import (
    ACROSS,
    BESIDE,
    FIRST,
    HIDDEN,
    LARGE,
    LAST,
    NO_VIEW,
    NO_ZOOM,
    OVER_THE_FOOTER,
    OVER_THE_TEXT,
    PRINT,
    TOGGLES,
    _script,
    action,
    annotation,
    annotation_with_the_clause,
    another_look_when_pointed_at,
    catalogue_with,
    content_appended,
    content_in_place,
    fields_drawn_again,
    font_in_place,
    icon_and_caption,
    in_own_box,
    kid_of_a_kid,
    kid_on_no_page,
    kid_on_two_pages,
    kids,
    layer_in_the_look,
    layer_that_is_on,
    merged,
    off_the_page,
    other_sides_look,
    other_sides_look_in_place,
    page_with,
    picture_for_print_only,
    popup,
    resources_replaced,
    rich_media,
    rights_of_use,
    somebody_elses_permission,
    states,
    unused_object_overwritten,
    widget_in_a_layer,
    without_room,
)
from tests.agreements.signing.manipulations.tool import (
    Change,
    named,
    numbers,
    rectangle,
    sign_with,
    timestamp_with,
)


@dataclass(frozen=True)
class Workshop:
    """What the forger has: the issued file, a qualified certificate, a timestamp authority that all trust."""

    issued: bytes
    person: Person
    timestamps: str


Forge = Callable[[Workshop], bytes]


@dataclass(frozen=True)
class Painted:
    """One of them, with the reason that the person who uploads it is told."""

    name: str
    forge: Forge
    refusal: Refusal
    seen: bool = False


def own(change: Change) -> Forge:
    """Signed in the commune's field; changed in the signature's own revision."""
    return lambda shop: sign_with(shop.issued, shop.person, change)


def new(change: Change) -> Forge:
    """Signed in a field of the tool's own."""
    return lambda shop: sign_with(shop.issued, shop.person, change, field="Signature1")


def stamped(change: Change) -> Forge:
    """Signed as it should be; the document timestamp that follows is what lies."""
    return lambda shop: timestamp_with(sign_with(shop.issued, shop.person), shop.timestamps, change)


def afterwards(change: updates.Change) -> Forge:
    """Signed as it should be, and changed in a later revision."""
    return lambda shop: updates.updated(sign_with(shop.issued, shop.person), change)


OVER, STAMP = Refusal.OVER_TEXT, Refusal.VISIBLE_TIMESTAMP
CHANGED, PAGES, WIDGET, SWITCHED = (
    Refusal.CONTENT_CHANGED,
    Refusal.PAGES_CHANGED,
    Refusal.WIDGET_CHANGED,
    Refusal.SEEN_DIFFERENTLY,
)

PLACES = [
    Painted("a widget below the field, without a name", new(kids((OVER_THE_TEXT, FIRST))), OVER, seen=True),
    Painted("a timestamp made visible", stamped(merged(OVER_THE_TEXT, FIRST)), STAMP, seen=True),
    Painted(
        "a timestamp's widget below its field",
        stamped(kids((OVER_THE_TEXT, FIRST))),
        STAMP,
        seen=True,
    ),
    Painted("a timestamp visible where a signature may be", stamped(merged(BESIDE, LAST)), STAMP),
    Painted("a widget below a widget", new(kid_of_a_kid), CHANGED, seen=True),
    Painted("the field itself over the text", new(merged(OVER_THE_TEXT, FIRST)), OVER, seen=True),
    Painted("over the text of the last page", new(merged((70, 600, 540, 760), LAST)), OVER, seen=True),
    Painted("one widget on two pages", new(kid_on_two_pages), OVER, seen=True),
    Painted("one beside, one over the text", new(kids((BESIDE, LAST), (OVER_THE_TEXT, FIRST))), OVER, seen=True),
    Painted("two beside each other", new(kids((BESIDE, LAST), ((60, 120, 200, 170), LAST))), OVER),
    Painted("a widget on no page", new(kid_on_no_page), OVER),
    Painted("off the page, with a matrix that leads back", new(off_the_page), OVER),
    Painted("no room, but a large appearance", new(without_room), WIDGET),
    Painted("larger than the commune's box", new(merged(LARGE, LAST)), Refusal.TOO_LARGE_A_PICTURE),
    Painted("across both columns, as a paragraph", new(merged(ACROSS, LAST)), OVER),
    Painted("over the footer", new(merged(OVER_THE_FOOTER, LAST)), OVER, seen=True),
    Painted("hidden over the text", new(merged(OVER_THE_TEXT, FIRST, F=NumberObject(HIDDEN | PRINT))), OVER),
    Painted("own box made as large as the page", own(in_own_box(Rect=rectangle(0, 0, 595, 840))), WIDGET),
]
SWITCHES = [
    Painted("states of an appearance", own(states), SWITCHED),
    Painted("another look when pointed at", own(another_look_when_pointed_at), SWITCHED),
    Painted("only on the screen", own(in_own_box(F=NumberObject(0))), SWITCHED),
    Painted("only in print", own(in_own_box(F=NumberObject(PRINT | NO_VIEW))), SWITCHED),
    Painted("toggled by the pointer", own(in_own_box(F=NumberObject(PRINT | HIDDEN | TOGGLES))), SWITCHED),
    Painted("not larger when the page is", own(in_own_box(F=NumberObject(PRINT | NO_ZOOM))), SWITCHED),
    Painted("only in print, beside", new(merged(BESIDE, LAST, F=NumberObject(PRINT | NO_VIEW))), SWITCHED),
    Painted("a widget in a layer", own(widget_in_a_layer), WIDGET),
    Painted("a layer in the appearance", own(layer_in_the_look), SWITCHED),
    Painted("a picture for print only", own(picture_for_print_only), SWITCHED),
    Painted("an action of the widget", own(lambda desk: action(desk, "A")), WIDGET),
    Painted("actions on events", own(lambda desk: action(desk, "AA")), WIDGET),
    Painted("an action of a new widget", new(merged(BESIDE, LAST, A=_script(None))), WIDGET),
    Painted("a text of the widget", own(in_own_box(Contents=Text("Nur mit Vorbehalt"))), WIDGET),
    Painted("a caption and an icon", own(icon_and_caption), WIDGET),
    Painted("a popup of the widget", own(popup), WIDGET),
    Painted("fields to be drawn again", afterwards(fields_drawn_again), CHANGED),
    Painted("a script on opening", own(catalogue_with("OpenAction", _script)), CHANGED),
    Painted(
        "a layer that is on",
        own(layer_that_is_on),
        CHANGED,
    ),
    Painted("scripts by name", own(catalogue_with("Names", lambda d: named({"JavaScript": named({})}))), CHANGED),
    Painted("rights of use", own(rights_of_use), CHANGED),
    Painted("a permission of somebody else", own(somebody_elses_permission), CHANGED),
]
ANNOTATIONS = [
    *[
        Painted(f"{kind} without an appearance", own(annotation(kind, **more)), CHANGED)
        for kind, more in {
            "FreeText": {"DA": Text("/Helv 14 Tf 0 g")},
            "Stamp": {"Name": name("/Draft")},
            "Line": {"L": numbers(70, 500, 540, 700)},
            "PolyLine": {"Vertices": numbers(70, 500, 540, 700, 70, 700)},
            "Caret": {},
            "Text": {},
            "Popup": {"Open": BooleanObject(True)},
            "Screen": {},
            "3D": {},
            "FileAttachment": {},
            "Watermark": {},
            "Redact": {},
            "Link": {"A": _script(None)},
        }.items()
    ],
    Painted("a stamp with the clause", own(annotation_with_the_clause), CHANGED, seen=True),
    Painted("rich media with the clause", own(rich_media), CHANGED, seen=True),
    Painted("a white square over the text", own(annotation("Square", IC=numbers(1, 1, 1))), CHANGED, seen=True),
    Painted("a note afterwards", afterwards(updates.note_over_the_text), CHANGED, seen=True),
]
OBJECTS = [
    Painted("the LPR's field says something", own(other_sides_look), CHANGED, seen=True),
    Painted("the LPR's appearance, in its place", own(other_sides_look_in_place), CHANGED, seen=True),
    Painted("the commune's look, afterwards", afterwards(updates.stamp_redrawn), CHANGED),
    Painted("the commune's box moved afterwards", afterwards(updates.stamp_moved), WIDGET),
    Painted("contents appended", own(content_appended), CHANGED, seen=True),
    Painted("contents in their place", own(content_in_place), CHANGED, seen=True),
    Painted("a font in its place", own(font_in_place), CHANGED, seen=True),
    Painted("fonts exchanged", own(resources_replaced), CHANGED, seen=True),
    Painted("an unused object overwritten", own(unused_object_overwritten), CHANGED),
    Painted("a layer that hides the text", afterwards(updates.layer_switched_off), CHANGED, seen=True),
    Painted("a page larger", own(page_with(MediaBox=numbers(0, 0, 700, 900))), PAGES, seen=True),
    Painted("a page cut", own(page_with(CropBox=numbers(0, 300, 595, 842))), PAGES, seen=True),
    Painted("a page turned", own(page_with(Rotate=NumberObject(180))), PAGES, seen=True),
    Painted("a unit of its own", own(page_with(UserUnit=NumberObject(2))), PAGES),
    Painted("a page less", afterwards(updates.page_removed), PAGES, seen=True),
    Painted("pages in another order", afterwards(updates.pages_swapped), CHANGED, seen=True),
]
ENGINES = [
    Painted("forms in sixty forms", own(engines.forms_in_forms(60)), SWITCHED),
    Painted("forms in forms, with a way around", own(engines.with_a_way_around), SWITCHED),
    Painted("a filter that does nothing", own(engines.identity_filter), SWITCHED),
    Painted("a picture of three bits", own(engines.three_bits), SWITCHED),
    Painted("a grey JPEG called coloured", own(engines.grey_jpeg_as_colours), SWITCHED),
    Painted("a shading without length", own(engines.shading_without_length), SWITCHED),
    Painted("far away and back", own(engines.far_away_and_back), SWITCHED),
    Painted("blended away", own(engines.blended_away), SWITCHED),
    Painted("JPEG 2000", own(engines.jpeg_2000), SWITCHED),
    Painted("an object without its word", own(engines.object_without_its_word), CHANGED),
    Painted("objects in a picture", own(engines.objects_in_a_picture), CHANGED),
    Painted("another trailer in a picture", own(engines.another_trailer), CHANGED),
]
PAINTED = [*PLACES, *SWITCHES, *ANNOTATIONS, *OBJECTS, *ENGINES]
