"""The process that judges a file signed outside: reads one JSON line and then bytes, answers JSON, cannot grow.

Started by `agreements.signing.outside`. Everything is imported before the limits are set and the first byte is read.
"""

import base64
import json
import sys
from datetime import datetime
from typing import Any

from asn1crypto import x509

from agreements.pdf_reading.claims import short
from agreements.pdf_reading.limits import limit_resources
from agreements.pdf_reading.outside import OutsideSignature, Trust, judge
from agreements.pdf_reading.outside_refusals import OutsideRefusal, OutsideRefused


def answer(header: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The verdict as plain JSON values. ``header``: see `agreements.signing.outside`."""
    issued, upload = body[: header["issued"]], body[header["issued"] :]
    trust = Trust(_certificates(header["issuers"]), _certificates(header["timestamping"]))
    try:
        return _accepted(judge(upload, issued, trust, datetime.fromisoformat(header["received_at"])))
    except OutsideRefused as refused:
        return {"refusal": refused.refusal.value}
    except Exception:  # noqa: BLE001 - hostile bytes make a parser raise anything
        return {"refusal": OutsideRefusal.UNREADABLE.value}


def _certificates(encoded: list[str]) -> list[x509.Certificate]:
    return [x509.Certificate.load(base64.b64decode(each)) for each in encoded]


def _accepted(signature: OutsideSignature) -> dict[str, Any]:
    return {
        "refusal": None,
        "field": short(signature.field),
        "certificate": base64.b64encode(signature.certificate).decode("ascii"),
        "certificate_name": short(signature.certificate_name),
        "certificate_issuer": short(signature.certificate_issuer),
        "signed_at": signature.signed_at.isoformat() if signature.signed_at else None,
        "revocation": signature.revocation,
    }


def main() -> None:
    """Read, judge, answer."""
    limit_resources()
    sys.setrecursionlimit(500)
    try:
        given = json.loads(sys.stdin.buffer.readline())
        found = answer(given, sys.stdin.buffer.read())
    except (MemoryError, RecursionError):
        found = {"refusal": OutsideRefusal.UNREADABLE.value}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
