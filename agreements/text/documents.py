"""Agreement text in, frozen PDF out: PDF/A-3a and PDF/UA-1, ready to be signed, same input same bytes."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from django.template.loader import render_to_string

from agreements.models.agreement_text import AgreementText, Section
from agreements.text.signature_locks import LOCKS
from core.signing.people import Field
from core.typesetting.data_files import DataFile
from core.typesetting.fonts import MissingGlyphs, composed
from core.typesetting.pdf import ForeignFile, accessible_pdf
from core.typesetting.qr import qr_code

__all__ = ["AgreementText", "RenderedDocument", "RenderingFailed", "Section", "render_agreement"]

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
        pdf = accessible_pdf(html, fields=LOCKS, attached=[data_file(text)])
    except MissingGlyphs as error:
        message = f"Diese Zeichen kann das Dokument nicht darstellen: {error.named}. Bitte ersetzen Sie sie im Text."
        raise RenderingFailed(message) from None
    except ForeignFile as error:
        raise RenderingFailed("Das Dokument verweist auf eine fremde Datei und wurde nicht erstellt.") from error
    if pdf.foreign_fonts:
        raise RenderingFailed(f"Das Dokument würde fremde Schriften enthalten: {', '.join(pdf.foreign_fonts)}.")
    return RenderedDocument(pdf.data, hashlib.sha256(pdf.data).hexdigest(), pdf.page_count)


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


def data_file(text: AgreementText) -> DataFile:
    """The version's data for machines, dated by the version and not by the clock."""
    return DataFile(
        name=DATA_FILE,
        text=json.dumps(text.as_dict(), ensure_ascii=False, indent=1, sort_keys=True),
        description=f"Angaben der Vereinbarung {text.reference}, Fassung {text.version}, maschinenlesbar",
        dated=text.issued_at.astimezone(UTC),
    )
