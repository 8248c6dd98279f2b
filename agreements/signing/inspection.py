"""Look into an uploaded file without trusting it (signing rule 10).

The bytes are parsed in a process of their own, with limits on CPU, memory and time and without the portal's
secrets in its environment; see agreements.pdf_reading.
"""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes
LONGEST_WAIT = 20  # seconds by the clock; the child's own limit is on CPU
PROJECT = Path(__file__).resolve().parents[2]
CHILD = "agreements.pdf_reading"

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
    """

    field: str
    certificate_sha256: str
    signer_name: str
    valid: bool
    covers_whole_file: bool
    modifications_ok: bool
    signed_at: datetime | None
    intact: bool = False


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


def inspect_upload(data: bytes) -> Inspection:
    """Say what an uploaded file claims and which of its signatures hold. Never raises for bad input."""
    if len(data) > LARGEST_UPLOAD:
        return Inspection(problem=Problem.TOO_LARGE)
    if not data.startswith(b"%PDF-"):
        return Inspection(problem=Problem.NOT_PDF)
    code = code_in_metadata(data)
    try:
        child = subprocess.run(
            [sys.executable, "-m", CHILD],
            input=data,
            capture_output=True,
            timeout=LONGEST_WAIT,
            check=False,
            cwd=PROJECT,
            env=_bare_environment(),
        )
    except subprocess.TimeoutExpired:
        return Inspection(problem=Problem.TOO_SLOW, check_code=code)
    if child.returncode != 0:
        out_of_time = -child.returncode in {signal.SIGXCPU, signal.SIGKILL}
        return Inspection(problem=Problem.TOO_SLOW if out_of_time else Problem.UNREADABLE, check_code=code)
    return read_report(child.stdout, code)


def code_in_metadata(data: bytes) -> str:
    """The check code in the plainly written metadata, empty if there is none; no parser looks at the bytes."""
    found = CODE_IN_METADATA.search(data)
    return found[1].decode("ascii") if found else ""


def _bare_environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}


def read_report(report: bytes, code: str) -> Inspection:
    """What the limited process answered; ``code`` counts where the answer names none."""
    try:
        values: dict[str, Any] = json.loads(report)
    except ValueError:
        return Inspection(problem=Problem.UNREADABLE, check_code=code)
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
    moment = values.pop("signed_at")
    return InspectedSignature(**values, signed_at=datetime.fromisoformat(moment) if moment else None)
