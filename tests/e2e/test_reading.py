"""The page for reading in the browser: how far one has read, the bar that leads on, a page enlarged."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import PreAgreement
from tests.agreements.ceremony_pages import Mayor
from tests.e2e.inspector import Inspector
from tests.factories.ready_agreements import issued

pytestmark = pytest.mark.usefixtures("live_server", "timestamp_authority")

Newest = Callable[[], str]
READ = "/unterzeichnen/lesen/"


@pytest.fixture
def agreement(transactional_db: None) -> PreAgreement:
    return issued()


@pytest.fixture
def mayor(agreement: PreAgreement, newest_link: Newest, newest_code: Newest) -> Mayor:
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    return mayor


def let_in(context: BrowserContext, mayor: Mayor, live_server: LiveServer) -> Page:
    """The browser goes on where the mayor is."""
    cookie = mayor.client.cookies["unterzeichnung"]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": cookie["path"]}])
    page = context.new_page()
    page.goto(live_server.url + READ)
    return page


def show(page: Page, section: str) -> None:
    page.locator(section).evaluate("section => section.scrollIntoView({ block: 'start', behavior: 'instant' })")


def test_how_far_one_has_read_is_a_word_and_the_way_on_is_never_barred(
    phone: BrowserContext, mayor: Mayor, live_server: LiveServer
) -> None:
    page = let_in(phone, mayor, live_server)
    inspector = Inspector(page)
    bar, way_on = page.locator(".reading-bar"), page.get_by_role("link", name="Weiter zur Unterschrift")
    expect(bar).to_contain_text("12 Abschnitte")
    expect(way_on).to_be_in_viewport()
    topics = page.locator(".section-list a", has_text="Themen")
    show(page, "#abschnitt-3")
    expect(bar).to_contain_text("Abschnitt 2 von 12")
    expect(topics).to_contain_text("gelesen")
    expect(page.locator(".section-list a", has_text="Schlussbestimmungen")).not_to_contain_text("gelesen")
    page.reload()
    expect(topics).to_contain_text("gelesen")
    page.get_by_role("link", name="§ 10").first.click()
    expect(page.locator("#abschnitt-11")).to_be_in_viewport()
    expect(page.locator(".section-list a", has_text="Datenschutz")).not_to_contain_text("gelesen")
    inspector.check("reading")
    page.set_viewport_size({"width": 844, "height": 390})
    assert bar.evaluate("bar => getComputedStyle(bar).position") == "static", "in landscape the bar leaves the room"
    page.set_viewport_size({"width": 390, "height": 844})
    for _ in range(25):
        page.keyboard.press("Tab")
        assert not page.evaluate(
            """() => {
                const bar = document.querySelector(".reading-bar").getBoundingClientRect();
                const focused = document.activeElement;
                const { top, bottom } = focused.getBoundingClientRect();
                return !focused.closest(".reading-bar") && top > bar.top && bottom < bar.bottom;
            }"""
        ), "what has the focus is hidden by the bar"
    way_on.click()
    page.wait_for_url("**/unterzeichnen/unterschrift/")


def test_without_scripts_sections_are_links_and_pages_are_pictures(
    browser: Browser, mayor: Mayor, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE", viewport={"width": 390, "height": 844})
    page = let_in(context, mayor, live_server)
    expect(page.locator(".reading-bar")).to_contain_text("12 Abschnitte")
    page.locator(".section-list a", has_text="Themen").click()
    expect(page.locator("#abschnitt-3")).to_be_in_viewport()
    page.get_by_role("link", name="Seite 1 von").click()
    region = page.get_by_role("region", name="Seite 1")
    assert (region.locator("img").bounding_box() or {"width": 0})["width"] > 2 * 390 - 20, "larger than the phone"
    page.get_by_role("link", name="Zurück zur Vereinbarung").click()
    page.get_by_role("link", name="Weiter zur Unterschrift").click()
    page.wait_for_url("**/unterzeichnen/unterschrift/")
    context.close()
