"""The evidence sheet as a PDF: archival and accessible like the agreement, with a field for the operator's seal."""

import json
from datetime import UTC, datetime

import pydyf
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from weasyprint import Attachment
from weasyprint.document import Document

from agreements.evidence.facts import EvidenceFacts
from agreements.pdf_writing.archive_metadata import claim_accessibility, name_attachments_once
from agreements.pdf_writing.joined_structure import join_structure
from agreements.pdf_writing.qr import qr_code
from agreements.pdf_writing.signature_fields import make_signature_fields
from agreements.pdf_writing.tagged_tables import scope_header_cells
from agreements.pdf_writing.typesetting import MissingGlyphs, composed, refuse_missing_glyphs, typesetter
from agreements.signing.people import SEAL_FIELD

VARIANT = "pdf/a-3a"
DATA_FILE = "nachweis.json"
NO_GLYPH = "?"


def render_sheet(facts: EvidenceFacts) -> bytes:
    """The sheet, not yet sealed; the same facts make the same bytes.

    A certificate made elsewhere may name its holder in letters that our fonts do not have: they become "?" on the
    page and are complete in the data attachment.
    """
    html = _in_our_letters(composed(render_to_string("pdf/evidence.html", _context(facts))))
    with typesetter() as setter:
        document = setter.lay_out(html, pdf_forms=True, pdf_variant=VARIANT)
        claim_accessibility(document)
        data: bytes = document.write_pdf(
            pdf_variant=VARIANT, pdf_forms=True, finisher=_finish, attachments=[_data_attachment(facts)]
        )
    return data


def _context(facts: EvidenceFacts) -> dict[str, object]:
    return {
        "facts": facts,
        "created": facts.completed_at.astimezone(UTC).isoformat(timespec="seconds"),
        "qr": qr_code(facts.check_url),
        "seal_field": SEAL_FIELD,
    }


def _in_our_letters(html: str) -> str:
    try:
        refuse_missing_glyphs(strip_tags(html))
    except MissingGlyphs as missing:
        return html.translate(dict.fromkeys(map(ord, missing.characters), NO_GLYPH))
    return html


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    make_signature_fields(document, pdf)
    join_structure(document, pdf)
    scope_header_cells(document, pdf)
    name_attachments_once(pdf)


def _data_attachment(facts: EvidenceFacts) -> Attachment:
    """The same facts for machines, dated by the last signature and not by the clock."""
    moment: datetime = facts.completed_at.astimezone(UTC)
    return Attachment(
        string=json.dumps(facts.as_dict(), ensure_ascii=False, indent=1, sort_keys=True),
        name=DATA_FILE,
        description=f"Angaben des Nachweises zu {facts.reference}, Fassung {facts.version}, maschinenlesbar",
        created=moment,
        modified=moment,
        relationship="Data",
    )
