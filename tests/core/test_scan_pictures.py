"""Pictures of every kind look in the store as they were given; poppler, which made none of them, is the judge."""

import io

import pikepdf
import pytest
from PIL import Image, ImageDraw

from core.scans import clean_scan
from tests.core.drawn_by_poppler import difference_of_tones, pages
from tests.core.odd_pictures import PICTURES, SIZE, colour, grey, on_white, saved

SAME = 30  # of 255; an edge that lies half a pixel elsewhere
INKS = 70  # of 255; there are many ways from four inks to a screen


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_stored_of_a_picture_is_what_was_given(name):
    given, seen = PICTURES[name]
    page = pages(clean_scan(given))[0]
    assert difference_of_tones(page, seen) < (INKS if name == "four inks" else SAME)


def kept(picture: bytes) -> pikepdf.Object:
    with pikepdf.open(io.BytesIO(clean_scan(picture))) as made:
        return made.pages[0].obj.Resources.XObject.Im0.stream_dict.as_dict()


@pytest.mark.parametrize(
    ("picture", "colours", "bits"),
    [
        (saved(on_white(0).convert("1")), "/DeviceGray", 1),
        (saved(on_white(0).convert("RGB")), "/DeviceGray", 1),
        (saved(grey()), "/DeviceGray", 8),
        (saved(grey().convert("RGB"), "JPEG"), "/DeviceGray", 8),
        (saved(colour()), "/DeviceRGB", 8),
    ],
    ids=["black and white", "black and white as colours", "greys", "greys as colours", "colours"],
)
def test_a_picture_takes_no_more_colours_than_it_has(picture, colours, bits):
    made = kept(picture)
    assert (made["/ColorSpace"], made["/BitsPerComponent"]) == (colours, bits)


def test_a_picture_larger_than_a4_at_300_dpi_is_kept_as_large_as_that():
    made = kept(saved(grey().resize((SIZE[0] * 10, SIZE[1] * 10)), "JPEG"))
    assert max(int(made["/Width"]), int(made["/Height"])) == 3508


def plan(size: tuple[int, int]) -> bytes:
    """Thin black lines all over the sheet."""
    sheet = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(sheet)
    for part in range(1, 13):
        across, down = size[0] * part // 12 - 3, size[1] * part // 12 - 3
        pen.line((across, 0, across, size[1]), fill="black", width=4)
        pen.line((0, down, size[0], down), fill="black", width=4)
    return saved(sheet)


@pytest.mark.parametrize("size", [(1240, 877), (799, 1131), (1199, 801), (640, 480), (900, 500), (2000, 60)])
def test_a_plan_of_thin_lines_is_taken_whatever_its_size(size):
    """Sizes of which the one that pages are compared at is no whole part."""
    assert len(pages(clean_scan(plan(size)))) == 1
