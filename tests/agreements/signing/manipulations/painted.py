"""Files that a qualified person really signed, and that show, hide, switch or say something more: each is refused.

``seen``: whether looking alone finds it, by what the second engine draws. Where it does not, other viewers may show it,
or it stands where a picture may be, or it waits for a click, a printer or a later switch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, BooleanObject, NumberObject, StreamObject
from pyhanko.pdf_utils.generic import TextStringObject as Text
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from agreements.pdf_reading.outside_refusals import OutsideRefusal as Refusal
from agreements.signing.demo_qualified import Person
from tests.agreements.signing.manipulations import updates
from tests.agreements.signing.manipulations.tool import (
    CLAUSE,
    OTHER_SIDES_FIELD,
    Box,
    Change,
    Desk,
    appearance,
    named,
    numbers,
    rectangle,
    sign_with,
    timestamp_with,
)

FIRST, LAST = 0, 1  # pages
OVER_THE_TEXT: Box = (70, 500, 540, 700)
BESIDE: Box = (60, 64, 200, 114)  # below the commune's box, on the last page
OVER_THE_FOOTER: Box = (60, 40, 260, 90)
OFF_THE_PAGE: Box = (-400, -300, -10, -10)
LARGE: Box = (60, 64, 540, 244)
HIDDEN, PRINT, NO_ZOOM, NO_VIEW, TOGGLES = 2, 4, 8, 32, 256


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


def merged(box: Box, page: int, **more: Any) -> Change:
    """The field is its own widget, with the clause."""

    def change(desk: Desk) -> None:
        desk.field.update(named({**desk.looks(box, page), **more}))
        desk.annotate(page, desk.reference)

    return change


def kids(*places: tuple[Box, int], **more: Any) -> Change:
    """Widgets without a name hang below the field, each on a page."""

    def change(desk: Desk) -> None:
        below = [desk.widget(box, page, **more) for box, page in places]
        desk.field.update(named({"Kids": ArrayObject(below)}))
        for (_box, page), kid in zip(places, below, strict=True):
            desk.annotate(page, kid)

    return change


def kid_of_a_kid(desk: Desk) -> None:
    child = named({"Parent": desk.reference})
    between = desk.add(child)
    grandchild = desk.widget(OVER_THE_TEXT, FIRST, Parent=between)
    child.update(named({"Kids": ArrayObject([grandchild])}))
    desk.field.update(named({"Kids": ArrayObject([between])}))
    desk.annotate(FIRST, grandchild)


def kid_on_two_pages(desk: Desk) -> None:
    kid = desk.widget(BESIDE, LAST)
    desk.field.update(named({"Kids": ArrayObject([kid])}))
    desk.annotate(FIRST, kid)
    desk.annotate(LAST, kid)


def kid_on_no_page(desk: Desk) -> None:
    desk.field.update(named({"Kids": ArrayObject([desk.widget(OVER_THE_TEXT, FIRST)])}))


def off_the_page(desk: Desk) -> None:
    """Its matrix would bring the clause back onto the page."""
    desk.field.update(named(desk.looks(OFF_THE_PAGE, LAST)))
    look = desk.clause(OVER_THE_TEXT, Matrix=numbers(1, 0, 0, 1, 470, 800))
    desk.field.update(named({"AP": named({"N": look})}))
    desk.annotate(LAST, desk.reference)


def without_room(desk: Desk) -> None:
    """A box without area, an appearance with plenty: what becomes of it is up to the viewer."""
    desk.field.update(named(desk.looks(OVER_THE_TEXT, FIRST)))
    desk.field.update(named({"Rect": rectangle(100, 500, 100, 500)}))
    desk.annotate(FIRST, desk.reference)


def in_own_box(**keys: Any) -> Change:
    """Keys of the commune's widget."""
    return lambda desk: desk.put(desk.field, **keys)


def look(desk: Desk, **more: Any) -> Any:
    return desk.clause((0, 0, 226, 112), **more)


