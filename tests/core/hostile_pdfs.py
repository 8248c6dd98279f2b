"""PDFs that no honest program writes, each a few kilobytes, made here byte by byte."""

from collections.abc import Callable

from tests.core.bombs import MEGABYTE
from tests.core.bombs import zeros as bomb

HEAD = b"%PDF-1.7\n"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>"
DEEP = 100_000
JPEG_OF_BILLIONS = b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + bytes(9)


def pdf(*objects: bytes, trailer: bytes = b"", root: bytes = b"1 0 R") -> bytes:
    """A file with ``objects`` as 1 0 obj, 2 0 obj, … and a right table of them."""
    body, places = bytearray(HEAD), []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root %b %b >>\n" % (len(objects) + 1, root, trailer)
    return bytes(body) + table + end + b"startxref\n%d\n%%%%EOF\n" % len(body)


def plain(*more: bytes, catalogue: bytes = b"", page: bytes = b"", trailer: bytes = b"") -> bytes:
    """One page; ``more`` are objects from 4 on."""
    return pdf(CATALOGUE[:-2] + catalogue + b">>", PAGES, PAGE[:-2] + page + b">>", *more, trailer=trailer)


def stream(data: bytes, keys: bytes = b"", length: bytes | None = None) -> bytes:
    size = b"%d" % len(data) if length is None else length
    return b"<< /Length " + size + b" " + keys + b" >>\nstream\n" + data + b"\nendstream"


def with_contents(data: bytes, keys: bytes = b"", length: bytes | None = None) -> bytes:
    return plain(stream(data, keys, length), page=b"/Contents 4 0 R")


def with_picture(data: bytes, codec: bytes, more: bytes = b"") -> bytes:
    keys = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    picture = stream(data, keys + b" /Filter /" + codec + b" " + more)
    contents = stream(b"q 500 0 0 500 0 0 cm /Im Do Q")
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    return pdf(CATALOGUE, PAGES, page + b"/Resources << /XObject << /Im 5 0 R >> >> >>", contents, picture)


def with_attachment(data: bytes, keys: bytes = b"") -> bytes:
    names = b"/Names << /EmbeddedFiles << /Names [(vorvereinbarung.json) << /EF << /F 4 0 R >> >>] >> >>"
    return plain(stream(data, keys), catalogue=names)


def with_fields(fields: bytes, *more: bytes) -> bytes:
    return plain(*more, catalogue=b"/AcroForm << /SigFlags 3 /Fields " + fields + b" >>")


def with_signature(value: bytes) -> bytes:
    return with_fields(b"[4 0 R]", b"<< /FT /Sig /T (sig_commune) /V 5 0 R >>", value)


def without_table(end: bytes) -> bytes:
    return plain()[: plain().index(b"xref\n0")] + end


def table_at(end: bytes) -> bytes:
    """The right objects, and ``end`` in the place of table and trailer, found by startxref."""
    body = without_table(b"")
    return body + end + b"\nstartxref\n%d\n%%%%EOF\n" % len(body)


TRAILER = b"trailer\n<< /Size 4 /Root 1 0 R >>"


def previous(place: Callable[[int], int]) -> bytes:
    """A table whose /Prev leads to ``place`` of its own place."""
    body = without_table(b"")
    at = len(body)
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\n" % place(at)
    return body + table + b"startxref\n%d\n%%%%EOF\n" % at


def two_tables_in_a_circle() -> bytes:
    body = without_table(b"")
    first = len(body)
    form = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R /Prev %010d >>\n"
    second = first + len(form % 0)
    return body + form % second + form % first + b"startxref\n%d\n%%%%EOF\n" % second


def object_stream(inside: bytes, keys: bytes) -> bytes:
    """A cross-reference stream that says: the catalogue lies in object stream 4."""
    body = without_table(b"")
    place = len(body)
    body += b"4 0 obj\n" + stream(inside, b"/Type /ObjStm " + keys) + b"\nendobj\n"
    table = len(body)
    rows = b"\x00\x00\x00\x00" + b"\x02\x00\x04\x00" + b"\x02\x00\x04\x01" + b"\x02\x00\x04\x02"
    rows += b"\x01" + place.to_bytes(2, "big") + b"\x00" + b"\x01" + table.to_bytes(2, "big") + b"\x00"
    content = stream(rows, b"/Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R")
    return body + b"5 0 obj\n" + content + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % table


