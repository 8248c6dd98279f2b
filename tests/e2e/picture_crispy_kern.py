"""Takes the pictures of the form pack's README and stores the HTML its tests compare with: ``make pictures``."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.architecture.test_repository import ROOT
from tests.core.crispy_kern import expected
from tests.e2e.crispy_kern_demo import running_demo

PICTURES = ROOT / "core" / "crispy_kern" / "pictures"


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    with running_demo() as address:
        yield address


def refused_form(browser: Browser, address: str, width: int) -> Page:
    """The form after it was sent empty, as an English reader sees it."""
    page = browser.new_page(locale="en-GB", viewport={"width": width, "height": 800})
    page.goto(f"{address}/form/")
    page.get_by_role("button", name="Save", exact=True).click()
    return page


def test_pictures_of_the_form_pack(browser: Browser, demo: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page = browser.new_page(locale="en-GB", viewport={"width": 1366, "height": 800})
    page.goto(demo)
    for kind, name in (("text", "Text"), ("select", "Select"), ("radio", "Radio buttons")):
        page.get_by_role("region", name=name, exact=True).screenshot(path=PICTURES / f"{kind}.png")
    refused_form(browser, demo, 820).locator("form").screenshot(path=PICTURES / "refused.png")
    refused_form(browser, demo, 390).locator("form").screenshot(path=PICTURES / "phone.png")


def test_expected_html() -> None:
    expected.store_all()
