"""The visible signature: what it says, and the drawn page as pyHanko wants it. Drawing it is the caller's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from core.signing.ink import Ink
from core.signing.people import Signatory


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the visible signature says. `signed_at` is aware; `remark`: on the other side's signature, or empty."""

    signatory: Signatory
    ink: Ink
    check_code: str
    check_url: str
    signed_at: datetime
    remark: str = ""

    @property
    def signer_name(self) -> str:
        return self.signatory.name


@dataclass(frozen=True, slots=True)
class SealStamp:
    """What the operator's visible seal says. `sealed_at` is aware."""

    signer_name: str
    organisation: str
    sealed_at: datetime


# Draws a stamp as a PDF of one page, as large as its box. Raises NameNotSettable, or SigningError if it does not fit.
DrawStamp = Callable[[Stamp | SealStamp], bytes]


def style_of(page: bytes) -> StaticStampStyle:
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
