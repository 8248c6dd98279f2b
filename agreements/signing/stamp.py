"""The visible signature: name or strokes, who, when, and where to check it."""

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from agreements.pdf_writing.qr import qr_code
from agreements.pdf_writing.typesetting import MissingGlyphs, composed, refuse_missing_glyphs, typesetter
from agreements.signing.errors import NameNotSettable, SigningError
from agreements.signing.ink import PAD_HEIGHT, PAD_WIDTH, Ink
from agreements.signing.people import Signatory

LEGAL_TIME = ZoneInfo("Europe/Berlin")
SIZES = ("", "close", "closer", "closest")  # of the stylesheet: from roomy to what every name fits in
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the visible signature says. `signed_at` is aware, shown in German legal time."""

    signatory: Signatory
    ink: Ink
    check_code: str
    check_url: str
    signed_at: datetime

    def as_pdf(self) -> bytes:
        """One page, as large as a signature field. Raises NameNotSettable, or SigningError for a name without end."""
        return _typeset("pdf/stamp.html", self._context(), SIZES)

    def as_style(self) -> StaticStampStyle:
        """The stamp as pyHanko wants it."""
        return _style(self.as_pdf())

    @property
    def signer_name(self) -> str:
        return self.signatory.name

    def _context(self) -> dict[str, object]:
        typed = self.ink.typed_name.strip()
        if len(typed) > LONGEST_NAME:
            raise SigningError(f"Der eingetippte Name ist zu lang (höchstens {LONGEST_NAME} Zeichen).")
        return {
            "signatory": self.signatory,
            "typed": typed or self.signatory.name,
            "typed_in_full": _same_name(typed or self.signatory.name, self.signatory.name),
            "paths": [_path(stroke) for stroke in self.ink.strokes if stroke],
            "pad": f"0 0 {PAD_WIDTH} {PAD_HEIGHT}",
            "check_code": self.check_code,
            "check_address": self.check_url.partition("?")[0].partition("://")[2],
            "signed_at": f"{self.signed_at.astimezone(LEGAL_TIME):%d.%m.%Y, %H:%M}",
            "qr": qr_code(self.check_url),
        }


@dataclass(frozen=True, slots=True)
class SealStamp:
    """What the operator's visible seal says. `sealed_at` is aware, shown in German legal time."""

    signer_name: str
    organisation: str
    sealed_at: datetime

    def as_pdf(self) -> bytes:
        """One page, as large as the box for the seal. Raises what `Stamp.as_pdf` does."""
        moment = f"{self.sealed_at.astimezone(LEGAL_TIME):%d.%m.%Y, %H:%M}"
        return _typeset("pdf/seal.html", {"seal": self, "sealed_at": moment}, SIZES)

    def as_style(self) -> StaticStampStyle:
        """The seal as pyHanko wants it."""
        return _style(self.as_pdf())


def _typeset(template: str, context: dict[str, object], sizes: tuple[str, ...]) -> bytes:
    """The one page, in the first of the sizes in which everything fits on it."""
    for size in sizes:
        html = composed(render_to_string(template, {**context, "size": size}))
        try:
            refuse_missing_glyphs(re.sub(r"<[^>]*>", "", html))
        except MissingGlyphs as error:
            raise NameNotSettable(error.named) from None
        with typesetter() as setter:
            document = setter.lay_out(html)
            if len(document.pages) == 1:
                page: bytes = document.write_pdf()
                return page
    raise SigningError("Name und Amt sind zu lang für die sichtbare Unterschrift.")


def _same_name(typed: str, name: str) -> bool:
    return " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()


def _style(page: bytes) -> StaticStampStyle:
    """Filling the field exactly, without frame or scaling."""
    return StaticStampStyle(
        background=_Page(page),
        border_width=0,
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MIN,
            y_align=AxisAlignment.ALIGN_MIN,
            margins=Margins.uniform(0),
            inner_content_scaling=InnerScaling.STRETCH_TO_FIT,
        ),
    )


def _path(stroke: tuple[tuple[float, float], ...]) -> str:
    """An SVG path; a single point becomes a dot."""
    points = stroke if len(stroke) > 1 else stroke * 2
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


class _Page(PdfContent):
    """The one page of a PDF, taken over as it is."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        imported = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._page)))
        self.resources.xobject["/Stamp"] = imported
        left, bottom, right, top = imported.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"
