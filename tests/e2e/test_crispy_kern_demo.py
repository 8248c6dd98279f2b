"""The form pack's demo: every field in every state is accessible, on a phone and on a desk, light and dark."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.crispy_kern_demo import running_demo
from tests.e2e.inspector import Inspector

pytestmark = pytest.mark.xdist_group("crispy_kern_demo")


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    with running_demo() as address:
        yield address


@pytest.mark.parametrize("path", ["/", "/layout/"])
def test_a_page_of_the_demo_is_accessible(page: Page, inspector: Inspector, demo: str, path: str) -> None:
    page.goto(demo + path)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    inspector.check(f"demo {path}")


@pytest.mark.parametrize("path", ["/form/", "/formset/"])
def test_a_refused_form_gives_its_summary_the_focus_and_leads_into_the_field(
    page: Page, inspector: Inspector, demo: str, path: str
) -> None:
    page.goto(demo + path)
    page.get_by_role("button", name="Speichern", exact=True).click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    inspector.check(f"demo {path}, refused")
    summary.get_by_role("link").first.click()
    expect(page.get_by_role("textbox", name=re.compile("Name")).first).to_be_focused()


def test_a_page_speaks_the_language_of_its_reader(browser: Browser, demo: str) -> None:
    page = browser.new_page(locale="en-GB")
    page.goto(demo + "/form/")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Please check your entries")
    page.close()
