"""The program that says whether a signed file shows what was issued: given a JSON line and then bytes, answers JSON.

For a limited process (`core.limited_processes`), asked by `core.signing.seen`. Its judgement is that of
`changes` and `looks`, as for a file that is handed in.
"""

import json
from io import BytesIO
from typing import Any

from core.limited_processes.limits import Limits
from core.signing.reading.looks import refuse_other_looks
from core.signing.reading.modifications import refuse_changes
from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused
from core.signing.reading.placement import places_in
from core.signing.reading.quick_reader import QuickReader

LIMITS = Limits(cpu=10)


def verdict(header: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The verdict as plain JSON values. ``header``: see `core.signing.seen`."""
    issued, pdf = body[: header["issued"]], body[header["issued"] :]
    handed_in = pdf[: header["handed_in"]]
    try:
        if handed_in:
            refuse_changes(QuickReader(BytesIO(handed_in), strict=True), handed_in, issued)
        places = places_in(QuickReader(BytesIO(issued), strict=True))
        refuse_other_looks(pdf, issued, places, countersigned=True)
    except OutsideRefused as refused:
        return {"refusal": refused.refusal.value}
    except Exception:  # noqa: BLE001 - hostile bytes make a parser raise anything
        return {"refusal": OutsideRefusal.UNREADABLE.value}
    return {"refusal": None}


def answer(given: bytes) -> bytes:
    """The verdict as JSON."""
    header, _line, body = given.partition(b"\n")
    try:
        found = verdict(json.loads(header), body)
    except (MemoryError, RecursionError):
        found = {"refusal": OutsideRefusal.UNREADABLE.value}
    return json.dumps(found).encode()
