"""The check report as a PDF, archival and accessible like the evidence sheet, sealed with the portal's key.

It says what the page said, and of which file: by the SHA-256 that was computed or compared here. The file itself is
not kept, so a report can be made of one that nobody here knows.
"""

import json
from dataclasses import asdict
from datetime import UTC

from django.conf import settings
from django.template.loader import render_to_string

from agreements.evidence.portal_keys import signing_service
from agreements.text.addresses import check_url
from agreements.text.signature_locks import LOCKS
from agreements.verification.outcome import POLICY, Outcome
from core.signing.people import SEAL_FIELD
from core.typesetting.data_files import DataFile
from core.typesetting.fonts import composed, in_our_letters
from core.typesetting.pdf import accessible_pdf

DATA_FILE = "pruefbericht.json"
FORMAT = "asskomm-pruefbericht-1"


def sealed_report(outcome: Outcome) -> bytes:
    """Render and seal it. Raises SigningError, when no timestamp can be had for instance."""
    about = outcome.reference or (f"Datei {outcome.sha256[:16]}" if outcome.sha256 else "Prüfcode")
    return signing_service().seal(render_report(outcome), purpose=f"Prüfbericht zu {about}").data


def render_report(outcome: Outcome) -> bytes:
    """The report, not yet sealed; the same outcome makes the same bytes."""
    html = in_our_letters(composed(render_to_string("pdf/check_report.html", _context(outcome))))
    return accessible_pdf(html, fields=LOCKS, attached=[_data_file(outcome)]).data


def _context(outcome: Outcome) -> dict[str, object]:
    return {
        "outcome": outcome,
        "created": outcome.at.astimezone(UTC).isoformat(timespec="seconds"),
        "operator": settings.PORTAL_OPERATOR,
        "check_address": check_url("").partition("?")[0],
        "policy": POLICY,
        "seal_field": SEAL_FIELD,
        "demo": settings.DEMO,
    }


def _data_file(outcome: Outcome) -> DataFile:
    """The same for machines; without a name in the form of our agreements' data, so that it is not taken for one."""
    return DataFile(
        name=DATA_FILE,
        text=json.dumps({"format": FORMAT, **asdict(outcome)}, ensure_ascii=False, indent=1, sort_keys=True),
        description="Angaben des Prüfberichts, maschinenlesbar",
        dated=outcome.at.astimezone(UTC),
    )
