"""What a file has lost although every reader finds its way through it: its end, an object, a part of a stream."""

import re
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Name, Stream

from core.scan_cleaning.refusals import Refusal, Refused

# What a page cannot lose and look the same. Names of pictures and fonts are looked up where they are used.
NEEDED = re.compile(rb"/(?:Contents|Resources|SMask|Mask|AP|N|FontFile[23]?)\s*\[?\s*(\d{1,10})\s+(\d{1,5})\s+R")
PLACE = re.compile(rb"[\r\n](\d{10}) \d{5} n")
LENGTH = re.compile(rb"/Length\s*(-?\d{1,20})(?!\s+\d+\s+R)(?!\d)")


def refuse_lost_objects(pdf: pikepdf.Pdf, data: bytes) -> None:
    """Raises Refused if the end is missing, lengths are absurd, or a page refers to an object that is not there."""
    if data.rfind(b"startxref") < data.rfind(b"endobj"):
        raise Refused(Refusal.UNREADABLE)
    # A copier miscounts by some bytes; it does not count below nothing or beyond the file.
    for pattern in (LENGTH, PLACE):
        if any(not 0 <= int(found[1]) <= len(data) for found in pattern.finditer(data)):
            raise Refused(Refusal.UNREADABLE)
    for text in (data, *_object_streams(pdf)):
        for found in NEEDED.finditer(text):
            if pdf.get_object(int(found[1]), int(found[2])) is None:
                raise Refused(Refusal.PART_LOST)


def is_cut(packed: bytes) -> bool:
    """Whether a stream packed with Flate ends before its last block. A missing checksum at its end loses nothing."""
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    rest = packed[2:]
    try:
        while rest and not unpacking.eof:
            unpacking.decompress(rest, 1 << 20)
            rest = unpacking.unconsumed_tail
    except zlib.error:
        return True
    return not unpacking.eof


def _object_streams(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Type") == Name.ObjStm:
            yield thing.read_bytes()
