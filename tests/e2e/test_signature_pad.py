"""The sheet that fills the screen: told at once what is seen, undone stroke by stroke, lost by nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from agreements.models import PreAgreement, Signature
from tests.e2e.inspector import Inspector
from tests.e2e.pad import choose_drawing, draw, ink, last_tap, pad_of, sheet_of, strokes, take_over
from tests.e2e.test_ceremony_accessibility import go_to_signature
from tests.factories.ready_agreements import issued

pytestmark = pytest.mark.usefixtures("live_server", "timestamp_authority")

Newest = Callable[[], str]
DOT = [(0.5, 0.5), (0.501, 0.5)]
LANDSCAPE, UPRIGHT = {"width": 844, "height": 390}, {"width": 390, "height": 844}


@pytest.fixture
def agreement(transactional_db: None) -> PreAgreement:
    return issued()


@pytest.fixture
def sheet(page: Page, agreement: PreAgreement, newest_link: Newest, newest_code: Newest) -> Page:
    """The phone held sideways, with the sheet open."""
    page.set_viewport_size(LANDSCAPE)
    go_to_signature(page, newest_link, newest_code)
    choose_drawing(page)
    return page


def take(page: Page) -> None:
    sheet_of(page).get_by_role("button", name="Unterschrift übernehmen").click()


def test_the_sheet_says_what_it_sees_and_loses_nothing(sheet: Page, inspector: Inspector) -> None:
    status = sheet_of(sheet).get_by_role("status")
    expect(status).to_have_text("Das Feld ist noch leer.")
    take(sheet)
    expect(status).to_have_text("Noch nicht übernommen: Das Feld ist noch leer.")
    draw(sheet, DOT)
    expect(status).to_have_text("Das ist nur ein Punkt. Bitte zeichnen Sie Ihren Namen.")
    take(sheet)
    expect(status).to_contain_text("Noch nicht übernommen: Das ist nur ein Punkt.")
    sheet.get_by_role("button", name="Letzten Strich zurück").click()
    expect(status).to_have_text("Das Feld ist noch leer.")
    for height in (0.2, 0.4, 0.6):
        draw(sheet, [(0.1, height), (0.8, height + 0.1)])
    expect(status).to_have_text("3 Striche, gut zu erkennen")
    three = strokes(sheet)
    sheet.get_by_role("button", name="Leeren").click()
    assert (strokes(sheet), ink(sheet)) == ("", 0)
    sheet.get_by_role("button", name="Letzten Strich zurück").click()
    assert strokes(sheet) == three, "undo brings back what was cleared"
    sheet.get_by_role("button", name="Letzten Strich zurück").click()
    expect(status).to_have_text("2 Striche, gut zu erkennen")
    two = strokes(sheet)

    wide = ink(sheet)
    sheet.set_viewport_size(UPRIGHT)
    sheet.wait_for_function("before => document.querySelector('[data-signature-canvas]').width < before", arg=600)
    assert strokes(sheet) == two
    assert 0 < ink(sheet) < wide, "the same strokes on a smaller sheet"
    expect(sheet.get_by_text("Quer gehalten ist mehr Platz")).to_be_visible()
    foot = sheet.locator(".pad__foot")
    back, taking = (foot.get_by_role("button", name=name).bounding_box() for name in ("Zurück", "übernehmen"))
    assert back
    assert taking
    assert taking["y"] - back["y"] - back["height"] >= 8, "no finger takes one button for the other"

    sheet.keyboard.press("Escape")
    expect(sheet_of(sheet)).to_have_count(0)
    expect(sheet.get_by_role("img", name="Ihre gezeichnete Unterschrift")).to_be_visible()
    sheet.reload()
    assert strokes(sheet) == two
    choose_drawing(sheet)
    sheet.get_by_role("button", name="Name eintippen").click()
    expect(sheet.get_by_label("Ihr Vor- und Nachname")).to_be_focused()
    assert strokes(sheet) == two
    choose_drawing(sheet)
    inspector.check("the sheet")
    take_over(sheet)
    inspector.check("a drawing in the document")
    sheet.get_by_role("link", name="Neu zeichnen").click()
    expect(sheet_of(sheet)).to_be_visible()
    assert json.loads(strokes(sheet)) == json.loads(two)
    expect(sheet_of(sheet).get_by_role("status")).to_have_text("2 Striche, gut zu erkennen")
    take_over(sheet)
    sheet.go_back()
    sheet.go_forward()
    last_tap(sheet)
    expect(sheet.get_by_role("heading", level=1)).to_have_text("Vielen Dank, Sie haben unterzeichnet")
    assert Signature.objects.get().method == "drawn"


def test_the_sheet_fills_a_phone_held_sideways(sheet: Page) -> None:
    """44 px are free at both sides, head and foot take 120 px together, the rest is paper, which is white at night."""
    sheet.emulate_media(color_scheme="dark")
    paper = sheet.locator(".pad__paper")
    box = paper.bounding_box()
    assert box
    assert box["x"] >= 44
    assert box["x"] + box["width"] <= LANDSCAPE["width"] - 44
    assert box["width"] >= LANDSCAPE["width"] - 88 - 15, "but for a scroll bar, which phones do not have"
    desk = sheet.locator(".pad__desk").bounding_box()
    assert desk
    assert desk["height"] >= LANDSCAPE["height"] - 120
    assert round(box["width"] / box["height"], 1) == 3.0
    assert paper.evaluate("paper => getComputedStyle(paper).backgroundColor") == "rgb(255, 255, 255)"
    for button in sheet_of(sheet).get_by_role("button").all():
        size = button.bounding_box()
        assert size
        assert size["height"] >= 44
        assert size["y"] + size["height"] <= LANDSCAPE["height"]
    assert sheet_of(sheet).evaluate("sheet => sheet.scrollHeight - sheet.clientHeight") <= 0
    sheet.emulate_media(forced_colors="active")
    assert paper.evaluate("paper => getComputedStyle(paper).backgroundColor") == "rgb(255, 255, 255)"
    draw(sheet)
    assert ink(sheet) > 0


def test_without_scripts_a_typed_name_goes_the_same_way(
    browser: Browser,
    browser_context_args: dict[str, Any],
    agreement: PreAgreement,
    newest_link: Newest,
    newest_code: Newest,
    base_url: str,
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False, "base_url": base_url})
    page = context.new_page()
    go_to_signature(page, newest_link, newest_code)
    expect(page.get_by_role("button", name="zeichnen")).to_have_count(0)
    expect(pad_of(page)).to_have_count(0)
    page.get_by_label("Ihr Vor- und Nachname").fill("erika musterfrau")
    take_over(page)
    last_tap(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank, Sie haben unterzeichnet")
    assert Signature.objects.get().typed_name == "erika musterfrau"
    context.close()
