"""Incremental updates: every signed byte stays, and yet the reader would see something else."""

from collections.abc import Callable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, StreamObject, TextStringObject
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from tests.agreements.signing.forgeries import add_page_to_update
from tests.agreements.signing.manipulations.lab import Forge, Lab

Change = Callable[[IncrementalPdfFileWriter], None]
OVER_THE_TEXT = [70, 500, 540, 780]


def after_both(change: Change) -> Forge:
    """The final file with an update behind both signatures."""
    return lambda lab: updated(lab.final, change)


def after_the_mayor(change: Change) -> Forge:
    """The mayor's file with an update, before anybody countersigned."""
    return lambda lab: updated(lab.commune, change)


def between_both(change: Change) -> Forge:
    """An update between both signatures, countersigned as if nothing had happened."""
    return lambda lab: lab.countersigned(updated(lab.commune, change))


def updated(pdf: bytes, change: Change) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def page_more(lab: Lab) -> bytes:
    return add_page_to_update(lab.final)


def nothing(writer: IncrementalPdfFileWriter) -> None:
    """An update that says the same once more."""
    writer.update_root()


def page_text(writer: IncrementalPdfFileWriter) -> None:
    page = _page(writer)
    text = page["/Contents"].data + b"\n1 1 1 rg 0 0 600 900 re f\n"
    page[name("/Contents")] = writer.add_object(StreamObject(stream_data=text))
    writer.update_container(page)


