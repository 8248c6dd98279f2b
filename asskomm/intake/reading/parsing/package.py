"""What kind of file it is, and how large unpacked, before anything in it is parsed as XML."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from asskomm.intake.reading.parsing import strict
from asskomm.intake.reading.parsing.refusals import Refusal, Refused

MOST_PARTS = 500
MOST_UNPACKED = 64 * 1024 * 1024  # bytes of all parts together; 5,000 lines need about two million
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old .xls files and of encrypted new ones
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
OLD_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))  # Excel 97 and before
ENCRYPTED_PART = 0x1  # a flag of ZIP

_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook to be parsed. ``data``: its bytes, in the transitional dialect; ``strict``: it came in the other."""

    data: bytes
    strict: bool = False


def inspect(data: bytes) -> Package:
    """Raises Refused for everything that is no plain .xlsx of a sane size."""
    _refuse_other_formats(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _inspect(archive)
            if strict.is_strict(archive):
                return Package(strict.as_transitional(archive), strict=True)
            return Package(data)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refused(Refusal.UNREADABLE) from error


def _refuse_other_formats(data: bytes) -> None:
    if not data:
        raise Refused(Refusal.EMPTY)
    if data.startswith(OLE):
        if ENCRYPTED_STREAM in data:
            raise Refused(Refusal.ENCRYPTED)
        raise Refused(Refusal.OLD_EXCEL if any(stream in data for stream in OLD_STREAMS) else Refusal.NOT_EXCEL)
    if not data.startswith(b"PK\x03\x04"):
        raise Refused(Refusal.NOT_EXCEL)


def _inspect(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise Refused(Refusal.BOMB)
    _refuse_other_packages({part.filename for part in parts})
    if any(part.flag_bits & ENCRYPTED_PART for part in parts):
        raise Refused(Refusal.ENCRYPTED)
    left = MOST_UNPACKED
    for part in parts:
        content = _unpacked(archive, part, left)
        left -= len(content)
        if part.filename == "[Content_Types].xml" and b"macroEnabled" in content:
            raise Refused(Refusal.MACROS)
        if part.filename.endswith((".xml", ".rels")):
            _refuse_dangerous_xml(content)


def _refuse_other_packages(names: set[str]) -> None:
    if "content.xml" in names and ("mimetype" in names or "META-INF/manifest.xml" in names):
        raise Refused(Refusal.OPEN_DOCUMENT)
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused(Refusal.NOT_EXCEL)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(Refusal.MACROS)
    if "xl/workbook.bin" in names:
        raise Refused(Refusal.BINARY_EXCEL)


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
