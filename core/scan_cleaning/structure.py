"""What is wrong with a PDF before it is drawn: locked, cut off, packed too large, something lost, something not drawn.

pikepdf (qpdf) looks at the structure here, pdfium draws (`drawing`). Harmless damage, which any viewer mends without a
word (a shifted table, a wrong count of objects or bytes), is told from lost objects: qpdf's warnings say which it was.
"""

from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary

from core.scan_cleaning.layers import Layers
from core.scan_cleaning.losses import refuse_lost_objects
from core.scan_cleaning.marks import has_fields, judge_marks
from core.scan_cleaning.refusals import Refusal, Refused
from core.scan_cleaning.unpacking import refuse_bombs
from core.scan_cleaning.used_names import uses_what_is_lost

MOST_PAGES = 200
HARMLESS = (
    "file is damaged",
    "xref not found",
    "can't find startxref",
    "startxref was more than 1024 bytes before end of file",
    "Attempting to reconstruct cross-reference table",
    "extraneous whitespace seen before xref",
    "accepting invalid xref table entry",
    "expected n n obj",  # the table says a wrong place; all objects are looked for then
    "reported number of objects",
    "expected endstream",
    "attempting to recover stream length",
    "recovered stream length:",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """``drawn``: the bytes to draw; ``mended``: the same as qpdf mended it, to compare, or None if nothing was wrong.

    ``units``: how many points a unit of each page has.
    """

    drawn: bytes
    mended: bytes | None
    units: list[float]


def judged(data: bytes) -> Judged:
    """The file, ready to be drawn. Raises Refused, or pikepdf.PdfError for what is no PDF."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _judged(pdf, data)
    except pikepdf.PasswordError as error:
        raise Refused(Refusal.ENCRYPTED) from error


def _judged(pdf: pikepdf.Pdf, data: bytes) -> Judged:
    refuse_lost_objects(pdf, data)
    count = len(pdf.pages)
    if count == 0:
        raise Refused(Refusal.UNREADABLE)
    if count > MOST_PAGES:
        raise Refused(Refusal.TOO_MANY_PAGES)
    _refuse_other_things(pdf)
    mended = _saved(pdf)
    warnings = [str(warning) for warning in pdf.get_warnings()]
    if not all(any(harmless in warning for harmless in HARMLESS) for warning in warnings):
        raise Refused(Refusal.UNREADABLE)
    _refuse_bombs(mended)
    changed = _judge_pages(pdf, Layers(pdf))
    units = [float(page.obj.get("/UserUnit", 1)) for page in pdf.pages]
    return Judged(_saved(pdf) if changed else data, mended if warnings and not changed else None, units)


def _refuse_other_things(pdf: pikepdf.Pdf) -> None:
    """What shows a page that says "please open me in something else"."""
    if "/Collection" in pdf.Root:
        raise Refused(Refusal.PORTFOLIO)
    if pdf.Root.get("/NeedsRendering", False):
        raise Refused(Refusal.LIVE_FORM)


def _judge_pages(pdf: pikepdf.Pdf, layers: Layers) -> bool:
    """Whether something had to be changed so that pdfium draws what others show."""
    changed, fields = layers.there, False
    for number, page in enumerate(pdf.pages, start=1):
        changed |= judge_marks(page, number, layers)
        fields |= has_fields(page)
        if uses_what_is_lost(page):
            raise Refused(Refusal.PART_LOST, number)
    if fields and "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = Dictionary(Fields=Array())  # else pdfium draws no field
        changed = True
    return changed


def _refuse_bombs(whole: bytes) -> None:
    with pikepdf.open(BytesIO(whole)) as copy:
        _strip(copy)
        refuse_bombs(_saved(copy))


def _strip(pdf: pikepdf.Pdf) -> None:
    """Leave what is drawn, so that nothing else is unpacked."""
    for name in list(pdf.Root.keys()):
        if name not in {"/Type", "/Pages"}:
            del pdf.Root[name]
    for name in list(pdf.trailer.keys()):
        if name not in {"/Root", "/Size", "/ID"}:
            del pdf.trailer[name]
    for page in pdf.pages:
        for name in list(page.obj.keys()):
            if name not in {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Group", "/Annots"}:
                del page.obj[name]
        _strip_marks(page)


def _strip_marks(page: pikepdf.Page) -> None:
    for annotation in page.obj.get("/Annots", Array()).as_list():
        for name in list(annotation.keys()):
            if name not in {"/Type", "/Subtype", "/AP"}:
                del annotation[name]


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    # Only what is reached is written, packed as it came.
    pdf.save(
        out,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,
        encryption=False,
        static_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue()
