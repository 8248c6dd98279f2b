"""What a PDF says it is, in the data attached to it."""

import json
from io import BytesIO
from typing import Any

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from core.signing.reading.quick_reader import QuickReader
from core.signing.reading.statements import STATED, statement

DATA_FILE = "vorvereinbarung.json"
LONGEST_STRING = 200


def claims(data: bytes) -> dict[str, Any]:
    """Code, reference and version from the attached data, if it is there and readable."""
    try:
        values = json.loads(_attached_data(data))
        version = values["version"]
        return {
            "check_code": short(str(values["check_code"])),
            "reference": short(str(values["reference"])),
            "version": version if isinstance(version, int) else None,
        }
    except Exception:  # noqa: BLE001 - hostile bytes; without claims the file is simply unknown
        return {"check_code": "", "reference": "", "version": None}


def _attached_data(data: bytes) -> bytes:
    names = QuickReader(BytesIO(data)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    for index in range(0, len(names), 2):
        if str(names[index]) == DATA_FILE:
            content: bytes = names[index + 1]["/EF"]["/F"].data
            return content
    raise KeyError(DATA_FILE)


def stated_in(signature: EmbeddedPdfSignature) -> dict[str, str]:
    """What the signer wrote into the signature, by the names of ``STATED``: hostile text."""
    values = signature.sig_object
    return {name: statement(str(values[key])) for name, key in STATED.items() if key in values}


def short(text: str) -> str:
    """Hostile text, cut to what an answer may carry."""
    return text[:LONGEST_STRING]
