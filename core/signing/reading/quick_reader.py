"""pyHanko's reader, which reads each object stream once instead of once for every object in it.

An object stream begins with a list that says where its objects are. pyHanko decompresses the stream and walks through
that list for each object, so checking a signature takes a time that grows with the square of what the document holds:
most of the seconds in which both signatures are checked. Here the list is kept. Whatever is not as the standard
(ISO 32000-1, 7.5.7) has it is left to pyHanko, with its own refusals.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import (
    IndirectObject,
    NumberObject,
    PdfObject,
    Reference,
    StreamObject,
    read_object,
)
from pyhanko.pdf_utils.misc import PdfReadError, PdfStreamError
from pyhanko.pdf_utils.reader import PdfFileReader

BLANKS = b" \t\r\n"
NUMBERS = re.compile(rb"[ \t\r\n]*(?:[0-9]{1,10}[ \t\r\n]+)*(?:[0-9]{1,10})?")
# What goes on with a number. /First may say that the list ends inside its last number, which is read to its end.
GOES_ON = b"+-.0123456789"


@dataclass(frozen=True, slots=True)
class ObjectStream:
    """Its decompressed bytes; ``places``: for each object's number its index, and where in the bytes it begins."""

    data: BytesIO
    places: dict[int, tuple[int, int]]


class QuickReader(PdfFileReader):
    """Gives what PdfFileReader gives."""

    def __init__(self, stream: BytesIO, *, strict: bool = True) -> None:
        self._object_streams: dict[int, ObjectStream] = {}
        super().__init__(stream, strict=strict)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> PdfObject:
        if stmnum not in self._object_streams:
            self._object_streams[stmnum] = self._opened(stmnum)
        opened = self._object_streams[stmnum]
        index, start = opened.places.get(idnum, (None, 0))
        found = _read(opened.data, start, Reference(idnum, 0, self)) if index == idx else None
        return super()._get_object_from_stream(idnum, stmnum, idx) if found is None else found

    def _opened(self, number: int) -> ObjectStream:
        try:
            stream: Any = Reference(number, 0, self).get_object()
            data = stream.read_data(DecodePurpose.OBJECT_STREAM)
            first, count = stream["/First"], stream["/N"] if stream["/Type"] == "/ObjStm" else NumberObject(0)
        except (MemoryError, RecursionError):
            raise  # the end of what the process may use: pyHanko would only come to it once more
        except Exception:  # noqa: BLE001 - hostile bytes make a parser raise anything; pyHanko will say what
            return ObjectStream(BytesIO(), {})
        if not isinstance(first, NumberObject) or not isinstance(count, NumberObject):
            return ObjectStream(BytesIO(), {})
        return ObjectStream(BytesIO(data), _places(data, first, count))


def _places(data: bytes, first: int, count: int) -> dict[int, tuple[int, int]]:
    header = data[:first]
    if header[-1:] not in BLANKS and data[first : first + 1] in GOES_ON:
        return {}
    numbers = [int(part) for part in header.split()] if NUMBERS.fullmatch(header) else []
    if len(numbers) != 2 * count:
        return {}
    places: dict[int, tuple[int, int]] = {}
    for index, (idnum, offset) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
        places.setdefault(idnum, (index, first + offset))  # of two alike pyHanko takes the first
    return places


def _read(data: BytesIO, start: int, reference: Reference) -> PdfObject | None:
    """The object that begins there; None if there is none that may be in an object stream."""
    data.seek(start)
    try:
        found = read_object(data, reference)
    except (PdfStreamError, PdfReadError):
        return None
    return None if isinstance(found, StreamObject | IndirectObject) else found
