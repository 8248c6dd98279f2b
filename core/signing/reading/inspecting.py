"""The program that parses hostile PDFs: given one JSON line and then the file, it answers JSON.

For a limited process (`core.limited_processes`).

Asked by `core.signing.inspection`.
"""

import base64
import json
from collections.abc import Sequence
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.backends.openssl import backend
from pyhanko.pdf_utils import filters
from pyhanko.pdf_utils.metadata import xmp_xml
from pyhanko_certvalidator import ValidationContext

from core.limited_processes.limits import Limits
from core.signing.reading.claims import claims, short
from core.signing.reading.signatures import Findings, FoundSignature, UnreadablePdf, read_signatures

LIMITS = Limits(cpu=10)
LOADED_LATE = (backend, filters, xmp_xml)  # loaded now, not by every child under its limits
MOST_SIGNATURES = 10


def report(data: bytes, roots: Sequence[str] = ()) -> dict[str, Any]:
    """Everything the parent wants to know, as plain JSON values. ``roots``: certificates (DER in base64) to trust."""
    trust = ValidationContext(trust_roots=[x509.Certificate.load(base64.b64decode(root)) for root in roots])
    try:
        findings = read_signatures(data, trust)
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
        "sub_indication": signature.sub_indication,
    }


def answer(given: bytes) -> bytes:
    """The report on a PDF as JSON."""
    header, _line, data = given.partition(b"\n")
    try:
        found = report(data, json.loads(header)["roots"])
    except (MemoryError, RecursionError):
        found = {"problem": "unreadable"}
    return json.dumps(found).encode()
