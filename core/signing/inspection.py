"""Look into an uploaded file without trusting it (signing rule 10).

The bytes are parsed in a process of their own, with limits on CPU, memory and time and without the portal's secrets;
see core.limited_processes and core.signing.reading.
"""

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.limited_processes.asking import ask
from core.signing.etsi_terms import SubIndication

LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes
LONGEST_WAIT = 20  # seconds by the clock; the child's own limit is on CPU
PROGRAM = "core.signing.reading.inspecting"

# The metadata of our files is written plainly, so that a damaged file can still be named.
CODE_IN_METADATA = re.compile(rb"fcode ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){1,5})\b")


class Problem(StrEnum):
    """Why an uploaded file could not be looked into."""

    NOT_PDF = "not_pdf"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class InspectedSignature:
    """One signature as the file itself shows it; whether the ledger knows it, `judge` says.

    `valid`: signature and timestamp fit the bytes covered; `intact`: the signature does, whatever the timestamp.
    `modifications_ok`: what came after it is only what the signature permits. `signed_at`: aware, from the timestamp.
    `sub_indication`: why it does not pass with the roots that were handed over; revocation was not asked.
    """

    field: str
    certificate_sha256: str
    signer_name: str
    valid: bool
    covers_whole_file: bool
    modifications_ok: bool
    signed_at: datetime | None
    intact: bool = False
    sub_indication: SubIndication | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an upload says about itself. With a `problem`, only the code may be known, from its metadata."""

    problem: Problem | None = None
    check_code: str = ""
    reference: str = ""
    version: int | None = None
    field_names: tuple[str, ...] = ()
    signatures: tuple[InspectedSignature, ...] = ()
    page_count: int = 0


def inspect_upload(data: bytes, roots: Sequence[bytes] = ()) -> Inspection:
    """Say what an uploaded file claims and which of its signatures hold. Never raises for bad input.

    ``roots``: the certificates (DER) to which those of the signatures may lead; without any none is trusted.
    """
    if len(data) > LARGEST_UPLOAD:
        return Inspection(problem=Problem.TOO_LARGE)
    if not data.startswith(b"%PDF-"):
        return Inspection(problem=Problem.NOT_PDF)
    code = code_in_metadata(data)
    try:
        answer = ask(PROGRAM, _header(roots) + data, seconds=LONGEST_WAIT)
    except TimeoutError:
        return Inspection(problem=Problem.TOO_SLOW, check_code=code)
    if answer.code != 0:
        return Inspection(problem=Problem.TOO_SLOW if answer.out_of_time else Problem.UNREADABLE, check_code=code)
    return read_report(answer.output, code)


def _header(roots: Sequence[bytes]) -> bytes:
    return json.dumps({"roots": [base64.b64encode(root).decode("ascii") for root in roots]}).encode() + b"\n"


def code_in_metadata(data: bytes) -> str:
    """The check code in the plainly written metadata, empty if there is none; no parser looks at the bytes."""
    found = CODE_IN_METADATA.search(data)
    return found[1].decode("ascii") if found else ""


def read_report(report: bytes, code: str) -> Inspection:
    """What the limited process answered; ``code`` counts where the answer names none."""
    try:
        return _read(json.loads(report), code)
    except (ValueError, TypeError, LookupError, RecursionError):  # who took the process over may say anything
        return Inspection(problem=Problem.UNREADABLE, check_code=code)


def _read(values: dict[str, Any], code: str) -> Inspection:
    if values["problem"]:
        return Inspection(problem=Problem(values["problem"]), check_code=code)
    return Inspection(
        check_code=values["check_code"] or code,
        reference=values["reference"],
        version=values["version"],
        field_names=tuple(values["field_names"]),
        signatures=tuple(_read_signature(signature) for signature in values["signatures"]),
        page_count=values["page_count"],
    )


def _read_signature(values: dict[str, Any]) -> InspectedSignature:
    moment, why = values.pop("signed_at"), values.pop("sub_indication")
    return InspectedSignature(
        **values,
        signed_at=datetime.fromisoformat(moment) if moment else None,
        sub_indication=SubIndication(why) if why else None,
    )
