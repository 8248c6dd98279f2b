"""Scans: hostile until made again; each refusal says what to do, and the portal's process goes on."""

import io
import resource
import time
import zlib

import pikepdf
import pytest

from core.scan_cleaning.refusals import Refusal
from core.scans import ScanRefusedError, clean_scan
from tests.core import hostile_pdfs
from tests.core import hostile_scans as scans
from tests.core.drawn_by_poppler import DPI, pages


def refusal(data: bytes) -> Refusal:
    with pytest.raises(ScanRefusedError) as refused:
        clean_scan(data)
    assert "Bitte" in str(refused.value)
    return refused.value.refusal


@pytest.mark.parametrize(
    "data",
    [
        scans.picture("JPEG"),
        scans.picture("PNG"),
        scans.picture("PNG", mode="RGBA"),
        scans.picture("PNG", mode="1"),
        scans.picture("JPEG", mode="CMYK"),
        scans.picture("JPEG", size=(900, 300)),
    ],
    ids=["jpeg", "png", "transparent", "black and white", "cmyk", "across"],
)
def test_a_picture_becomes_a_page_of_a4_at_most(data):
    with pikepdf.open(io.BytesIO(clean_scan(data))) as made:
        _left, _bottom, width, height = (float(side) for side in made.pages[0].MediaBox)
        short, long = sorted((width, height))
        assert len(made.pages) == 1
        assert short <= 596
        assert long <= 843
        assert (short > 590) or (long > 840)


def test_what_the_camera_noted_is_gone():
    taken = scans.picture_with_location()
    assert b"Geheimkamera" in taken
    assert b"Geheimkamera" not in clean_scan(taken)


def test_a_pdf_keeps_its_pages():
    with pikepdf.open(io.BytesIO(clean_scan(scans.pdf(pages=3)))) as made:
        assert len(made.pages) == 3


def test_scripts_programs_attachments_and_links_are_gone():
    acting = scans.pdf_that_acts()
    made = clean_scan(acting)
    for trace in (b"JavaScript", b"boese", b"Launch", b"EmbeddedFile", b"/URI"):
        assert trace in acting
        assert trace not in made
    with pikepdf.open(io.BytesIO(made)) as document:
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(document.Root.keys())
        assert not {"/Annots", "/AA"} & set(document.pages[0].obj.keys())
        kinds = {str(thing.get("/Subtype")) for thing in document.objects if isinstance(thing, pikepdf.Stream)}
    assert kinds <= {"/Image", "/XML", "None"}, "pages are pictures, nothing of the file itself is in it"


def test_what_a_stamp_shows_stays_on_the_page():
    (page,) = pages(clean_scan(scans.pdf_that_acts()))
    blue = page.getpixel((round(150 / 72 * DPI), round((842 - 110) / 72 * DPI)))
    assert max(abs(seen - wanted) for seen, wanted in zip(blue, (0, 0, 255), strict=True)) < 12


def test_a_cleaned_scan_can_be_cleaned_again():
    once = clean_scan(scans.pdf_that_acts())
    with pikepdf.open(io.BytesIO(clean_scan(once))) as made:
        assert len(made.pages) == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (scans.bomb(), Refusal.TOO_MANY_PIXELS),
        (scans.picture("JPEG", size=(1500, 2000))[:3000], Refusal.UNREADABLE),
        (scans.picture("PNG", size=(1500, 2000))[:3000], Refusal.UNREADABLE),
        (scans.pdf(pages=5)[:-150], Refusal.UNREADABLE),
        (b"%PDF-1.7 nichts", Refusal.UNREADABLE),
        (scans.pdf(pages=201), Refusal.TOO_MANY_PAGES),
        (scans.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), Refusal.ENCRYPTED),
        (b"MZ\x90\x00 ein Programm", Refusal.UNKNOWN_TYPE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refusal.UNKNOWN_TYPE),
        (b"", Refusal.UNKNOWN_TYPE),
        (b"GIF89a" + scans.pdf(), Refusal.UNKNOWN_TYPE),
    ],
    ids=[
        "bomb",
        "cut jpeg",
        "cut png",
        "cut pdf",
        "no pdf",
        "too many pages",
        "password",
        "program",
        "svg",
        "empty",
        "pdf behind something else",
    ],
)
def test_everything_else_is_refused_with_what_to_do(data, expected):
    assert refusal(data) == expected


def test_a_scan_over_the_limit_is_refused_before_it_is_read(settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    assert refusal(b"%PDF-" + b"0" * settings.UPLOAD_LIMIT) == Refusal.TOO_LARGE


def test_a_bomb_takes_neither_this_process_s_memory_nor_its_time():
    data = scans.pdf_bomb()
    assert len(data) < 3 * 1024 * 1024
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    assert refusal(data) in {Refusal.UNREADABLE, Refusal.TOO_SLOW}
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # kibibytes
    assert grown < 64 * 1024
    assert time.monotonic() - start < 60


PACKED = b"/Filter /FlateDecode"
TWO_STREAMS = b"/Contents [4 0 R 5 0 R]"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (hostile_pdfs.with_contents(hostile_pdfs.bomb(300), PACKED), Refusal.TOO_MUCH_UNPACKED),
        (hostile_pdfs.with_contents(hostile_pdfs.bomb(2000), PACKED), Refusal.TOO_MUCH_UNPACKED),
        (
            hostile_pdfs.plain(*[hostile_pdfs.stream(hostile_pdfs.bomb(150), PACKED)] * 2, page=TWO_STREAMS),
            Refusal.TOO_MUCH_UNPACKED,
        ),
        (
            hostile_pdfs.with_contents(zlib.compress(hostile_pdfs.bomb(300), 9), b"/Filter [/FlateDecode /Fl]"),
            Refusal.TOO_MUCH_UNPACKED,
        ),
        (
            hostile_pdfs.with_contents(hostile_pdfs.bomb(300), b"/Filter [/FlateDecode /DCTDecode]"),
            Refusal.TOO_MUCH_UNPACKED,
        ),
        (hostile_pdfs.with_contents(hostile_pdfs.bomb(300)[:-4] + bytes(4), PACKED), Refusal.TOO_MUCH_UNPACKED),
        (hostile_pdfs.with_picture(b"", b"CCITTFaxDecode"), Refusal.TOO_MANY_PIXELS),
    ],
    ids=[
        "on a page",
        "larger than the memory",
        "in two halves",
        "in a bomb",
        "before a picture's codec",
        "that breaks at its end",
        "a picture of billions",
    ],
)
def test_a_page_that_would_burst_the_readers_viewer_is_refused(data, expected):
    assert len(data) < 3 * 1024 * 1024
    assert refusal(data) == expected


def test_a_large_page_that_a_viewer_bears_is_taken():
    clean_scan(hostile_pdfs.with_contents(hostile_pdfs.bomb(100), PACKED))


def test_a_bomb_that_no_page_reaches_goes_with_the_attachment():
    assert len(clean_scan(hostile_pdfs.with_attachment(hostile_pdfs.bomb(300), PACKED))) < 8000
