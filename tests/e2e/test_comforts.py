"""What portal.js adds: nothing is sent twice, nothing typed is lost."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from staff.models import User
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import PASSWORD

pytestmark = pytest.mark.usefixtures("live_server")


def test_an_impatient_double_click_sends_a_form_once(page: Page) -> None:
    page.goto("/anmelden/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Anmelden").dblclick()
    expect(page.get_by_role("alert")).to_be_visible()
    assert len(sent) == 1
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert len(sent) == 2, "after a refused form it can be sent again"


def test_after_back_a_form_can_be_sent_again(page: Page) -> None:
    page.goto("/passwort-vergessen/")
    page.get_by_label("E-Mail-Adresse").fill("niemand@lpr.example")
    page.get_by_role("button", name="Link anfordern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte sehen Sie in Ihr Postfach")
    page.go_back()
    page.get_by_role("button", name="Link anfordern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte sehen Sie in Ihr Postfach")


def test_what_was_typed_survives_the_end_of_the_session(page: Page, sign_in: Callable[[User], None]) -> None:
    agreement = issued()
    caseworker = caseworker_of(agreement.commune)
    sign_in(caseworker)
    withdrawal = f"{agreement.get_absolute_url()}zurueckziehen/"
    page.goto(withdrawal)
    page.get_by_label("Grund").fill("Die Kommune bittet um eine längere Laufzeit.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Zurückziehen").click()
    page.get_by_label("E-Mail-Adresse").fill(caseworker.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.goto(withdrawal)
    expect(page.get_by_label("Grund")).to_have_value("Die Kommune bittet um eine längere Laufzeit.")
    page.get_by_role("button", name="Zurückziehen").click()
    expect(page.get_by_role("status")).to_contain_text("ist zurückgezogen")
    kept = page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft'))")
    assert kept == []


def test_what_was_typed_is_there_again_after_leaving_the_page_and_back(
    page: Page, sign_in: Callable[[User], None]
) -> None:
    draft = ready_draft()
    sign_in(caseworker_of(draft.commune))
    for form, label in (("unterzeichnende/", "Grund der Vertretung"), ("bearbeiten/", "E-Mail-Adresse")):
        page.goto(f"{draft.get_absolute_url()}{form}")
        page.get_by_label(label).fill("neu@musterstadt.example")
        page.get_by_role("link", name="Kommunen").first.click()
        page.go_back()
        expect(page.get_by_label(label)).to_have_value("neu@musterstadt.example")
