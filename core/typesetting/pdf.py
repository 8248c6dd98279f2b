"""The face of typesetting: HTML in, a PDF out that is archival (PDF/A-3a) and accessible (PDF/UA-1).

WeasyPrint takes a second to load, and most processes never set a page: so it is loaded here, with the first page. The
web worker calls `warm_up` before its first request.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import strip_tags

from core.typesetting.data_files import DataFile
from core.typesetting.fonts import refuse_missing_glyphs
from core.typesetting.signature_fields import Locks


class ForeignFile(Exception):
    """The HTML refers to something that is not a static file of the portal."""


@dataclass(frozen=True, slots=True)
class AccessiblePdf:
    """A PDF and its number of pages. ``foreign_fonts``: families in it that are not the project's; empty is right."""

    data: bytes
    page_count: int
    foreign_fonts: tuple[str, ...]


def accessible_pdf(html: str, *, fields: Locks | None = None, attached: Sequence[DataFile] = ()) -> AccessiblePdf:
    """Set the HTML; the same input makes the same bytes. ``fields``: the fields to sign that its inputs become.

    Raises MissingGlyphs if a character would have to come from another font than the project's, and ForeignFile.
    """
    from core.typesetting.accessible import VARIANT, write_accessible  # noqa: PLC0415 - loads WeasyPrint, see above
    from core.typesetting.typesetter import (  # noqa: PLC0415 - loads WeasyPrint, see above
        ForbiddenAddress,
        foreign_fonts,
        typesetter,
    )

    refuse_missing_glyphs(strip_tags(html))
    try:
        with typesetter() as setter:
            document = setter.lay_out(html, pdf_forms=bool(fields), pdf_variant=VARIANT)
            data = write_accessible(document, fields=fields, attached=attached)
    except ForbiddenAddress as error:
        raise ForeignFile(str(error)) from error
    return AccessiblePdf(data, len(document.pages), tuple(foreign_fonts(document)))


def warm_up() -> None:
    """Load WeasyPrint, fonts and stylesheet, so that the first reader of a fresh worker does not wait a second."""
    from core.typesetting.typesetter import typesetter  # noqa: PLC0415 - loads WeasyPrint, see above

    refuse_missing_glyphs("")
    with typesetter() as setter:
        setter.lay_out("<html lang=de><p>2026</p>", pdf_variant="pdf/a-3a").write_pdf()
