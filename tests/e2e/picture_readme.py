"""Takes the README's pictures: ``pytest -o python_files='picture_*.py' tests/e2e``."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, expect

from agreements.models import PreAgreement
from asskomm.desk.demo_cases import accounts
from staff.models import User

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"

pytestmark = pytest.mark.usefixtures("timestamp_authority")


def test_pictures(
    page: Page,
    phone: BrowserContext,
    sign_in: Callable[[User], None],
    newest_link: Callable[[], str],
    newest_code: Callable[[], str],
) -> None:
    call_command("load_register")
    call_command("load_demo")
    sign_in(User.objects.get(email=accounts.FIRST))
    page.set_viewport_size({"width": 1366, "height": 800})
    page.goto("/arbeit/")
    page.screenshot(path=PICTURES / "work.png")
    draft = PreAgreement.objects.get(status="draft", commune="14999010")
    page.goto(draft.get_absolute_url())
    page.get_by_role("button", name="Zur Unterschrift senden").click()
    page.screenshot(path=PICTURES / "agreement.png")

    mayor = phone.new_page()
    mayor.goto(newest_link())
    mayor.get_by_role("button", name="Code anfordern").click()
    mayor.get_by_label("Code").fill(newest_code())
    mayor.get_by_role("button", name="Code prüfen").click()
    mayor.get_by_label("Ich habe die Vereinbarung gelesen").check()
    mayor.get_by_role("button", name="Weiter zur Unterschrift").click()
    mayor.get_by_label("Mit Finger, Stift oder Maus zeichnen").check()
    canvas = mayor.locator("[data-signature-canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    mayor.mouse.move(box["x"] + 30, box["y"] + 60)
    mayor.mouse.down()
    for step in range(24):
        mayor.mouse.move(box["x"] + 30 + 9 * step, box["y"] + 60 + (30 if step % 3 else -25))
    mayor.mouse.up()
    mayor.evaluate("window.scrollTo(0, 0)")
    mayor.screenshot(path=PICTURES / "phone.png", full_page=True)
    mayor.get_by_role("button", name="Vereinbarung unterzeichnen").click()
    expect(mayor.get_by_role("heading", level=1)).to_have_text("Vielen Dank, Sie haben unterzeichnet")