def chain_of_pages(length: int) -> bytes:
    """Each node has one kid, the next one."""
    nodes = [b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 1) for number in range(2, length)]
    return pdf(CATALOGUE, *nodes, PAGE)


# Nobody can say what pages these have: both doors refuse them.
BROKEN: dict[str, Callable[[], bytes]] = {
    "header only": lambda: HEAD,
    "header and end": lambda: HEAD + b"%%EOF\n",
    "garbage": lambda: HEAD + b"garbage " * 1000,
    "nulls": lambda: HEAD + bytes(MEGABYTE),
    "no table": lambda: without_table(b"%%EOF\n"),
    "table far away": lambda: without_table(b"startxref\n99999999999999999999\n%%EOF\n"),
    "table before the file": lambda: without_table(b"startxref\n-5\n%%EOF\n"),
    "table is a word": lambda: without_table(b"startxref\nhier\n%%EOF\n"),
    "table of billions": lambda: table_at(b"xref\n0 99999999999\n0000000000 65535 f \n" + TRAILER),
    "table of minus one": lambda: table_at(b"xref\n0 -1\n" + TRAILER),
    "objects beyond the end": lambda: table_at(b"xref\n1 3\n" + b"9999999999 00000 n \n" * 3 + TRAILER),
    "all objects in one place": lambda: table_at(b"xref\n1 3\n" + b"0000000009 00000 n \n" * 3 + TRAILER),
    "table leads to itself": lambda: previous(lambda at: at),
    "table leads before the file": lambda: previous(lambda at: -at),
    "two tables in a circle": two_tables_in_a_circle,
    "table stream of giants": lambda: table_at(
        b"9 0 obj\n" + stream(b"x", b"/Type /XRef /Size 4 /W [1 999999999 1] /Root 1 0 R") + b"\nendobj"
    ),
    "table stream of minus": lambda: table_at(
        b"9 0 obj\n"
        + stream(b"x" * 40, b"/Type /XRef /Size -4 /W [-1 2 1] /Index [-9 99999999] /Root 1 0 R")
        + b"\nendobj"
    ),
    "table unpacks to gigabytes": lambda: (
        HEAD
        + b"1 0 obj\n"
        + stream(bomb(1200), b"/Type /XRef /Size 400000000 /W [1 2 2] /Root 2 0 R /Filter /FlateDecode")
        + b"\nendobj\nstartxref\n9\n%%EOF\n"
    ),
    "object stream in itself": lambda: object_stream(b"4 0 4 0 4 0 ", b"/N 3 /First 12"),
    "object stream extends itself": lambda: object_stream(b"1 0 2 0 3 0 <<>>", b"/N 3 /First 12 /Extends 4 0 R"),
    "object stream of millions": lambda: object_stream(b"1 0", b"/N 99999999 /First 999999999"),
    "no catalogue": lambda: pdf(PAGES, root=b"9 0 R"),
    "catalogue is a number": lambda: pdf(b"7"),
    "catalogue is itself": lambda: pdf(b"1 0 R"),
    "encrypted by nobody": lambda: plain(trailer=b"/Encrypt << /Filter /Boese /V 99 >>"),
    "encryption in a circle": lambda: plain(b"4 0 R", trailer=b"/Encrypt 4 0 R"),
}
# A reader finds its way through these, but a page may have lost what stood on it: no scan.
DAMAGED: dict[str, Callable[[], bytes]] = {
    "pages in a circle": lambda: pdf(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
    "pages in a long chain": lambda: chain_of_pages(3000),
    "pages without end": lambda: pdf(CATALOGUE, b"<< /Type /Pages /Kids [] /Count 100000 >>"),
    "a page 100,000 times": lambda: pdf(
        CATALOGUE, b"<< /Type /Pages /Kids [" + b"3 0 R " * DEEP + b"] /Count 100000 >>", PAGE
    ),
    "a page of light years": lambda: plain(page=b"/CropBox [-1e38 -1e38 1e38 1e38] /UserUnit 1e30"),
    "arrays in arrays": lambda: plain(b"[" * DEEP + b"]" * DEEP, page=b"/Annots 4 0 R"),
    "dictionaries in dictionaries": lambda: plain(b"<< /A " * DEEP + b">>" * DEEP, page=b"/Group 4 0 R"),
    "a string without end": lambda: plain(b"(" + b"a" * (4 * MEGABYTE), page=b"/Contents 4 0 R"),
    "a stream longer than the file": lambda: with_contents(b"q Q", length=b"99999999999"),
    "a stream as long as itself": lambda: with_contents(b"q Q", length=b"4 0 R"),
    "a stream of minus": lambda: with_contents(b"q Q", length=b"-17"),
}
# Whole, but odd; what is seen on the page stays, or the scan is refused for what it would unpack to.
ODD: dict[str, Callable[[], bytes]] = {
    "brackets in a string": lambda: plain(b"(" * DEEP + b")" * DEEP, page=b"/Contents 4 0 R"),
    "a hundred filters": lambda: with_contents(bomb(1), b"/Filter [" + b"/FlateDecode " * 100 + b"]"),
    "unknown filter": lambda: with_contents(b"x", b"/Filter /Boese"),
    "a bomb on the page": lambda: with_contents(bomb(400), b"/Filter /FlateDecode"),
    "a bomb with a predictor": lambda: with_contents(
        bomb(100), b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 99999999 >>"
    ),
    "LZW garbage": lambda: with_contents(bytes(range(256)) * 40, b"/Filter /LZWDecode"),
    "ASCII85 garbage": lambda: with_contents(b"zzzzz" * 9999 + b"\xff", b"/Filter /ASCII85Decode"),
    "JBIG2 garbage": lambda: with_picture(bytes(range(256)), b"JBIG2Decode"),
    "JPX garbage": lambda: with_picture(b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(99), b"JPXDecode"),
    "CCITT garbage": lambda: with_picture(
        bytes(999), b"CCITTFaxDecode", more=b"/DecodeParms << /Columns 2147483647 >>"
    ),
    "JPEG of billions": lambda: with_picture(
        b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + bytes(9), b"DCTDecode"
    ),
    "fields in a circle": lambda: with_fields(b"[4 0 R]", b"<< /FT /Sig /T (a) /Kids [4 0 R] /Parent 4 0 R >>"),
    "ten thousand fields": lambda: with_fields(b"[" + b"4 0 R " * 10_000 + b"]", b"<< /FT /Sig /T (a) >>"),
    "fields are a word": lambda: with_fields(b"/Boese"),
    "a signature over the moon": lambda: with_signature(
        b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 9 99999999999 -1] /Contents <00> >>"
    ),
    "a signature of brackets": lambda: with_signature(
        b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 9 20 9] /Contents <" + b"3080" * 20_000 + b"> >>"
    ),
    "ten thousand signatures": lambda: with_fields(
        b"[" + b"4 0 R " * 10_000 + b"]",
        b"<< /FT /Sig /T (a) /V 5 0 R >>",
        b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 9 20 9] /Contents <3000> >>",
    ),
    "names in a circle": lambda: plain(b"<< /Kids [4 0 R] >>", catalogue=b"/Names << /EmbeddedFiles 4 0 R >>"),
    "a bomb as data": lambda: with_attachment(bomb(400), b"/Filter /FlateDecode"),
    "data of brackets": lambda: with_attachment(b"[" * DEEP),
    "data of another kind": lambda: with_attachment(b'{"check_code": [1], "reference": {"a": 1}, "version": "x"}'),
    "a code of a million letters": lambda: with_attachment(
        b'{"check_code": "' + b"A" * MEGABYTE + b'", "reference": "x", "version": 1}'
    ),
}
