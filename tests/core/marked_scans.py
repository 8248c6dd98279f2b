"""PDFs with annotations, fields and layers, one thing each, made here."""

import io
from collections.abc import Callable
from typing import Any
from warnings import catch_warnings

import pikepdf
from pikepdf import Array, Dictionary, Name

SIZE = (300, 200)
BOX = [50, 50, 250, 150]
QUADS = [60, 140, 240, 140, 60, 60, 240, 60]


def page(change: Callable[[pikepdf.Pdf, Any], None]) -> bytes:
    """A page with a word on it, after ``change`` to the document and the page's dictionary."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=SIZE)
        sheet = document.pages[0].obj
        sheet.Resources = Dictionary(Font=Dictionary(F1=font(document)))
        sheet.Contents = document.make_stream(b"BT /F1 14 Tf 20 175 Td (Protokoll) Tj ET")
        change(document, sheet)
        with catch_warnings(action="ignore", category=pikepdf.PageCopyWarning):
            document.save(out, static_id=True)
    return out.getvalue()


def font(document: pikepdf.Pdf) -> pikepdf.Object:
    return document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def plain() -> bytes:
    return page(lambda document, sheet: None)


def look(document: pikepdf.Pdf) -> pikepdf.Stream:
    """An appearance that fills the box with red."""
    box = Array([0, 0, 200, 100])
    return document.make_stream(b"1 0 0 rg 0 0 200 100 re f", Type=Name.XObject, Subtype=Name.Form, BBox=box)


def marked(kind: str, *, with_look: bool = False, box: list[int] = BOX, **more: Any) -> bytes:
    """An annotation of ``kind`` over the middle of the page."""

    def change(document: pikepdf.Pdf, sheet: Any) -> None:
        mark = Dictionary({"/F": 4, "/C": [1, 0, 0]} | {f"/{name}": value for name, value in more.items()})
        mark.Type, mark.Subtype, mark.Rect = Name.Annot, Name(f"/{kind}"), Array(box)
        if with_look:
            mark.AP = Dictionary(N=look(document))
        sheet.Annots = Array([document.make_indirect(mark)])

    return page(change)


def field(*, form: bool = True, need: bool | None = True, with_look: bool = False, **more: Any) -> bytes:
    """A field of a form over the middle of the page. ``form``: whether the document knows of it."""

    def change(document: pikepdf.Pdf, sheet: Any) -> None:
        widget = Dictionary({"/F": 4, "/T": "Beschluss"} | {f"/{name}": value for name, value in more.items()})
        widget.Type, widget.Subtype, widget.Rect = Name.Annot, Name.Widget, Array(BOX)
        if with_look:
            widget.AP = Dictionary(N=look(document))
        widget = document.make_indirect(widget)
        sheet.Annots = Array([widget])
        if form:
            document.Root.AcroForm = Dictionary(
                Fields=Array([widget]), DA="/Helv 12 Tf 0 g", DR=Dictionary(Font=Dictionary(Helv=font(document)))
            )
            if need is not None:
                document.Root.AcroForm.NeedAppearances = need

    return page(change)


def layered(config: Callable[[Any], dict[str, Any]], *, hung_on: str = "content", **group: Any) -> bytes:
    """A red box on a layer. ``config``: the default configuration, told the layer; ``hung_on``: what has the layer."""

    def change(document: pikepdf.Pdf, sheet: Any) -> None:
        layer = document.make_indirect(Dictionary({"/Type": Name.OCG, "/Name": "Notiz"} | _named(group)))
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(_named(config(layer))))
        HANGERS[hung_on](document, sheet, layer)

    return page(change)


def _named(entries: dict[str, Any]) -> dict[str, Any]:
    return {f"/{name}": value for name, value in entries.items()}


def _content(document: pikepdf.Pdf, sheet: Any, layer: Any) -> None:
    sheet.Resources.Properties = Dictionary(MC0=layer)
    secret = document.make_stream(b"/OC /MC0 BDC 1 0 0 rg 50 50 200 100 re f EMC % Verborgenes")
    sheet.Contents = Array([sheet.Contents, secret])


def _of_members(document: pikepdf.Pdf, sheet: Any, layer: Any) -> None:
    _content(document, sheet, document.make_indirect(Dictionary(Type=Name.OCMD, OCGs=layer, P=Name.AllOn)))


def _form(document: pikepdf.Pdf, sheet: Any, layer: Any) -> None:
    sheet.Resources.XObject = Dictionary(Fm=look(document))
    sheet.Resources.XObject.Fm.OC = layer
    sheet.Contents = Array([sheet.Contents, document.make_stream(b"q 1 0 0 1 50 50 cm /Fm Do Q")])


def _mark(document: pikepdf.Pdf, sheet: Any, layer: Any) -> None:
    mark = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array(BOX), F=4, OC=layer)
    mark.AP = Dictionary(N=look(document))
    sheet.Annots = Array([document.make_indirect(mark)])


def _mark_of_members(document: pikepdf.Pdf, sheet: Any, layer: Any) -> None:
    _mark(document, sheet, Dictionary(Type=Name.OCMD, VE=Array([Name.And, layer, layer])))


HANGERS: dict[str, Callable[[pikepdf.Pdf, Any, Any], None]] = {
    "content": _content,
    "content by membership": _of_members,
    "form": _form,
    "annotation": _mark,
    "annotation by membership": _mark_of_members,
}
