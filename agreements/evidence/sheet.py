"""The evidence sheet as a PDF: archival and accessible like the agreement, with a field for the operator's seal."""

import json
from datetime import UTC

from django.template.loader import render_to_string

from agreements.evidence.sheet_contents import SheetContents
from agreements.text.signature_locks import LOCKS
from core.signing.people import SEAL_FIELD
from core.typesetting.data_files import DataFile
from core.typesetting.fonts import composed, in_our_letters
from core.typesetting.pdf import accessible_pdf
from core.typesetting.qr import qr_code

DATA_FILE = "nachweis.json"


def render_sheet(sheet: SheetContents) -> bytes:
    """The sheet, not yet sealed; the same contents make the same bytes.

    A certificate made elsewhere may name its holder in letters that our fonts do not have: they become "?" on the
    page and are complete in the data attachment.
    """
    html = in_our_letters(composed(render_to_string("pdf/evidence.html", _context(sheet))))
    return accessible_pdf(html, fields=LOCKS, attached=[_data_file(sheet)]).data


def _context(sheet: SheetContents) -> dict[str, object]:
    return {
        "sheet": sheet,
        "created": sheet.completed_at.astimezone(UTC).isoformat(timespec="seconds"),
        "qr": qr_code(sheet.check_url),
        "seal_field": SEAL_FIELD,
    }


def _data_file(sheet: SheetContents) -> DataFile:
    """The same contents for machines, dated by the last signature and not by the clock."""
    return DataFile(
        name=DATA_FILE,
        text=json.dumps(sheet.as_dict(), ensure_ascii=False, indent=1, sort_keys=True),
        description=f"Angaben des Nachweises zu {sheet.reference}, Fassung {sheet.version}, maschinenlesbar",
        dated=sheet.completed_at.astimezone(UTC),
    )
