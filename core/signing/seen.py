"""Does a signed file show what was issued? Asked of the limited process that judges what is handed in (rule 19)."""

import json

from core.limited_processes.asking import ask
from core.signing.inspection import LONGEST_WAIT
from core.signing.reading.outside_refusals import OutsideRefusal
from core.signing.reasons import Reason

PROGRAM = "core.signing.reading.judge_seen"
REASONS = {OutsideRefusal.UNREADABLE: Reason.UNREADABLE, OutsideRefusal.TOO_SLOW: Reason.TOO_SLOW}


def refusal_of(pdf: bytes, *, issued: bytes, handed_in: int = 0) -> OutsideRefusal | None:
    """What ``pdf``, with both signatures, shows beyond ``issued``; None if nothing.

    ``handed_in``: with how many bytes of ``pdf`` the file ends that came from outside with the commune's signature; it
    is judged as it was then. Never parses ``pdf`` in this process.
    """
    header = {"issued": len(issued), "handed_in": handed_in}
    try:
        answer = ask(PROGRAM, json.dumps(header).encode() + b"\n" + issued + pdf, seconds=LONGEST_WAIT)
    except TimeoutError:
        return OutsideRefusal.TOO_SLOW
    if answer.code != 0:
        return OutsideRefusal.TOO_SLOW if answer.out_of_time else OutsideRefusal.UNREADABLE
    try:
        found = json.loads(answer.output)["refusal"]
        return OutsideRefusal(found) if found else None
    except (ValueError, TypeError, LookupError, RecursionError):  # who took the process over may say anything
        return OutsideRefusal.UNREADABLE


def complaint(pdf: bytes, *, issued: bytes, handed_in: int = 0) -> Reason | None:
    """`refusal_of` in the words of the public check."""
    refusal = refusal_of(pdf, issued=issued, handed_in=handed_in)
    return REASONS.get(refusal, Reason.OTHER_LOOK) if refusal else None
