"""What kind of file it is, and how large unpacked, before anything in it is parsed as XML."""

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

from asskomm.intake.workbook_reading.refusals import Refusal, Refused

MOST_PARTS = 500
MOST_UNPACKED = 64 * 1024 * 1024  # bytes of all parts together; 5,000 lines need about two million
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old .xls files and of encrypted new ones
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\bhidden=\"(?:1|true)\")[^>]*\br=\"(\d{1,7})\"")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
MOST_MERGED = 2000


@dataclass(frozen=True, slots=True)
class Package:
    """What the bytes of a sheet's part tell that the reader does not; keys are the parts' names."""

    formulas: bool
    hidden: dict[str, list[int]] = field(default_factory=dict)
    merged: dict[str, list[str]] = field(default_factory=dict)


def inspect(data: bytes) -> Package:
    """Raises Refused for everything that is no plain .xlsx of a sane size."""
    _refuse_other_formats(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _inspect(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refused(Refusal.UNREADABLE) from error


def _refuse_other_formats(data: bytes) -> None:
    if not data:
        raise Refused(Refusal.EMPTY)
    if data.startswith(OLE):
        raise Refused(Refusal.ENCRYPTED if ENCRYPTED_STREAM in data else Refusal.OLD_EXCEL)
    if not data.startswith(b"PK\x03\x04"):
        raise Refused(Refusal.NOT_EXCEL)


def _inspect(archive: zipfile.ZipFile) -> Package:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS:
        raise Refused(Refusal.BOMB)
    if "mimetype" in names and "content.xml" in names:
        raise Refused(Refusal.OPEN_DOCUMENT)
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused(Refusal.NOT_EXCEL)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(Refusal.MACROS)
    left, formulas = MOST_UNPACKED, False
    hidden: dict[str, list[int]] = {}
    merged: dict[str, list[str]] = {}
    for part in parts:
        content = _unpacked(archive, part, left)
        left -= len(content)
        if part.filename == "[Content_Types].xml" and b"macroEnabled" in content:
            raise Refused(Refusal.MACROS)
        if part.filename.endswith((".xml", ".rels")):
            _refuse_dangerous_xml(content)
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            formulas = formulas or _FORMULA.search(content) is not None
            hidden[part.filename] = [int(row) for row in _HIDDEN.findall(content)]
            merged[part.filename] = [ref.decode() for ref in _MERGED.findall(content)[:MOST_MERGED]]
    return Package(formulas, hidden, merged)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> bytes:
    """The bytes of one part; what its header says of its size is not believed."""
    with archive.open(part) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise Refused(Refusal.BOMB)
    return content


def _refuse_dangerous_xml(content: bytes) -> None:
    """No entities, and only UTF-8: in another encoding they could hide from this look."""
    if b"\x00" in content[:200]:
        raise Refused(Refusal.UNREADABLE)
    if _DOCTYPE.search(content):
        raise Refused(Refusal.BOMB)
