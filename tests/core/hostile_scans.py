"""Scans as people and attackers send them, made here byte by byte."""

import io
import struct
import zlib
from typing import Any

import pikepdf
from PIL import Image

from tests.core.bombs import zeros


def picture(kind: str = "JPEG", size: tuple[int, int] = (600, 800), mode: str = "RGB") -> bytes:
    """An empty page as a JPEG or PNG."""
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, kind)
    return out.getvalue()


def picture_with_location() -> bytes:
    """A JPEG that says where and with what it was taken."""
    out = io.BytesIO()
    image = Image.new("RGB", (600, 800), "white")
    exif = image.getexif()
    exif[0x010F] = "Geheimkamera"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb() -> bytes:
    """A small PNG whose header promises 3.6 billion pixels; checksum right."""
    data = bytearray(picture("PNG"))
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def pdf(pages: int = 1, **saving: Any) -> bytes:
    """A PDF of empty pages."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        document.save(out, **saving)
    return out.getvalue()


def pdf_that_acts() -> bytes:
    """A PDF with a script, a program to start, an attached file, a link, and a filled field that people see."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('boese')")
        document.Root.OpenAction = script
        document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", script])))
        document.attachments["boese.exe"] = b"MZ boese"
        page.obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="boese.exe"))
        look = document.make_stream(b"0 0 1 rg 0 0 100 20 re f % sichtbar")
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 100, 20]
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[100, 100, 200, 120],
            F=4,
            AP=pikepdf.Dictionary(N=look),
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://boese.example"),
        )
        page.obj.Annots = pikepdf.Array([document.make_indirect(link)])
        document.save(out)
    return out.getvalue()


def pdf_bomb() -> bytes:
    """A PDF whose table of objects unpacks to two gigabytes."""
    stream = zeros(2048)
    head = b"%PDF-1.5\n"
    table = (
        b"1 0 obj\n<< /Type /XRef /Size 400000000 /W [1 2 2] /Root 2 0 R /Filter /FlateDecode /Length "
        + str(len(stream)).encode()
        + b" >>\nstream\n"
    )
    end = b"\nendstream\nendobj\nstartxref\n" + str(len(head)).encode() + b"\n%%EOF\n"
    return head + table + stream + end
