"""What browsers do, and people: a code that expired while somebody was drawing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.models import Ceremony, PreAgreement, Signature
from tests.e2e.pad import draw, ink, strokes
from tests.e2e.test_ceremony_accessibility import go_to_signature
from tests.factories.ready_agreements import issued

pytestmark = [pytest.mark.usefixtures("live_server", "timestamp_authority"), pytest.mark.slow]

Newest = Callable[[], str]
SIGNED = "Vielen Dank, Sie haben unterzeichnet"


@pytest.fixture
def agreement(transactional_db: None) -> PreAgreement:
    return issued()


def test_a_drawing_outlives_the_code(
    page: Page, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    go_to_signature(page, newest_link, newest_code)
    page.get_by_label("Mit Finger, Stift oder Maus zeichnen").check()
    draw(page)
    drawn = strokes(page)
    Ceremony.objects.update(identified_at=timezone.now() - timedelta(hours=3))
    page.get_by_role("button", name="Vereinbarung unterzeichnen").click()
    expect(page.get_by_role("main")).to_contain_text("Bitte weisen Sie sich noch einmal aus")
    assert not Signature.objects.exists()
    page.get_by_role("button", name="Code anfordern").or_(page.get_by_role("button", name="Neuen Code")).first.click()
    page.get_by_label("Code").fill(newest_code())
    page.get_by_role("button", name="Code prüfen").click()
    page.get_by_label("Ich habe die Vereinbarung gelesen").check()
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    assert strokes(page) == drawn
    assert ink(page) > 0
    page.get_by_role("button", name="Vereinbarung unterzeichnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SIGNED)
    assert page.evaluate("sessionStorage.length") == 0
