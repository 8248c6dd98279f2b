"""Every page, empty and filled, also after a refused form: axe, CSP and small screens find nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from staff.models import User
from tests.e2e.inspector import Inspector
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.usefixtures("live_server")

PUBLIC_PAGES = [
    "/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/anmelden/",
    "/passwort-vergessen/",
    "/passwort-vergessen/gesendet/",
    "/das-gibt-es-nicht/",
    "/unterzeichnen/code/anfordern/",
]


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_public_pages_are_accessible(page: Page, inspector: Inspector, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    inspector.check(path)


def test_a_demonstration_says_so_accessibly(page: Page, inspector: Inspector, demonstration: None) -> None:
    page.goto("/")
    expect(page.get_by_role("region", name="Hinweis zur Demonstration")).to_be_visible()
    inspector.check("/, in a demonstration")


def test_refused_sign_in_names_the_problem_and_stays_accessible(page: Page, inspector: Inspector) -> None:
    page.goto("/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill("niemand@lpr.example")
    page.get_by_label("Passwort").fill("falsch")
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("E-Mail-Adresse oder Passwort stimmen nicht")
    inspector.check("sign-in with wrong password")


def test_error_links_lead_into_the_field(page: Page) -> None:
    page.goto("/anmelden/")
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("alert").get_by_role("link", name=re.compile("^Passwort:")).click()
    expect(page.get_by_label("Passwort")).to_be_focused()


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/impressum/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Zum Inhalt springen")
    expect(skip).to_be_focused()
    skip.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_signing_out_asks_and_is_accessible(page: Page, inspector: Inspector, sign_in: Callable[[User], None]) -> None:
    sign_in(UserFactory())
    page.goto("/abmelden/")
    inspector.check("/abmelden/")
    page.get_by_role("button", name="Abmelden").click()
    expect(page).to_have_url("/")
