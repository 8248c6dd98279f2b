"""Pictures inside a PDF: one whose data end too early is drawn in part, and nobody would notice."""

from io import BytesIO

import pikepdf
from pikepdf import Array, Name, Stream
from PIL import Image

from core.scan_cleaning.refusals import Refusal, Refused

JPEG = {"/DCTDecode", "/DCT"}
FAX = {"/CCITTFaxDecode", "/CCF"}
JUDGED_BY_DRAWING = {"/JBIG2Decode", "/JPXDecode"}
END_OF_FAX = "000000000001" * 2  # bits, in the last bytes
LAST_BYTES = 12
DRAFT = (64, 64)  # pixels; all data are read, little is computed
COMPONENTS = {"/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3, "/Lab": 3}
COMPONENTS |= {"/DeviceCMYK": 4, "/CMYK": 4, "/Indexed": 1, "/I": 1, "/Separation": 1}
MOST_MISSING = 0.01  # of a picture; some writers leave out the last line's padding


def refuse_cut_picture(stream: Stream, codec: str, data: bytes) -> None:
    """Raises Refused if ``stream`` is a picture and its data end before it does.

    ``codec``: its last filter; ``data``: what that is given, or the points if it is none of pictures.
    """
    if stream.get("/Subtype") != Name.Image:
        return
    if codec in JPEG:
        _refuse_cut_jpeg(data)
    elif codec in FAX:
        _refuse_cut_fax(stream, data)
    elif codec not in JUDGED_BY_DRAWING and len(data) < _expected_size(stream) * (1 - MOST_MISSING):
        raise Refused(Refusal.PART_LOST)


def _refuse_cut_jpeg(data: bytes) -> None:
    try:
        with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
            picture.draft(None, DRAFT)
            picture.load()
    except (OSError, SyntaxError) as error:
        raise Refused(Refusal.PART_LOST) from error


def _refuse_cut_fax(stream: Stream, data: bytes) -> None:
    """It says where it ends, or else its last line is there: libtiff leaves black what it has no data for."""
    last_bits = f"{int.from_bytes(data[-LAST_BYTES:], 'big'):0{LAST_BYTES * 8}b}"
    if END_OF_FAX in last_bits or stream.get("/Filter") not in (Name.CCITTFaxDecode, Name.CCF):
        return
    try:
        picture = pikepdf.PdfImage(stream).as_pil_image().convert("L")
    except (pikepdf.PdfError, ValueError, OSError, NotImplementedError) as error:
        raise Refused(Refusal.PART_LOST) from error
    last_line = picture.crop((0, picture.height - 1, picture.width, picture.height))
    if last_line.getextrema()[0] == last_line.getextrema()[1] != picture.getextrema()[1]:
        raise Refused(Refusal.PART_LOST)


def _expected_size(stream: Stream) -> int:
    """Bytes that the picture has unpacked; 0 if nobody can say."""
    bits = 1 if stream.get("/ImageMask", False) else stream.get("/BitsPerComponent", 0)
    row = int(stream.get("/Width", 0)) * _components(stream) * int(bits)
    return (row + 7) // 8 * int(stream.get("/Height", 0))


def _components(stream: Stream) -> int:
    if stream.get("/ImageMask", False):
        return 1
    space = stream.get("/ColorSpace")
    family = space[0] if isinstance(space, Array) and len(space) else space
    if family == Name.ICCBased and isinstance(space, Array):
        return int(space[1].get("/N", 0))
    if family == Name.DeviceN and isinstance(space, Array):
        return len(space[1])
    return COMPONENTS.get(str(family), 0)
