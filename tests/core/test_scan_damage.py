"""Damage that costs nothing is told from damage that costs a page or a part of it."""

import io
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest
from PIL import Image, ImageDraw

from core.scan_cleaning.refusals import Refusal
from core.scans import ScanRefusedError, clean_pages, clean_scan
from tests.core import hostile_pdfs
from tests.core.drawn_by_poppler import difference, ink, pages

SAME = 60  # of 255
TWO_FONTS = 120  # each engine has its own for Helvetica


def scan(count: int = 2) -> bytes:
    """Pages with a sentence on each, as text so that a damaged byte is seen in the file."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        font = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        for number in range(1, count + 1):
            document.add_blank_page(page_size=(595, 842))
            page = document.pages[-1].obj
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = document.make_stream(b"BT /F1 30 Tf 60 700 Td (Seite %d der Vereinbarung) Tj ET" % number)
        document.save(out, compress_streams=False, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


SCAN = scan()


def changed(what: bytes, by: bytes, count: int = 1, data: bytes = SCAN) -> bytes:
    assert what in data
    return data.replace(what, by, count)


def shifted_start(by: int) -> bytes:
    place = int(SCAN.rpartition(b"startxref\n")[2].split()[0])
    return changed(b"startxref\n%d" % place, b"startxref\n%d" % (place + by))


def shifted_table() -> bytes:
    """Every place in the table is three bytes beside."""
    head, _, table = SCAN.partition(b"\nxref\n")
    rows = [b"%010d %b" % (int(row[:10]) + 3, row[11:]) if row.endswith(b"n ") else row for row in table.split(b"\n")]
    return head + b"\nxref\n" + b"\n".join(rows)


def length_of_stream() -> bytes:
    start = SCAN.index(b"/Length ")
    return SCAN[start : SCAN.index(b" ", start + 8)]


def locked(**how: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(SCAN)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="Chefin", **how))
    return out.getvalue()


HARMLESS: dict[str, Callable[[], bytes]] = {
    "start of the table seven bytes beside": lambda: shifted_start(7),
    "start of the table before it": lambda: shifted_start(-20),
    "start of the table beyond the file": lambda: shifted_start(10**6),
    "places in the table three bytes beside": shifted_table,
    "too many objects": lambda: changed(b"/Size ", b"/Size 9"),
    "too few objects": lambda: SCAN[: SCAN.rindex(b"/Size ")] + b"/Size 2 >>\n" + SCAN[SCAN.rindex(b"startxref") :],
    "a stream said to be shorter": lambda: changed(length_of_stream(), b"/Length 7"),
    "a stream said to be longer": lambda: changed(length_of_stream(), b"/Length 400"),
    "a byte order mark before the head": lambda: b"\xef\xbb\xbf" + SCAN,
    "lines before the head": lambda: b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + SCAN,
    "a thousand bytes before the head": lambda: b"\r\n" * 500 + SCAN,
    "lines after the end": lambda: SCAN + b"\r\n<!-- ende -->" * 300,
    "old Mac's lines": lambda: SCAN + b"\r\r\r",
    "owner's password, AES with 256 bits": lambda: locked(user="", R=6),
    "owner's password, AES with 128 bits": lambda: locked(user="", R=4),
    "owner's password, RC4": lambda: locked(user="", R=3, aes=False, metadata=False),
    "owner's password and nothing allowed": lambda: locked(
        user="", R=6, allow=pikepdf.Permissions(extract=False, print_highres=False, print_lowres=False)
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_damage_is_taken_and_every_page_looks_the_same(name):
    assert clean_pages(HARMLESS[name]()).pdf == stored()


@cache
def stored() -> bytes:
    """What is kept of the file without damage."""
    made = clean_pages(SCAN)
    assert made.pages == 2
    for seen, wanted in zip(pages(made.pdf), pages(SCAN), strict=True):
        assert difference(seen, wanted) < TWO_FONTS
        assert ink(seen) > 1000
    return made.pdf


def without_object_of(key: bytes) -> bytes:
    """The table says that the object behind ``key`` is free."""
    number = int(SCAN[SCAN.index(key) + len(key) :].split()[0])
    rows = SCAN[SCAN.index(b"\nxref\n") :].split(b"\n")
    row = rows[3 + number]
    return changed(row, b"0000000000 65535 f ")


def in_an_object_stream_without_contents() -> bytes:
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(SCAN)) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
    with pikepdf.open(packed) as document:
        number = document.pages[0].obj.Contents.objgen[0]
    data = packed.getvalue()
    assert data.count(b"\n%d 0 obj" % number) == 1
    return data.replace(b"\n%d 0 obj" % number, b"\n%d 7 obj" % number)


def cut_flate() -> bytes:
    data = zlib.compress(b"BT ET\n" * 400 + b"0 0 300 300 re f", 9)
    return hostile_pdfs.with_contents(data[:-9], b"/Filter /FlateDecode")


def without_checksum() -> bytes:
    data = zlib.compress(b"BT ET\n" * 400 + b"0 0 300 300 re f", 9)
    return hostile_pdfs.with_contents(data[:-4], b"/Filter /FlateDecode")


def picture(data: bytes, codec: bytes, keys: bytes = b"", colours: bytes = b"/DeviceGray", bits: int = 8) -> bytes:
    """A page with one picture of 400 by 600 points."""
    head = b"/Type /XObject /Subtype /Image /Width 400 /Height 600 /ColorSpace " + colours
    thing = hostile_pdfs.stream(data, head + b" /BitsPerComponent %d %b " % (bits, codec) + keys)
    contents = hostile_pdfs.stream(b"q 400 0 0 600 0 0 cm /Im Do Q")
    page = hostile_pdfs.PAGE.replace(b"<< >>", b"<< /XObject << /Im 5 0 R >> >> /Contents 4 0 R")
    return hostile_pdfs.pdf(hostile_pdfs.CATALOGUE, hostile_pdfs.PAGES, page, contents, thing)


def drawing() -> Image.Image:
    sheet = Image.new("L", (400, 600), 255)
    pen = ImageDraw.Draw(sheet)
    for line in range(20, 590, 30):
        pen.ellipse((20, line, 300 + line % 70, line + 20), outline=0, width=3)
    return sheet


def encoded(kind: str, **saving: object) -> bytes:
    out = io.BytesIO()
    drawing().convert("1" if kind == "TIFF" else "L").save(out, kind, **saving)
    if kind != "TIFF":
        return out.getvalue()
    with Image.open(out) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    return out.getvalue()[start : start + length]


FAX = b"/DecodeParms << /K -1 /Columns 400 /Rows 600 /BlackIs1 true >>"
PICTURES: dict[str, Callable[[float], bytes]] = {
    "JPEG": lambda part: picture(first(encoded("JPEG"), part), b"/Filter /DCTDecode"),
    "packed JPEG": lambda part: picture(
        zlib.compress(first(encoded("JPEG"), part)), b"/Filter [/FlateDecode /DCTDecode]"
    ),
    "JPEG 2000": lambda part: picture(first(encoded("JPEG2000"), part), b"/Filter /JPXDecode"),
    "fax": lambda part: picture(
        first(encoded("TIFF", compression="group4", tiffinfo={278: 600}), part), b"/Filter /CCITTFaxDecode", FAX, bits=1
    ),
    "Flate": lambda part: picture(zlib.compress(first(drawing().tobytes(), part)), b"/Filter /FlateDecode"),
    "unpacked": lambda part: picture(first(drawing().tobytes(), part), b""),
}


def first(data: bytes, part: float) -> bytes:
    return data[: int(len(data) * part)]


@pytest.mark.parametrize("codec", PICTURES)
def test_a_whole_picture_in_a_pdf_is_taken_and_one_that_ends_too_early_is_not(codec):
    whole = PICTURES[codec](1)
    assert difference(pages(clean_scan(whole))[0], pages(whole)[0]) < SAME
    for part in (0.9, 0.4):
        with pytest.raises(ScanRefusedError) as refused:
            clean_scan(PICTURES[codec](part))
        assert refused.value.refusal == Refusal.PART_LOST


def test_a_missing_checksum_costs_nothing():
    assert ink(pages(clean_scan(without_checksum()))[0]) > 1000


LOST: dict[str, Callable[[], bytes]] = {
    "the end": lambda: SCAN[: SCAN.rindex(b"endobj") - 40],
    "the table": lambda: SCAN[: SCAN.index(b"\nxref\n")],
    "the last third": lambda: SCAN[: len(SCAN) * 2 // 3],
    "a page": lambda: without_object_of(b"/Kids [ "),
    "what stands on a page": lambda: without_object_of(b"/Contents "),
    "what stands on a page, in an object stream": in_an_object_stream_without_contents,
    "a font": lambda: without_object_of(b"/F1 "),
    "a page that is counted": lambda: changed(b"/Count 2", b"/Count 3"),
    "a page that is not counted": lambda: changed(b"/Count 2", b"/Count 1"),
    "the end of what stands on a page": cut_flate,
    "how a stream is packed": lambda: changed(b"/Length ", b"/Filter /Unbekannt /Length "),
    "a picture": lambda: hostile_pdfs.with_contents(b"q 1 0 0 1 0 0 cm /Im0 Do Q"),
    "the mask of a picture": lambda: picture(drawing().tobytes(), b"", b"/SMask 77 0 R"),
}


@pytest.mark.parametrize("name", LOST)
def test_a_file_that_has_lost_something_is_refused_with_what_to_do(name):
    with pytest.raises(ScanRefusedError) as refused:
        clean_scan(LOST[name]())
    assert refused.value.refusal in {Refusal.UNREADABLE, Refusal.PART_LOST}
    assert "beschädigt" in str(refused.value)
    assert "Bitte" in str(refused.value)


def test_a_file_that_needs_a_password_says_so():
    with pytest.raises(ScanRefusedError) as refused:
        clean_scan(locked(user="geheim"))
    assert "öffnet sich nur mit Kennwort" in str(refused.value)


# What a page is like on paper


SHEET = b"/MediaBox [0 0 595 842]"
GEOMETRY = {
    "turned": SHEET + b" /Rotate 90",
    "turned twice": SHEET + b" /Rotate -180",
    "cropped": SHEET + b" /CropBox [100 200 500 742]",
    "turned and cropped": SHEET + b" /Rotate 270 /CropBox [100 200 500 742]",
    "not at the origin": b"/MediaBox [-100 -50 495 792]",
}


@pytest.mark.parametrize("name", GEOMETRY)
def test_a_page_keeps_its_size_and_its_side(name):
    sheet = hostile_pdfs.PAGE.replace(SHEET, GEOMETRY[name] + b" /Contents 4 0 R")
    flag = hostile_pdfs.stream(b"1 0 0 rg 120 220 m 200 220 l 120 500 l f")
    given = hostile_pdfs.pdf(hostile_pdfs.CATALOGUE, hostile_pdfs.PAGES, sheet, flag)
    assert difference(pages(clean_scan(given))[0], pages(given)[0]) < SAME


def test_a_page_in_units_of_its_own_is_as_large_as_it_says():
    given = hostile_pdfs.plain(page=b"/UserUnit 2")
    with pikepdf.open(io.BytesIO(clean_scan(given))) as made:
        assert [float(side) for side in made.pages[0].MediaBox] == [0, 0, 1190, 1684]


def test_a_page_larger_than_any_paper_is_named():
    with pytest.raises(ScanRefusedError) as refused:
        clean_scan(hostile_pdfs.plain(page=b"/UserUnit 20"))
    assert str(refused.value).startswith("Seite 1 ist größer als A0. Bitte")
