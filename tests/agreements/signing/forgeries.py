"""What someone might do to a signed file."""

from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject


def flip_bit(pdf: bytes, position: int, bit: int = 0) -> bytes:
    changed = bytearray(pdf)
    changed[position] ^= 1 << bit
    return bytes(changed)


def append_bytes(pdf: bytes) -> bytes:
    return pdf + b"\n% one more clause\n"


def add_page(pdf: bytes) -> bytes:
    """A page more, the file written again."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.add_blank_page()
        output = BytesIO()
        opened.save(output)
    return output.getvalue()


def add_page_to_update(pdf: bytes) -> bytes:
    """A page more, as an incremental update that leaves the signed bytes as they are."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    contents = writer.add_object(StreamObject(stream_data=b"q Q"))
    box = ArrayObject([NumberObject(value) for value in (0, 0, 595, 842)])
    page = PageObject(
        contents=contents, media_box=box, resources=DictionaryObject({pdf_name("/Font"): DictionaryObject()})
    )
    writer.insert_page(page)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def encrypt(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as opened:
        output = BytesIO()
        opened.save(output, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return output.getvalue()
