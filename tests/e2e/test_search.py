"""The search in the head of every page: by keyboard alone, as it is heard, and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from asskomm.desk.search import words
from communes.daily_work.saving import take_note
from staff.actors import StaffActor
from staff.models import User
from tests.e2e.inspector import Inspector
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.facts import ContactFactory, TaskFactory
from tests.factories.ready_agreements import caseworker_of, ready_draft

pytestmark = [pytest.mark.usefixtures("live_server", "transactional_db"), pytest.mark.slow]


@pytest.fixture
def user() -> User:
    """Who is in charge of a commune with something of everything."""
    agreement = ready_draft()
    commune = agreement.commune
    user = caseworker_of(commune)
    ContactFactory(commune=commune, last_name="Ordnungsmuster")
    for title in (
        "Graffiti ansehen",
        "Graffiti melden",
        "Praxisbeispiele zu Graffiti senden",
        "Wegen Graffiti anrufen",
    ):
        TaskFactory(commune=commune, title=title)
    text = "Am Bahnhof gibt es wieder Graffiti, die Stadt bittet um Praxisbeispiele."
    take_note(commune, text, kind="call", called_on=None, nonce="n", actor=StaffActor(user))
    OfficeHolderFactory(commune=CommuneFactory(name="Beispielhain"), last_name="Beispielfrau")
    words.learn()
    return user


def test_by_keyboard_from_any_page(
    page: Page, user: User, sign_in: Callable[[User], None], inspector: Inspector
) -> None:
    sign_in(user)
    page.goto("/kommunen/")
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Suche")
    expect(field).to_be_focused()
    field.press_sequentially("musterst grafiti")
    options = page.get_by_role("listbox", name="Treffer").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(page.locator("[data-search-status]")).to_contain_text("6 Treffer")
    expect(page.get_by_role("search", name="Im ganzen Portal")).to_contain_text("„grafiti“ gesucht als graffiti")
    inspector.check("search with hits")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox", name="Treffer")).to_be_hidden()
    field.fill("beispielfrau")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stadt Beispielhain")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Suche").press_sequentially("graffiti")
    expect(options.first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Suche")
    inspector.check("page of results")
    page.goto("/suche/?q=gibtesnicht")
    inspector.check("nothing found")


def test_without_scripts(
    browser: Browser, user: User, page: Page, sign_in: Callable[[User], None], base_url: str
) -> None:
    sign_in(user)
    with browser.new_context(
        java_script_enabled=False, base_url=base_url, storage_state=page.context.storage_state()
    ) as context:
        plain = context.new_page()
        plain.goto("/arbeit/")
        plain.get_by_role("searchbox", name="Suche", exact=True).fill("graffiti")
        plain.get_by_role("searchbox", name="Suche", exact=True).press("Enter")
        expect(plain.get_by_role("heading", level=1)).to_have_text("Suche")
        expect(plain.get_by_role("main").get_by_role("link")).to_have_count(6)
        plain.get_by_role("link", name="Notiz").click()
        expect(plain.locator("li:target")).to_contain_text("Am Bahnhof")
