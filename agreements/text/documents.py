"""Agreement text in, frozen PDF out: PDF/A-3a and PDF/UA-1, ready to be signed, same input same bytes."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags
from weasyprint import Attachment

from agreements.models.agreement_text import AgreementText, Section
from agreements.text.signature_locks import LOCKS
from core.signing.people import Field
from core.typesetting.accessible import VARIANT, write_accessible
from core.typesetting.qr import qr_code
from core.typesetting.typesetter import (
    ForbiddenAddress,
    MissingGlyphs,
    composed,
    foreign_fonts,
    refuse_missing_glyphs,
    typesetter,
)

__all__ = ["AgreementText", "RenderedDocument", "RenderingFailed", "Section", "render_agreement", "warm_up"]

DATA_FILE = "vorvereinbarung.json"
# Frozen before anybody signs, so it says what is right before and after it; so do the tooltips.
SIGNED_IN_THE_FILE = (
    "Die Kommune unterzeichnet mit qualifizierter elektronischer Signatur. Sie liegt in der Datei und ist im "
    "Unterschriftsbereich des PDF-Programms zu sehen, auch wenn dieses Feld leer bleibt."
)


class RenderingFailed(Exception):
    """The PDF could not be made; `str(error)` is a German message that names the cause."""


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """A PDF, its SHA-256 in lower-case hexadecimal and its number of pages."""

    data: bytes
    sha256: str
    page_count: int


def render_agreement(text: AgreementText) -> RenderedDocument:
    """Render the frozen PDF of a version; a draft gets the watermark ENTWURF and no signature fields.

    Raises RenderingFailed with a German message.
    """
    html = agreement_html(text)
    try:
        refuse_missing_glyphs(strip_tags(html))
        with typesetter() as setter:
            document = setter.lay_out(html, pdf_forms=True, pdf_variant=VARIANT)
            data = write_accessible(document, fields=LOCKS, attachments=[data_attachment(text)])
    except MissingGlyphs as error:
        message = f"Diese Zeichen kann das Dokument nicht darstellen: {error.named}. Bitte ersetzen Sie sie im Text."
        raise RenderingFailed(message) from None
    except ForbiddenAddress as error:
        raise RenderingFailed("Das Dokument verweist auf eine fremde Datei und wurde nicht erstellt.") from error
    if foreign := foreign_fonts(document):
        raise RenderingFailed(f"Das Dokument würde fremde Schriften enthalten: {', '.join(foreign)}.")
    return RenderedDocument(data, hashlib.sha256(data).hexdigest(), len(document.pages))


def agreement_html(text: AgreementText) -> str:
    """The HTML the PDF is set from; every value is escaped by the template."""
    return composed(
        render_to_string(
            "pdf/agreement.html",
            {
                "text": text,
                "issued_at": text.issued_at.astimezone(UTC).isoformat(timespec="seconds"),
                "fields": _signature_boxes(text),
                "qr": qr_code(text.check_url) if text.paper and not text.draft else None,
            },
        )
    )


def _signature_boxes(text: AgreementText) -> list[dict[str, str]]:
    return [
        {
            "name": Field.COMMUNE.value,
            "tooltip": f"Unterschriftsfeld: {text.commune_name}",
            "step": "Unterzeichnung für die Kommune",
            "party": text.commune_name,
            "signatory": text.commune_signatory,
            "caption": text.commune_office,
            "note": SIGNED_IN_THE_FILE if text.qualified else "",
        },
        {
            "name": Field.LPR.value,
            "tooltip": f"Unterschriftsfeld: {text.lpr_name}",
            "step": "Gegenzeichnung",
            "party": text.lpr_name,
            "signatory": text.lpr_signatory,
            "caption": text.lpr_name,
            "note": "",
        },
    ]


def data_attachment(text: AgreementText) -> Attachment:
    """The version's data for machines, dated by the version and not by the clock."""
    issued_at = text.issued_at.astimezone(UTC)
    return Attachment(
        string=json.dumps(text.as_dict(), ensure_ascii=False, indent=1, sort_keys=True),
        name=DATA_FILE,
        description=f"Angaben der Vereinbarung {text.reference}, Fassung {text.version}, maschinenlesbar",
        created=issued_at,
        modified=issued_at,
        relationship="Data",
    )


def warm_up() -> None:
    """Load fonts and stylesheet, so that the first reader of a fresh worker does not wait a second."""
    refuse_missing_glyphs("")
    with typesetter() as setter:
        setter.lay_out(f"<html lang=de><p>{timezone.now():%Y}</p>", pdf_variant=VARIANT).write_pdf()
