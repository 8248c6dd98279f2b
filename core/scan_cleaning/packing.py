"""A picture as the stream of a PDF: without loss where it is a clean page, as JPEG where it is noise or a photo."""

import struct
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from PIL import Image, TiffImagePlugin

QUALITIES = (78, 55, 35)  # of a JPEG; the next is tried where a page takes more than its share of the file
SHADES = 16  # of a clean page: letters with soft edges look the same with 16 greys as with 256
CLEAN = 0.9  # share of points that are nearly black or nearly white
MARGIN = 16  # what nearly is
STRIP_OFFSETS, ROWS_PER_STRIP, STRIP_LENGTHS = 273, 278, 279  # tags of a TIFF
PNG_HEAD = 8


@dataclass(frozen=True, slots=True)
class Packed:
    """A stream's bytes and what the dictionary of a picture says of them."""

    data: bytes
    filter: str
    colours: str
    bits: int = 8
    parameters: dict[str, int | bool] = field(default_factory=dict)

    def stream(self, pdf: pikepdf.Pdf, size: tuple[int, int]) -> pikepdf.Stream:
        """The picture as an object of ``pdf``."""
        made = pdf.make_stream(
            self.data,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=size[0],
            Height=size[1],
            ColorSpace=pikepdf.Name(f"/Device{self.colours}"),
            BitsPerComponent=self.bits,
            Filter=pikepdf.Name(self.filter),
        )
        if self.parameters:
            made.DecodeParms = pikepdf.Dictionary({f"/{name}": value for name, value in self.parameters.items()})
        return made


def packed(picture: Image.Image, share: int) -> Packed:
    """``picture`` (mode 1, L or RGB) in about ``share`` bytes if that can be done without spoiling it."""
    if picture.mode == "1":
        return _fax(picture)
    jpeg = _jpeg(picture, QUALITIES[0])
    if _is_clean(picture):
        lossless = _shades(picture) if picture.mode == "L" else _png(picture, 3, 8)
        if len(lossless.data) <= min(len(jpeg.data), share):
            return lossless
    for quality in QUALITIES[1:]:
        if len(jpeg.data) <= share:
            break
        jpeg = _jpeg(picture, quality)
    return jpeg


def _is_clean(picture: Image.Image) -> bool:
    shades = picture.convert("L").histogram()
    return sum(shades[:MARGIN]) + sum(shades[-MARGIN:]) >= CLEAN * sum(shades)


def _jpeg(picture: Image.Image, quality: int) -> Packed:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling=0, optimize=True)
    return Packed(out.getvalue(), "/DCTDecode", "RGB" if picture.mode == "RGB" else "Gray")


def _fax(picture: Image.Image) -> Packed:
    """CCITT group 4 in one strip."""
    out = BytesIO()
    picture.save(out, "TIFF", compression="group4", tiffinfo={ROWS_PER_STRIP: picture.height})
    out.seek(0)
    with TiffImagePlugin.TiffImageFile(out) as tiff:
        (offset,), (length,) = tiff.tag_v2[STRIP_OFFSETS], tiff.tag_v2[STRIP_LENGTHS]
        data = out.getvalue()[offset : offset + length]
    parameters = {"K": -1, "Columns": picture.width, "Rows": picture.height, "BlackIs1": True}
    return Packed(data, "/CCITTFaxDecode", "Gray", 1, parameters)


def _shades(grey: Image.Image) -> Packed:
    step = 255 / (SHADES - 1)
    numbers = grey.point([round(value / step) for value in range(256)])
    few = Image.frombytes("P", grey.size, numbers.tobytes())
    few.putpalette([round(number * step) for number in range(SHADES) for _ in "RGB"])
    return _png(few, 1, 4)


def _png(picture: Image.Image, colours: int, bits: int) -> Packed:
    """The data of a PNG are those of a PDF's picture packed with Flate and PNG's predictors."""
    out = BytesIO()
    if picture.mode == "P":
        picture.save(out, "PNG", bits=bits)
    else:
        picture.save(out, "PNG")
    png, data, place = out.getvalue(), b"", PNG_HEAD
    while place < len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        if kind == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += 12 + length
    parameters = {"Predictor": 15, "Colors": colours, "BitsPerComponent": bits, "Columns": picture.width}
    return Packed(data, "/FlateDecode", "RGB" if colours == 3 else "Gray", bits, parameters)
