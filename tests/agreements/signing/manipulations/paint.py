"""What a forger paints, hides, switches or adds in the signature's own revision, one change each."""

from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, BooleanObject, NumberObject, StreamObject
from pyhanko.pdf_utils.generic import TextStringObject as Text
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

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
)

FIRST, LAST = 0, 1  # pages
OVER_THE_TEXT: Box = (70, 500, 540, 700)
BESIDE: Box = (60, 64, 200, 114)  # below the commune's box, on the last page
OVER_THE_FOOTER: Box = (60, 40, 260, 90)
ACROSS: Box = (72, 64, 530, 104)  # both columns
OFF_THE_PAGE: Box = (-400, -300, -10, -10)
LARGE: Box = (62, 40, 300, 170)
HIDDEN, PRINT, NO_ZOOM, NO_VIEW, TOGGLES = 2, 4, 8, 32, 256


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
    """The very object of the page's contents, written again."""
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


def fields_drawn_again(writer: IncrementalPdfFileWriter) -> None:
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
