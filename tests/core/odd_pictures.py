"""Pictures as scanners, phones and programs write them, each with a light ground and something dark on it."""

import io
import struct
import zlib

from PIL import Image, ImageCms, ImageDraw

SIZE = (420, 594)
BOX = (60, 80, 300, 200)
GROUND, DARK = 230, 20
HEAD = b"\x89PNG\r\n\x1a\n"


def grey() -> Image.Image:
    sheet = Image.new("L", SIZE, GROUND)
    ImageDraw.Draw(sheet).rectangle(BOX, DARK)
    return sheet


def colour() -> Image.Image:
    sheet = Image.new("RGB", SIZE, (230, 225, 210))
    ImageDraw.Draw(sheet).rectangle(BOX, (180, 20, 40))
    return sheet


def saved(picture: Image.Image, kind: str = "PNG", **saving: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **saving)
    return out.getvalue()


def png(size: tuple[int, int], bits: int, kind: int, rows: list[bytes], *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG byte by byte; ``kind``: 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", *size, bits, kind, 0, 0, 0)), *chunks]
    parts += [(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))), (b"IEND", b"")]
    return HEAD + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def rows_of(picture: Image.Image) -> list[bytes]:
    data, length = picture.tobytes(), len(picture.tobytes()) // picture.height
    return [data[start : start + length] for start in range(0, len(data), length)]


def sixteen(row: bytes) -> bytes:
    """Each byte as two: a shade of 16 bits."""
    return bytes(byte for value in row for byte in (value, value))


def grey_of_16_bits(*chunks: tuple[bytes, bytes]) -> bytes:
    return png(SIZE, 16, 0, [sixteen(row) for row in rows_of(grey())], *chunks)


def with_alpha(mode: str) -> Image.Image:
    """Black all over, and only the box is not transparent."""
    layer = Image.new(mode, SIZE, 0)
    ImageDraw.Draw(layer).rectangle(BOX, (DARK, 255) if mode == "LA" else (DARK, DARK, DARK, 255))
    return layer


def on_white(dark: int = DARK) -> Image.Image:
    sheet = Image.new("L", SIZE, 255)
    ImageDraw.Draw(sheet).rectangle(BOX, dark)
    return sheet


def two_tones(left: int, right: int) -> Image.Image:
    sheet = Image.new("L", SIZE, left)
    sheet.paste(right, (212, 0, *SIZE))
    return sheet


def red_on_white() -> Image.Image:
    sheet = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(sheet).rectangle(BOX, (180, 20, 40))
    return sheet


def turned(orientation: int) -> bytes:
    """A JPEG whose camera was held otherwise; shown as EXIF says it is `grey` again."""
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(grey().transpose(back[orientation]), "JPEG", exif=exif, quality=95)


def palette_with_transparency() -> bytes:
    sheet = on_white().point(lambda value: int(value < 100)).convert("P")
    sheet.putpalette([0, 0, 0, DARK, DARK, DARK])
    return saved(sheet, transparency=bytes([0, 255]))


def swapped_profile() -> bytes:
    """A profile whose red is what others call green, made of sRGB's own."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", data, 128)[0]
    entries = {bytes(data[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = data[green + 4 : green + 12], data[red + 4 : red + 12]
    return bytes(data)


def cmyk_as_adobe_writes_it() -> bytes:
    return saved(colour().convert("CMYK"), "JPEG", quality=95)


# What is uploaded, and what must be seen.
PICTURES: dict[str, tuple[bytes, Image.Image]] = {
    "greys of 16 bits": (grey_of_16_bits(), grey()),
    "greys of 16 bits, one of them transparent": (
        grey_of_16_bits((b"tRNS", struct.pack(">H", GROUND * 257))),
        on_white(),
    ),
    "greys of 16 bits with alpha": (png(SIZE, 16, 4, [sixteen(row) for row in rows_of(with_alpha("LA"))]), on_white()),
    "colours of 16 bits": (png(SIZE, 16, 2, [sixteen(row) for row in rows_of(colour())]), colour()),
    "colours of 16 bits with alpha": (
        png(SIZE, 16, 6, [sixteen(row) for row in rows_of(with_alpha("RGBA"))]),
        on_white(),
    ),
    "greys": (saved(grey()), grey()),
    "greys, one of them transparent": (saved(grey(), transparency=GROUND), on_white()),
    "greys of 2 bits": (
        png((420, 594), 2, 0, [bytes([0]) * 53 + bytes([0b10101010]) * 52] * 594),
        two_tones(0, 170),
    ),
    "colours, one of them transparent": (saved(colour(), transparency=(230, 225, 210)), red_on_white()),
    "greys with alpha": (saved(with_alpha("LA")), on_white()),
    "colours with alpha": (saved(with_alpha("RGBA")), on_white()),
    "palette": (saved(colour().quantize(8)), colour()),
    "palette with transparency": (palette_with_transparency(), on_white()),
    "black and white": (saved(on_white(0).convert("1")), on_white(0)),
    "black and white, black transparent": (saved(on_white(0).convert("1"), transparency=0), Image.new("L", SIZE, 255)),
    "interlaced": (saved(colour(), "JPEG", progressive=True, quality=95), colour()),
    "greys as JPEG": (saved(grey(), "JPEG", quality=95), grey()),
    "four inks": (cmyk_as_adobe_writes_it(), colour()),
    "upside down": (turned(3), grey()),
    "to the left": (turned(6), grey()),
    "to the right": (turned(8), grey()),
    "greys of another gamma": (
        png(SIZE, 8, 0, rows_of(grey()), (b"gAMA", struct.pack(">I", 100_000))),
        grey().point([round(255 * (value / 255) ** (1 / 2.2)) for value in range(256)]),
    ),
    "colours of another profile": (
        saved(colour(), icc_profile=swapped_profile()),
        Image.merge("RGB", [colour().split()[band] for band in (1, 0, 2)]),
    ),
    "a broken profile": (saved(colour(), icc_profile=b"kein Profil"), colour()),
    "a profile of greys on colours": (saved(grey(), icc_profile=swapped_profile()), grey()),
}
