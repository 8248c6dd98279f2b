"""Pictures and other files that come under the name of a scan."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

from tests.core.bombs import MEGABYTE
from tests.core.bombs import zeros as packed
from tests.core.hostile_scans import bomb, pdf, picture


def png_with(kind: bytes, content: bytes) -> bytes:
    """A small PNG with one chunk more behind its header."""
    data = picture("PNG", (60, 80))
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return data[:33] + chunk + data[33:]


def jpeg_of_billions() -> bytes:
    data = bytearray(picture("JPEG", (60, 80)))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    return bytes(data)


def jpeg_of_comments() -> bytes:
    data = picture("JPEG", (60, 80))
    return data[:2] + (b"\xff\xfe\xff\xff" + bytes(65_533)) * 200 + data[2:]


def many_frames() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("L", (40, 40), shade) for shade in range(200)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed_files:
        packed_files.writestr("../../boese.txt", bytes(50 * MEGABYTE))
    return out.getvalue()


def wrong_checksum() -> bytes:
    data = bytearray(picture("PNG", (60, 80)))
    data[29] ^= 255
    return bytes(data)


REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "one byte": lambda: b"%",
    "a page of HTML": lambda: b"<!doctype html><script>alert(1)</script>",
    "a program": lambda: b"MZ\x90\x00" + bytes(500),
    "a program of Linux": lambda: b"\x7fELF" + bytes(500),
    "an archive that unpacks to much": archive,
    "a drawing with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "a GIF": lambda: b"GIF89a" + bytes(500),
    "a TIFF": lambda: b"II*\x00" + bytes(500),
    "HTML before a PDF": lambda: b"<html>" + pdf(),
    "an archive before a PDF": lambda: archive()[:2000] + pdf(),
    "a picture of 3.6 billion points": bomb,
    "a JPEG of 4.3 billion points": jpeg_of_billions,
    "half a JPEG": lambda: picture("JPEG", (1500, 2000))[:2500],
    "a PNG without pictures": lambda: b"\x89PNG\r\n\x1a\n" + bytes(200),
    "a JPEG without a picture": lambda: b"\xff\xd8\xff" + bytes(200),
    "a colour profile that unpacks to much": lambda: png_with(b"iCCP", b"boese\x00\x00" + packed(300)),
    "a text that unpacks to much": lambda: png_with(b"zTXt", b"Comment\x00\x00" + packed(300)),
}
# Odd, but what is seen on them is a page: they are made again, and what was odd is gone.
TAKEN: dict[str, Callable[[], bytes]] = {
    "a JPEG of comments": jpeg_of_comments,
    "a PNG of many frames": many_frames,
    "an archive behind a PNG": lambda: picture("PNG", (60, 80)) + archive(),
}
