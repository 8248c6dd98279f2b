"""What was made of a scan is drawn again before it is stored: a page that shows something else is refused."""

import pytest
from PIL import Image, ImageDraw

from core.scan_cleaning import cleaning
from core.scan_cleaning.comparing import refuse_changed_pages, small
from core.scan_cleaning.refusals import Refusal, Refused
from core.scans import clean_scan
from tests.core.odd_pictures import colour, grey, saved

SIZE = (1240, 1754)  # A4 at 150 dpi


def page(*words: str) -> Image.Image:
    """White paper with a line of large letters for each word."""
    sheet = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(sheet)
    for number, word in enumerate(words):
        pen.text((120, 150 + 90 * number), word, "black", font_size=40)
    return sheet


@pytest.mark.parametrize("picture", [page("Protokoll"), grey(), colour()], ids=["letters", "greys", "colours"])
def test_what_looks_like_what_it_was_made_of_is_taken(picture):
    refuse_changed_pages(clean_scan(saved(picture)), [small(picture)])


@pytest.mark.parametrize(
    "other",
    [page(), page("Protokoll", "500.000 EUR"), page("Protokoll").convert("L").point([0] * 256)],
    ids=["a white page", "a line more", "a black page"],
)
def test_a_page_that_shows_something_else_is_refused_by_its_number(other):
    with pytest.raises(Refused) as caught:
        refuse_changed_pages(clean_scan(saved(page("Protokoll"))), [small(other)])
    assert (caught.value.refusal, caught.value.page) == (Refusal.CHANGED, 1)


@pytest.mark.parametrize("count", [0, 2])
def test_a_page_more_or_less_is_refused(count):
    with pytest.raises(Refused) as caught:
        refuse_changed_pages(clean_scan(saved(grey())), [small(grey())] * count)
    assert caught.value.refusal is Refusal.CHANGED


def test_the_program_compares_before_it_answers(monkeypatch):
    """A packer that loses the writing, as one did with 16 bits of grey."""
    pack = cleaning.packed
    monkeypatch.setattr(cleaning, "packed", lambda picture, most: pack(Image.new("RGB", picture.size, "white"), most))
    assert cleaning.answer(b"Scan\n" + saved(page("Protokoll"))) == f"{Refusal.CHANGED} 1".encode()
