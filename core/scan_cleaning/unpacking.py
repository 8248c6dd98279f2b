"""How large a PDF becomes in the viewer of anyone who opens it: a few kilobytes may unpack to gigabytes."""

from io import BytesIO
from itertools import takewhile

import pikepdf

from core.scan_cleaning.embedded import refuse_cut_picture
from core.scan_cleaning.losses import is_cut
from core.scan_cleaning.refusals import Refusal, Refused

# For all streams of a file together: ten pages of A4 in colour at 300 dpi, packed without loss.
MOST_UNPACKED = 256 * 1024 * 1024  # bytes
MOST_PIXELS = 100_000_000  # of one picture; A3 at 600 dpi has 70 million
# What packs any bytes, with the short names that viewers know, too. All others pack pictures and end the row here.
PACKING = {
    *("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"),
    *("/Fl", "/LZW", "/A85", "/AHx", "/RL"),
}

FLATE = {"/FlateDecode", "/Fl"}
CODECS = {
    *("/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/JPXDecode", "/Crypt"),
    *("/DCT", "/CCF"),
}

NO_MEMORY = "bad_alloc"  # as the library says it


def refuse_bombs(made: bytes) -> None:
    """Unpack every stream once and forget it. Raises Refused when they are too large or cannot be unpacked.

    For the limited process only: a single stream may want all the memory there is before it is known to be too large.
    """
    left = MOST_UNPACKED
    with pikepdf.open(BytesIO(made), attempt_recovery=False) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                _refuse_giant(thing)
                filters = [str(each) for each in _listed(thing.get("/Filter"))]
                unpacked = _unpacked(thing, filters)
                left -= len(unpacked)
                refuse_cut_picture(thing, filters[-1] if filters else "", unpacked)
            if left < 0:
                raise Refused(Refusal.TOO_MUCH_UNPACKED)


def _refuse_giant(stream: pikepdf.Stream) -> None:
    """A picture that says it is larger than any scan; the codecs of pictures are not run here."""
    sides = [stream.get(name, 0) for name in ("/Width", "/Height")]
    if not all(isinstance(side, int) and side >= 0 for side in sides):
        raise Refused(Refusal.UNREADABLE)
    if sides[0] * sides[1] > MOST_PIXELS:
        raise Refused(Refusal.TOO_MANY_PIXELS)


def _unpacked(stream: pikepdf.Stream, filters: list[str]) -> bytes:
    """What is in it; of a picture what is given to its codec."""
    packing = list(takewhile(lambda each: each in PACKING, filters))
    if any(each not in CODECS for each in filters[len(packing) :]):
        raise Refused(Refusal.UNREADABLE)  # nobody can unpack it
    raw = stream.read_raw_bytes()
    if not packing:
        return raw
    if packing[0] in FLATE and is_cut(raw):
        raise Refused(Refusal.UNREADABLE)
    if len(packing) < len(filters):
        # Behind the packing a codec of pictures: only what comes before it is unpacked. This copy is never saved.
        parameters = _listed(stream.get("/DecodeParms"))[: len(packing)]
        stream.write(
            raw,
            filter=pikepdf.Array([pikepdf.Name(each) for each in packing]),
            decode_parms=pikepdf.Array(parameters) if parameters else None,
        )
    try:
        return stream.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    except pikepdf.DataDecodingError as error:
        # A viewer may go on where this one stopped, so nobody knows how large the stream would become.
        out_of_memory = NO_MEMORY in str(error)
        raise Refused(Refusal.TOO_MUCH_UNPACKED if out_of_memory else Refusal.UNREADABLE) from error


def _listed(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    """A filter may stand alone or in an array."""
    if value is None:
        return []
    return list(value.as_list()) if isinstance(value, pikepdf.Array) else [value]
