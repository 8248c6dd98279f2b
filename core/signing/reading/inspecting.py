"""The program that parses hostile PDFs and answers JSON. For a limited process (`core.limited_processes`).

Asked by `core.signing.inspection`.
"""

import json
from typing import Any

from cryptography.hazmat.backends.openssl import backend
from pyhanko.pdf_utils import filters
from pyhanko.pdf_utils.metadata import xmp_xml

from core.limited_processes.limits import Limits
from core.signing.reading.claims import claims, short
from core.signing.reading.signatures import Findings, FoundSignature, UnreadablePdf, read_signatures

LIMITS = Limits(cpu=10)
LOADED_LATE = (backend, filters, xmp_xml)  # loaded now, not by every child under its limits
MOST_SIGNATURES = 10


def report(data: bytes) -> dict[str, Any]:
    """Everything the parent wants to know, as plain JSON values."""
    try:
        findings = read_signatures(data)
    except UnreadablePdf:
        return {"problem": "unreadable"}
    if findings.encrypted:
        return {"problem": "encrypted"}
    return {"problem": None, **claims(data), **_seen(findings)}


def _seen(findings: Findings) -> dict[str, Any]:
    return {
        "field_names": [short(name) for name in findings.field_names[:MOST_SIGNATURES]],
        "signatures": [_signature(signature) for signature in findings.signatures[:MOST_SIGNATURES]],
        "page_count": findings.page_count,
    }


def _signature(signature: FoundSignature) -> dict[str, Any]:
    return {
        "field": short(signature.field),
        "certificate_sha256": signature.certificate_sha256,
        "signer_name": short(signature.signer_name),
        "valid": signature.sound,
        "intact": signature.intact,
        "covers_whole_file": signature.covers_whole_file,
        "modifications_ok": signature.modifications_ok,
        "signed_at": signature.signed_at.isoformat() if signature.signed_at else None,
    }


def answer(given: bytes) -> bytes:
    """The report on a PDF as JSON."""
    try:
        found = report(given)
    except (MemoryError, RecursionError):
        found = {"problem": "unreadable"}
    return json.dumps(found).encode()
