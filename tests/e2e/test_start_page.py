"""The start page in a browser: question and answer in place, the map by mouse, tap and keyboard, every size."""

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from communes.models import Commune, Milestone
from tests.e2e.inspector import Inspector
from tests.factories.communes import CommuneFactory, DistrictFactory
from tests.factories.facts import MilestoneFactory

pytestmark = pytest.mark.usefixtures("live_server")
SINCE = date(2020, 11, 5)
PLACES = {
    "14612000": ("Dresden", "Dresden"),
    "14628270": ("Pirna", "Sächsische Schweiz-Osterzgebirge"),
    "14713000": ("Leipzig", "Leipzig"),
}
# AGS, name, district: not in the network.
OTHERS = {
    "14521450": ("Oelsnitz/Erzgeb.", "Erzgebirgskreis"),
    "14523300": ("Oelsnitz/Vogtl.", "Vogtlandkreis"),
    "14627060": ("Großenhain", "Meißen"),
}
# Contrast of two colours as they are painted (WCAG 2.2, relative luminance).
CONTRAST = """([one, other]) => {
  const luminance = (colour) => {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255)
      .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const painted = (selector) => luminance(getComputedStyle(document.querySelector(selector)).fill);
  const [dark, light] = [painted(one), painted(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}"""


@pytest.fixture(autouse=True)
def network(transactional_db: None, settings: Any) -> None:
    settings.PUBLIC_CONTACT = {
        "name": "Nora Netzwerkmuster",
        "phone": "0351 555 14",
        "email": "mitmachen@asskomm.example",
        "hours": "9 bis 15 Uhr",
    }
    communes = [_commune(ags, *words) for ags, words in PLACES.items()]
    MilestoneFactory(kind=Milestone.Kind.COOPERATION_AGREEMENT, happened_on=SINCE, communes=communes)
    for ags, words in OTHERS.items():
        _commune(ags, *words)


def _commune(ags: str, name: str, district: str) -> Commune:
    row = DistrictFactory(key=ags[:5], name=district, fictitious=False)
    return CommuneFactory(ags=ags, name=name, district=row, fictitious=False)


def ask(page: Page, text: str) -> None:
    page.get_by_role("combobox", name="Ist meine Gemeinde dabei?").fill(text)
    page.get_by_role("button", name="Nachsehen").click()


def test_the_answer_stands_in_place_whatever_is_asked(page: Page, inspector: Inspector) -> None:
    page.goto("/")
    answer, tip = page.locator("#antwort"), page.locator(".map__tip")
    ask(page, "pirna")
    expect(answer).to_contain_text("Ja, Pirna ist dabei. Zusammenarbeit seit 05.11.2020")
    expect(page).to_have_url(re.compile(r"/\?gemeinde=pirna$"))
    expect(page).to_have_title(re.compile("^Ja, Pirna ist dabei – "))
    expect(tip).to_contain_text("im Netzwerk seit 05.11.2020")
    inspector.check("start page, yes")
    ask(page, "Oelsnitz")
    page.get_by_role("link", name="Oelsnitz/Vogtl.").click()
    expect(answer).to_contain_text("Oelsnitz/Vogtl. ist noch nicht dabei.")
    expect(answer.get_by_role("link", name="0351 555 14")).to_be_visible()
    expect(answer).to_be_focused()
    expect(tip).to_contain_text("noch nicht im Netzwerk")
    assert page.locator(".map__asked").get_attribute("d")
    inspector.check("start page, not yet")
    ask(page, "xyzxyz")
    expect(answer).to_contain_text("haben wir nicht gefunden")
    expect(tip).to_be_hidden()
    page.reload()
    expect(answer).to_contain_text("haben wir nicht gefunden")
    inspector.check("start page, nothing found, without the script")


def test_suggestions_by_keyboard(page: Page, inspector: Inspector) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Ist meine Gemeinde dabei?")
    field.press_sequentially("oels")
    options = page.get_by_role("listbox", name="Vorschläge").get_by_role("option")
    expect(options).to_have_text([re.compile("Erzgebirgskreis"), re.compile("Vogtlandkreis")])
    expect(field).to_have_attribute("aria-expanded", "true")
    inspector.check("start page with suggestions")
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", str(options.nth(1).get_attribute("id")))
    field.press("Escape")
    expect(options).to_have_count(0)
    for written in ("grossen", "großen", "GROSS"):
        field.fill(written)
        expect(options).to_have_text(re.compile("Großenhain"))
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.locator("#antwort")).to_contain_text("Großenhain ist noch nicht dabei.")
    expect(field).to_have_value("Großenhain")