def page_removed(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"].pop(0)
    pages[name("/Count")] = NumberObject(1)
    writer.update_container(pages)


def pages_swapped(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"].reverse()
    writer.update_container(pages)


def pages_hidden_behind_others(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack "replace": the catalogue leads to another tree of pages."""
    pages = DictionaryObject({name("/Type"): name("/Pages"), name("/Count"): NumberObject(1)})
    reference = writer.add_object(pages)
    page = DictionaryObject(
        {
            name("/Type"): name("/Page"),
            name("/Parent"): reference,
            name("/MediaBox"): ArrayObject(map(NumberObject, [0, 0, 595, 842])),
            name("/Contents"): writer.add_object(StreamObject(stream_data=b"0 0 100 100 re f")),
            name("/Resources"): DictionaryObject(),
        }
    )
    pages[name("/Kids")] = ArrayObject([writer.add_object(page)])
    writer.root[name("/Pages")] = reference
    writer.update_root()


def layer_switched_off(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack "hide": the text belongs to a layer that is off."""
    layer = writer.add_object(DictionaryObject({name("/Type"): name("/OCG"), name("/Name"): TextStringObject("x")}))
    off = DictionaryObject({name("/OFF"): ArrayObject([layer])})
    writer.root[name("/OCProperties")] = DictionaryObject({name("/OCGs"): ArrayObject([layer]), name("/D"): off})
    writer.update_root()
    page = _page(writer)
    page["/Resources"][name("/Properties")] = DictionaryObject({name("/hidden"): layer})
    text = b"/OC /hidden BDC\n" + page["/Contents"].data + b"\nEMC\n"
    page[name("/Contents")] = writer.add_object(StreamObject(stream_data=text))
    writer.update_container(page["/Resources"])
    writer.update_container(page)


def attachment_object_as_page(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack "hide and replace": a stream that lay unseen in the signed file becomes the page's contents."""
    page = _page(writer)
    page[name("/Contents")] = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"].raw_get("/F")
    writer.update_container(page)


def font_swapped(writer: IncrementalPdfFileWriter) -> None:
    fonts = _page(writer)["/Resources"]["/Font"]
    first, second = list(fonts)[:2]
    fonts[first] = fonts.raw_get(second)
    writer.update_container(fonts)


def font_without_its_letters(writer: IncrementalPdfFileWriter) -> None:
    """The pages look as before, but copied or read aloud they say something else."""
    fonts = _page(writer)["/Resources"]["/Font"]
    font = fonts[next(iter(fonts))]
    font[name("/ToUnicode")] = writer.add_object(StreamObject(stream_data=b"begincmap endcmap"))
    writer.update_container(font)


def stamp_redrawn(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer, 0)
    look = StreamObject(
        DictionaryObject(
            {
                name("/Type"): name("/XObject"),
                name("/Subtype"): name("/Form"),
                name("/BBox"): ArrayObject(map(NumberObject, [0, 0, 100, 100])),
            }
        ),
        stream_data=b"0 0 100 100 re f",
    )
    field["/AP"][name("/N")] = writer.add_object(look)
    writer.update_container(field)


def stamp_moved(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer, 0)
    field[name("/Rect")] = ArrayObject(map(NumberObject, [0, 0, 600, 840]))
    writer.update_container(field)


def note_over_the_text(writer: IncrementalPdfFileWriter) -> None:
    _annotate(writer, "/Square", {name("/IC"): ArrayObject(map(NumberObject, [1, 1, 1]))})


def free_text(writer: IncrementalPdfFileWriter) -> None:
    _annotate(writer, "/FreeText", {name("/Contents"): TextStringObject("Zahlbar sofort: 12.500,00 €")})


def script_on_opening(writer: IncrementalPdfFileWriter) -> None:
    script = DictionaryObject({name("/S"): name("/JavaScript"), name("/JS"): TextStringObject("app.alert('x')")})
    writer.root[name("/OpenAction")] = script
    writer.update_root()


def program_on_closing(writer: IncrementalPdfFileWriter) -> None:
    launch = DictionaryObject({name("/S"): name("/Launch"), name("/F"): TextStringObject("calc.exe")})
    writer.root[name("/AA")] = DictionaryObject({name("/WC"): launch})
    writer.update_root()


def another_attachment(writer: IncrementalPdfFileWriter) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]
    names["/Names"].extend([TextStringObject("zz-anlage.txt"), _attachment(writer, b"Anlage 2")])
    writer.update_container(names)


def other_data_attached(writer: IncrementalPdfFileWriter) -> None:
    """The data that machines read is another agreement's."""
    names = writer.root["/Names"]["/EmbeddedFiles"]
    data = b'{"check_code": "AAAA-BBBB-CCCC", "reference": "LPR-2026-9999", "version": 1}'
    names["/Names"][1] = _attachment(writer, data)
    writer.update_container(names)


def other_title(writer: IncrementalPdfFileWriter) -> None:
    metadata = DictionaryObject({name("/Type"): name("/Metadata"), name("/Subtype"): name("/XML")})
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- another title --></x:xmpmeta>"
    writer.root[name("/Metadata")] = writer.add_object(StreamObject(metadata, stream_data=packet))
    writer.update_root()


def other_language(writer: IncrementalPdfFileWriter) -> None:
    writer.root[name("/Lang")] = TextStringObject("en")
    writer.update_root()


def another_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("sig_third", on_page=0, box=(10, 10, 60, 60)))


def permissions_widened(writer: IncrementalPdfFileWriter) -> None:
    """The certifying signature is said to permit comments."""
    signature = _field(writer, 0)["/V"]
    signature["/Reference"][0]["/TransformParams"][name("/P")] = NumberObject(3)
    writer.update_container(signature)


def permissions_removed(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def lock_removed(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer, 1)
    del field["/Lock"]
    writer.update_container(field)


def signatures_change_places(writer: IncrementalPdfFileWriter) -> None:
    one, two = _field(writer, 0), _field(writer, 1)
    first, second = one.raw_get("/V"), two.raw_get("/V")
    one[name("/V")], two[name("/V")] = second, first
    writer.update_container(one)
    writer.update_container(two)


def field_renamed(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer, 1)
    field[name("/T")] = TextStringObject("sig_somebody")
    writer.update_container(field)


def signature_emptied(writer: IncrementalPdfFileWriter) -> None:
    """Universal signature forgery: a signature without a value, which some readers took for a valid one."""
    signature = _field(writer, 1)["/V"]
    signature[name("/Contents")] = generic.ByteStringObject(b"")
    writer.update_container(signature)


def byte_range_removed(writer: IncrementalPdfFileWriter) -> None:
    signature = _field(writer, 1)["/V"]
    del signature["/ByteRange"]
    writer.update_container(signature)


def validation_data_removed(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/DSS"]
    writer.update_root()


def form_removed(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


def structure_removed(writer: IncrementalPdfFileWriter) -> None:
    """What a screen reader follows is gone."""
    del writer.root["/StructTreeRoot"]
    writer.update_root()


def _page(writer: IncrementalPdfFileWriter) -> DictionaryObject:
    return writer.root["/Pages"]["/Kids"][0]


def _field(writer: IncrementalPdfFileWriter, number: int) -> DictionaryObject:
    return writer.root["/AcroForm"]["/Fields"][number]


def _annotate(writer: IncrementalPdfFileWriter, kind: str, more: dict[generic.NameObject, object]) -> None:
    box = ArrayObject(map(NumberObject, OVER_THE_TEXT))
    annotation = DictionaryObject(
        {name("/Type"): name("/Annot"), name("/Subtype"): name(kind), name("/Rect"): box, name("/F"): NumberObject(4)}
    )
    annotation.update(more)
    page = _page(writer)
    page[name("/Annots")] = ArrayObject([*page.get("/Annots", ()), writer.add_object(annotation)])
    writer.update_container(page)


def _attachment(writer: IncrementalPdfFileWriter, data: bytes) -> generic.IndirectObject:
    content = StreamObject(DictionaryObject({name("/Type"): name("/EmbeddedFile")}), stream_data=data)
    file = DictionaryObject({name("/F"): writer.add_object(content)})
    return writer.add_object(DictionaryObject({name("/Type"): name("/Filespec"), name("/EF"): file}))