def states(desk: Desk) -> None:
    shown = named({"Ja": look(desk), "Nein": desk.add(appearance(b"", (0, 0, 226, 112)))})
    desk.put(desk.field, AP=named({"N": shown}), AS=name("/Nein"))


def another_look_when_pointed_at(desk: Desk) -> None:
    desk.put(desk.field, AP=named({"N": desk.add(appearance(b"", (0, 0, 226, 112))), "R": look(desk)}))


def widget_in_a_layer(desk: Desk) -> None:
    desk.put(desk.field, OC=_layer(desk), AP=named({"N": look(desk)}))


def layer_in_the_look(desk: Desk) -> None:
    content = b"/OC /later BDC " + CLAUSE % (226, 112, 50) + b" EMC"
    drawn = appearance(content, (0, 0, 226, 112))
    drawn["/Resources"].update(named({"Properties": named({"later": _layer(desk)})}))
    desk.put(desk.field, AP=named({"N": desk.add(drawn)}))


def picture_for_print_only(desk: Desk) -> None:
    pixel = {"Type": name("/XObject"), "Subtype": name("/Image"), "Width": NumberObject(1), "Height": NumberObject(1)}
    pixel |= {"ColorSpace": name("/DeviceGray"), "BitsPerComponent": NumberObject(8)}
    printed = desk.add(StreamObject(named(pixel), stream_data=b"\0"))
    alternate = named({"Image": printed, "DefaultForPrinting": BooleanObject(True)})
    shown = desk.add(StreamObject(named({**pixel, "Alternates": ArrayObject([alternate])}), stream_data=b"\xff"))
    drawn = appearance(b"q 200 0 0 100 0 0 cm /Im1 Do Q", (0, 0, 226, 112))
    drawn["/Resources"].update(named({"XObject": named({"Im1": shown})}))
    desk.put(desk.field, AP=named({"N": desk.add(drawn)}))


def _layer(desk: Desk) -> Any:
    return desk.add(named({"Type": name("/OCG"), "Name": Text("später")}))


def other_sides_look(desk: Desk) -> None:
    """The LPR's empty field says something before the LPR signs."""
    desk.put(desk.form_field(OTHER_SIDES_FIELD), AP=named({"N": look(desk)}))


def other_sides_look_in_place(desk: Desk) -> None:
    stream = desk.form_field(OTHER_SIDES_FIELD)["/AP"]["/N"]
    desk.writer.update_container(stream)
    stream._data, stream._encoded_data = b"0 0 226 112 re f", None


def action(desk: Desk, key: str) -> None:
    script = named({"S": name("/JavaScript"), "JS": Text("this.getField('sig_lpr').display = display.hidden")})
    desk.put(desk.field, **{key: script if key == "A" else named({"E": script})})


def popup(desk: Desk) -> None:
    note = desk.add(named({"Type": name("/Annot"), "Subtype": name("/Popup"), "Rect": rectangle(*OVER_THE_TEXT)}))
    desk.put(desk.field, Popup=note)


def annotation(kind: str, **more: Any) -> Change:
    """An annotation of that kind over the text, without an appearance of its own."""

    def change(desk: Desk) -> None:
        about = {"Type": name("/Annot"), "Subtype": name(f"/{kind}"), "Rect": rectangle(*OVER_THE_TEXT)}
        about |= {"F": NumberObject(PRINT), "Contents": Text("§ 1a Der LPR zahlt 500.000 EUR.")}
        desk.annotate(FIRST, desk.add(named({**about, **more})))

    return change


def annotation_with_the_clause(desk: Desk) -> None:
    about = desk.looks(OVER_THE_TEXT, FIRST)
    desk.annotate(FIRST, desk.add(named({**about, "Subtype": name("/Stamp")})))


def rich_media(desk: Desk) -> None:
    about = {**desk.looks(OVER_THE_TEXT, FIRST), "Subtype": name("/RichMedia"), "RichMediaContent": named({})}
    desk.annotate(FIRST, desk.add(named(about)))


