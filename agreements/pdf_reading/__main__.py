"""The process that parses hostile bytes: reads a PDF from standard input, answers JSON, cannot grow.

Started by `agreements.signing.inspection`. Everything is imported before the limits are set and the first byte is
read.
"""

import json
import resource
import sys
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from agreements.pdf_reading.signatures import Findings, FoundSignature, UnreadablePdf, read_signatures

MOST_CPU = 10  # seconds
MOST_MEMORY = 1024 * 1024 * 1024  # bytes of address space
MOST_OPEN_FILES = 16
MOST_SIGNATURES = 10
LONGEST_STRING = 200
DATA_FILE = "vorvereinbarung.json"


def limit_resources() -> None:
    """No more CPU and memory than a real agreement could ever need; no files written."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def report(data: bytes) -> dict[str, Any]:
    """Everything the parent wants to know, as plain JSON values."""
    try:
        findings = read_signatures(data)
    except UnreadablePdf:
        return {"problem": "unreadable"}
    if findings.encrypted:
        return {"problem": "encrypted"}
    return {"problem": None, **_claims(data), **_seen(findings)}


def _seen(findings: Findings) -> dict[str, Any]:
    return {
        "field_names": [_short(name) for name in findings.field_names[:MOST_SIGNATURES]],
        "signatures": [_signature(signature) for signature in findings.signatures[:MOST_SIGNATURES]],
        "page_count": findings.page_count,
    }


def _signature(signature: FoundSignature) -> dict[str, Any]:
    return {
        "field": _short(signature.field),
        "certificate_sha256": signature.certificate_sha256,
        "signer_name": _short(signature.signer_name),
        "valid": signature.sound,
        "covers_whole_file": signature.covers_whole_file,
        "modifications_ok": signature.modifications_ok,
        "signed_at": signature.signed_at.isoformat() if signature.signed_at else None,
    }


def _claims(data: bytes) -> dict[str, Any]:
    """Code, reference and version from the attached data, if it is there and readable."""
    try:
        values = json.loads(_attached_data(data))
        version = values["version"]
        return {
            "check_code": _short(str(values["check_code"])),
            "reference": _short(str(values["reference"])),
            "version": version if isinstance(version, int) else None,
        }
    except Exception:  # noqa: BLE001 - hostile bytes; without claims the file is simply unknown
        return {"check_code": "", "reference": "", "version": None}


def _attached_data(data: bytes) -> bytes:
    names = PdfFileReader(BytesIO(data)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    for index in range(0, len(names), 2):
        if str(names[index]) == DATA_FILE:
            content: bytes = names[index + 1]["/EF"]["/F"].data
            return content
    raise KeyError(DATA_FILE)


def _short(text: str) -> str:
    return text[:LONGEST_STRING]


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
