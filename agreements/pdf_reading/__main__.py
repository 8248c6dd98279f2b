"""The process that parses hostile bytes: reads a PDF from standard input, answers JSON, cannot grow.

Started by `agreements.signing.inspection`. Everything is imported before the limits are set and the first byte is
read.
"""

import json
import sys
from typing import Any

from agreements.pdf_reading.claims import claims, short
from agreements.pdf_reading.limits import limit_resources
from agreements.pdf_reading.signatures import Findings, FoundSignature, UnreadablePdf, read_signatures

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


def main() -> None:
    """Read, analyse, answer."""
    limit_resources()
    sys.setrecursionlimit(500)
    try:
        answer = report(sys.stdin.buffer.read())
    except (MemoryError, RecursionError):
        answer = {"problem": "unreadable"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