def page_with(**keys: Any) -> Change:
    return lambda desk: desk.put(desk.page(FIRST), **keys)


def content_appended(desk: Desk) -> None:
    page = desk.page(FIRST)
    more = desk.add(StreamObject(stream_data=b"q 0 0 0 rg 100 600 300 40 re f Q"))
    desk.put(page, Contents=ArrayObject([page.raw_get("/Contents"), more]))


def content_in_place(desk: Desk) -> None:
    """The very object of the page's contents, written anew."""
    stream = desk.page(FIRST)["/Contents"]
    desk.writer.update_container(stream)
    stream._data, stream._encoded_data = stream.data + b" q 100 600 300 40 re f Q", None


def font_in_place(desk: Desk) -> None:
    """The object of one font now is another one."""
    fonts = desk.page(FIRST)["/Resources"]["/Font"]
    first = fonts[next(iter(fonts))]
    helvetica = {"Type": name("/Font"), "Subtype": name("/Type1"), "BaseFont": name("/ZapfDingbats")}
    first.clear()
    desk.put(first, **helvetica)


def resources_replaced(desk: Desk) -> None:
    """Every font's name leads to a font of the forger's."""
    helvetica = named({"Type": name("/Font"), "Subtype": name("/Type1"), "BaseFont": name("/Helvetica")})
    resources = desk.page(FIRST)["/Resources"]
    fonts = named({key[1:]: helvetica for key in resources["/Font"]})
    desk.put(
        desk.page(FIRST), Resources=named({**{key[1:]: resources.raw_get(key) for key in resources}, "Font": fonts})
    )


def rights_of_use(desk: Desk) -> None:
    desk.put(desk.writer.root, Perms=named({"UR3": desk.add(named({"Type": name("/Sig")}))}))


def somebody_elses_permission(desk: Desk) -> None:
    desk.put(desk.writer.root, Perms=named({"DocMDP": desk.add(named({"Type": name("/Sig")}))}))


def catalogue_with(key: str, what: Callable[[Desk], Any]) -> Change:
    return lambda desk: desk.put(desk.writer.root, **{key: what(desk)})


def _script(_desk: Desk) -> Any:
    return named({"S": name("/JavaScript"), "JS": Text("app.alert('500.000 EUR')")})


def fields_drawn_anew(writer: IncrementalPdfFileWriter) -> None:
    """Viewers are asked to make up the looks of all fields themselves."""
    form = writer.root["/AcroForm"]
    form.update(named({"NeedAppearances": BooleanObject(True)}))
    writer.update_container(form)


def icon_and_caption(desk: Desk) -> None:
    desk.put(desk.field, MK=named({"CA": Text("500.000 EUR"), "I": look(desk)}))


def unused_object_overwritten(desk: Desk) -> None:
    """An object that the issued file has and uses nowhere is a place to hide something."""
    reader = desk.writer.prev
    issued = reader.get_historical_resolver(0)
    used = issued.collect_dependencies(issued.root)
    spare = next(
        reference
        for reference in sorted(reader.xrefs.explicit_refs_in_revision(0) - used, key=lambda each: each.idnum)
        if reader.get_object(reference).get("/Type") == "/XObject"
    )
    desk.writer.objects[(spare.generation, spare.idnum)] = appearance(CLAUSE % (226, 112, 50), (0, 0, 226, 112))


def timestamp_kid(desk: Desk) -> None:
    kids((OVER_THE_TEXT, FIRST))(desk)


def layer_that_is_on(desk: Desk) -> None:
    desk.put(desk.writer.root, OCProperties=named({"OCGs": ArrayObject([_layer(desk)])}))


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
    Painted("fields to be drawn anew", afterwards(fields_drawn_anew), CHANGED),
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
PAINTED = [*PLACES, *SWITCHES, *ANNOTATIONS, *OBJECTS]
