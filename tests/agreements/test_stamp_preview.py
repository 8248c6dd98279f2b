"""The preview of the stamp: the issued page with the stamp's own drawing, and never a signature."""

import io
import json
from typing import Any

import pytest
from PIL import Image, ImageChops

from agreements.ceremony import stamp_preview_views
from agreements.models import PreAgreement, Signature
from agreements.text.stamps import TIME_TO_COME, draw_preview, draw_stamp
from core import files
from core.page_pictures import draw, opened
from core.signing.ink import Ink
from core.signing.page_pictures import PageNotDrawnError
from core.signing.reading import stamp_preview as program
from core.signing.stamp import Stamp
from core.signing.stamp_preview import StampPreview
from tests.agreements.ceremony_pages import CHECK, PUT, Mayor
from tests.agreements.shown_documents import MAYOR, NOW
from tests.agreements.texts import ORDINARY
from tests.factories.ready_agreements import issued

pytestmark = pytest.mark.django_db

PART, WHOLE, PAGE = "/unterzeichnen/vorschau.webp", "/unterzeichnen/vorschau-seite.webp", "/unterzeichnen/vorschau/"
STROKES = json.dumps([[[20, 100], [60, 40], [120, 150], [300, 60]]])


@pytest.fixture
def agreement() -> PreAgreement:
    return issued()


@pytest.fixture
def mayor(agreement: PreAgreement, newest_link: Any, newest_code: Any) -> Mayor:
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    return mayor


def test_the_page_shows_it_and_the_picture_is_kept_by_nobody(mayor, agreement):
    assert mayor.client.get(PART).status_code == 404, "nothing is drawn yet"
    assert mayor.client.get(PAGE).url == PUT
    mayor.put_signature(method="drawn", strokes=STROKES)
    page = mayor.client.get(CHECK).content.decode()
    assert f'src="{PART}?bild=' in page
    assert "Ihre gezeichnete Unterschrift" in page
    pages = agreement.current_version.page_count
    assert f"Seite {pages} von {pages}, vergrößert" in page
    assert f'src="{WHOLE}"' in mayor.client.get(PAGE).content.decode()
    answer = mayor.client.get(PART)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "no-store" in answer["Cache-Control"]
    assert "nicht-unterzeichnet" in answer["Content-Disposition"]
    assert not Signature.objects.exists()


def test_it_is_the_issued_page_with_ink_in_the_box_and_nowhere_else(mayor, agreement):
    mayor.put_signature(method="drawn", strokes=STROKES)
    shown = _picture(mayor.client.get(WHOLE).content)
    version = agreement.current_version
    with opened(files.read(version.issued_file)) as document:
        empty = draw(document[version.page_count - 1], program.DPI_OF_THE_PAGE)
    band = shown.height - empty.height
    assert band > 0, "what it is stands above it"
    changed = ImageChops.difference(shown.crop((0, band, shown.width, shown.height)), empty).getbbox()
    assert changed
    left, top, right, bottom = (side * 25.4 / program.DPI_OF_THE_PAGE for side in changed)  # millimetres
    assert (round(right - left), round(bottom - top)) == (82, 42), "the box of 80 by 40 with its frame"


def test_another_drawing_is_another_picture_and_a_name_is_shown_as_well(mayor):
    seen = set()
    for ink in (
        {"method": "drawn", "strokes": STROKES},
        {"method": "drawn", "strokes": STROKES.replace("300", "500")},
        {"method": "typed", "typed_name": "Erika Musterfrau"},
    ):
        mayor.put_signature(**ink)
        seen.add(mayor.client.get(PART).content)
    assert len(seen) == 3
    assert all(_picture(each).width > 1000 for each in seen)


def test_the_time_is_not_there_yet_and_says_so():
    stamp = Stamp(MAYOR, Ink(typed_name=MAYOR.name), ORDINARY.check_code, ORDINARY.check_url, NOW)
    preview, real = (_text(each(stamp)) for each in (draw_preview, draw_stamp))
    assert TIME_TO_COME in preview
    assert "Uhr\n" not in preview
    assert TIME_TO_COME not in real
    assert [line for line in real.splitlines() if "Uhr" not in line and line not in preview] == []


def test_a_picture_that_cannot_be_drawn_is_no_fault(mayor, monkeypatch):
    mayor.put_signature(method="drawn", strokes=STROKES)
    with pytest.raises(PageNotDrawnError):
        StampPreview(b"%PDF-nothing", b"no stamp", b"no band").picture(whole=False)

    def fail(*_args: Any, **_options: Any) -> bytes:
        raise PageNotDrawnError

    monkeypatch.setattr(StampPreview, "picture", fail)
    assert mayor.client.get(PART).status_code == 503
    assert mayor.client.get(CHECK).status_code == 200


def test_nobody_keeps_the_machine_busy_with_pictures(mayor, monkeypatch):
    mayor.put_signature(method="drawn", strokes=STROKES)
    monkeypatch.setattr(stamp_preview_views, "PICTURES", 1)
    assert mayor.client.get(PART).status_code == 200
    assert mayor.client.get(WHOLE).status_code == 429


def test_without_the_code_there_is_no_picture(agreement, newest_link, newest_code):
    stranger = Mayor(newest_link, newest_code)
    for path in (PART, WHOLE, PAGE):
        assert stranger.client.get(path).status_code == 404
    stranger.open_link()
    for path in (PART, WHOLE, PAGE):
        assert stranger.client.get(path).url == "/unterzeichnen/"


def _picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _text(pdf: bytes) -> str:
    with opened(pdf) as document:
        return str(document[0].get_textpage().get_text_range()).replace("\r", "")