def test_the_map_by_keyboard_and_mouse(page: Page) -> None:
    page.goto("/")
    tip = page.locator(".map__tip")
    page.get_by_role("link", name="Ihre Gemeinde möchte mitmachen?").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Dresden, im Netzwerk")).to_be_focused()
    expect(tip).to_contain_text("Dresden")
    page.keyboard.press("ArrowLeft")
    expect(tip).to_contain_text("Pirna")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("link", name="Leipzig, im Netzwerk")).to_be_focused()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Als Liste")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="Leipzig, im Netzwerk")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#antwort")).to_contain_text("Ja, Leipzig ist dabei.")
    page.get_by_role("link", name="Pirna, im Netzwerk").hover()
    expect(tip).to_contain_text("Pirna")
    tip.hover()
    expect(tip).to_be_visible()
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_filled_areas_stand_out_from_the_land_and_names_are_no_smaller_than_14_px(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for width in (320, 390, 844, 1024, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/")
        assert page.evaluate(CONTRAST, [".map__area", ".map__land"]) >= 3
        heights = page.locator(".map__name").evaluate_all(
            """names => names.filter(name => name.getClientRects().length && name.getBBox().width)
                .map(name => parseFloat(getComputedStyle(name).fontSize) * name.getScreenCTM().a)"""
        )
        assert all(height >= 13.99 for height in heights), f"{width}: {heights}"
        assert heights or width == 320


def test_a_tap_on_the_phone_shows_the_tip(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    links = page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link")
    assert len({link.bounding_box()["y"] for link in links.all()}) == 1, "the head of the page has them in one line"
    page.get_by_role("link", name="Leipzig, im Netzwerk").tap()
    expect(page.locator(".map__tip")).to_contain_text("im Netzwerk seit 05.11.2020")
    expect(page.locator("#antwort")).to_contain_text("Ja, Leipzig ist dabei.")
    page.get_by_role("heading", level=1).tap()
    expect(page.locator(".map__tip")).to_be_hidden()


def test_a_late_answer_does_not_take_the_place_of_the_next(page: Page) -> None:
    late: list[Route] = []
    page.route("**/antwort/?gemeinde=Dresden", lambda route: late.append(route))  # noqa: PLW0108 - as Playwright wants
    page.goto("/")
    field, button = page.get_by_role("combobox"), page.get_by_role("button", name="Nachsehen")
    field.fill("Dresden")
    with page.expect_request("**/antwort/?gemeinde=Dresden"):
        button.click()
    field.fill("Pirna")
    button.click()
    expect(page.locator("#antwort")).to_contain_text("Pirna")
    with page.expect_response("**/antwort/?gemeinde=Dresden"):
        late.pop().fulfill(body="<div data-title='Dresden'>Dresden</div>", content_type="text/html")
    page.wait_for_timeout(200)  # what must not happen has no event
    expect(page.locator("#antwort")).to_contain_text("Pirna")
    assert page.url.endswith("?gemeinde=Pirna")


def test_without_scripts_form_map_and_list_lead_to_the_answer(page: Page) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/")
    page.get_by_role("searchbox", name="Ist meine Gemeinde dabei?").fill("Oelsnitz")
    page.get_by_role("button", name="Nachsehen").click()
    page.get_by_role("link", name="Oelsnitz/Erzgeb.").click()
    expect(page.locator("#antwort")).to_contain_text("Oelsnitz/Erzgeb. ist noch nicht dabei.")
    page.get_by_role("link", name="Dresden, im Netzwerk").click()
    expect(page.locator("#antwort")).to_contain_text("Ja, Dresden ist dabei.")


@pytest.mark.parametrize(
    "path", ["/?gemeinde=Oelsnitz", "/?gemeinde=Großenhain", "/kommunen-im-netzwerk/", "/mitmachen/"]
)
def test_nothing_sticks_out_in_large_letters_or_landscape(page: Page, inspector: Inspector, path: str) -> None:
    page.goto(path)
    inspector.check(path)
    for width, height, letters in ((390, 844, "200%"), (844, 390, "100%"), (320, 640, "100%")):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", letters)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{path}: {over} px at {width} px, letters {letters}"


def test_in_forced_colours_the_network_is_filled_with_a_colour_of_the_system(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/")
    fill = "element => getComputedStyle(element).fill"
    member, land = page.locator(".map__area").first.evaluate(fill), page.locator(".map__land").evaluate(fill)
    assert member != land
    assert page.evaluate(CONTRAST, [".map__area", ".map__land"]) >= 3
