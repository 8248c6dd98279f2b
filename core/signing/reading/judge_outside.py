"""The program that judges a file signed outside: given one JSON line and then bytes, it answers JSON.

For a limited process (`core.limited_processes`), asked by `core.signing.outside`.
"""

import base64
import json
from datetime import datetime
from typing import Any

from asn1crypto import x509

from core.limited_processes.limits import Limits
from core.signing.reading.claims import short
from core.signing.reading.outside import AddedSignature, Trust, judge
from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused

LIMITS = Limits(cpu=10)


def verdict(header: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The verdict as plain JSON values. ``header``: see `core.signing.outside`."""
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


def _accepted(signature: AddedSignature) -> dict[str, Any]:
    return {
        "refusal": None,
        "field": short(signature.field),
        "certificate": base64.b64encode(signature.certificate).decode("ascii"),
        "certificate_name": short(signature.certificate_name),
        "certificate_issuer": short(signature.certificate_issuer),
        "signed_at": signature.signed_at.isoformat() if signature.signed_at else None,
        "revocation": signature.revocation,
        "stated": signature.stated,
    }


def answer(given: bytes) -> bytes:
    """The verdict as JSON."""
    header, _line, body = given.partition(b"\n")
    try:
        found = verdict(json.loads(header), body)
    except (MemoryError, RecursionError):
        found = {"refusal": OutsideRefusal.UNREADABLE.value}
    return json.dumps(found).encode()
