"""What was added to the issued file consists of the objects that its tables name, and of nothing that looks like one.

Signing rule 19. A reader that finds a table or an object damaged looks for "12 0 obj" itself and takes the last one it
finds, in the middle of a picture, too, and whatever lies in streams of objects. It must find what all others read.
"""

import re
from collections import defaultdict

from pyhanko.pdf_utils.generic import Reference, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused

BLANKS = b"\0\t\n\f\r "
HEADER = re.compile(rb"(?<![0-9])([0-9]{1,10})[\0\t\n\f\r ]+([0-9]{1,5})[\0\t\n\f\r ]+obj(?![A-Za-z])")
TRAILER = re.compile(rb"trailer[\0\t\n\f\r ]*<<")


def refuse_loose_objects(reader: PdfFileReader, upload: bytes, begin: int) -> None:
    """Raise OutsideRefused if ``upload`` holds from byte ``begin`` on, where ours ends, other objects than named."""
    named: set[tuple[int, int, int]] = set()
    in_streams: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    tables = 0
    for number in range(reader.xrefs.total_revisions):
        section, about = reader.xrefs.get_xref_data(number), reader.xrefs.get_xref_container_info(number)
        places = [(idnum, generation, at) for idnum, (generation, at) in section.standard_xrefs.items()]
        if about.stream_ref is not None:
            places.append((about.stream_ref.idnum, about.stream_ref.generation, about.start_location))
        named |= {(idnum, generation, _first(upload, at)) for idnum, generation, at in places if at >= begin}
        for idnum, place in section.xrefs_in_objstm.items():
            in_streams[place.obj_stream_id].add((place.ix_in_stream, idnum))
        tables += about.stream_ref is None and about.start_location >= begin
    found = {(int(hit[1]), int(hit[2]), hit.start()) for hit in HEADER.finditer(upload, begin)}
    if found != named or len(TRAILER.findall(upload, begin)) != tables:
        raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
    for idnum, generation, _at in named:
        if _members(reader, Reference(idnum, generation, reader)) - in_streams[idnum]:
            raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)


def _first(upload: bytes, at: int) -> int:
    """Where the object itself begins: a table may point to the blanks before it."""
    while upload[at : at + 1] and upload[at] in BLANKS:
        at += 1
    return at


def _members(reader: PdfFileReader, reference: Reference) -> set[tuple[int, int]]:
    """Place and number of each object in a stream of objects; of anything else, nothing."""
    stream = reader.get_object(reference)
    if not isinstance(stream, StreamObject) or stream.get("/Type") != "/ObjStm":
        return set()
    numbers = [int(word) for word in stream.data[: int(stream["/First"])].split()]
    return set(enumerate(numbers[::2]))
