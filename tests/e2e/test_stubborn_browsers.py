"""Double clicks, Back, reload, a second device, a code that expired while drawing: what browsers do, and people."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from agreements.models import Ceremony, PreAgreement, Signature
from core.models import JournalEntry
from tests.agreements.ceremony_pages import Mayor
from tests.e2e.pad import agree, choose_drawing, draw, ink, last_tap, sheet_of, strokes, take_over
from tests.e2e.test_ceremony_accessibility import go_to_signature
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import PASSWORD

pytestmark = [pytest.mark.usefixtures("live_server", "timestamp_authority"), pytest.mark.slow]

Newest = Callable[[], str]
SIGNED = "Vielen Dank, Sie haben unterzeichnet"


@pytest.fixture
def agreement(transactional_db: None) -> PreAgreement:
    return issued()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_drawing_outlives_the_code(
    page: Page, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    go_to_signature(page, newest_link, newest_code)
    choose_drawing(page)
    draw(page)
    drawn = strokes(page)
    Ceremony.objects.update(identified_at=timezone.now() - timedelta(hours=3))
    sheet_of(page).get_by_role("button", name="Unterschrift übernehmen", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Bitte geben Sie noch einmal einen Code ein")
    assert not Signature.objects.exists()
    page.get_by_role("button", name="Code anfordern").or_(page.get_by_role("button", name="Neuen Code")).first.click()
    page.get_by_label("Code").fill(newest_code())
    page.get_by_role("button", name="Code prüfen").click()
    page.get_by_role("link", name="Weiter zur Unterschrift").click()
    assert strokes(page) == drawn
    assert ink(page, "picture") > 0
    page.get_by_role("button", name="Gezeichnete Unterschrift übernehmen").click()
    last_tap(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(SIGNED)
    assert page.evaluate("sessionStorage.length") == 0


def test_double_click_back_and_reload_make_one_signature(
    page: Page, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    go_to_signature(page, newest_link, newest_code)
    take_over(page)
    agree(page)
    page.get_by_role("button", name="Vereinbarung unterzeichnen").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(SIGNED)
    page.go_back()
    page.goto("/unterzeichnen/unterschrift/")
    expect(page.get_by_role("heading", level=1)).to_have_text(SIGNED)
    page.reload()
    assert heading(page) == SIGNED
    assert Signature.objects.count() == 1


def test_the_second_device_learns_that_it_is_signed(
    page: Page, phone: BrowserContext, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    go_to_signature(page, newest_link, newest_code)
    second = phone.new_page()
    go_to_signature(second, newest_link, newest_code)
    for device in (page, second):
        take_over(device)
    last_tap(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(SIGNED)
    last_tap(second)
    expect(second.get_by_role("main")).to_contain_text("unterzeichnet")
    assert Signature.objects.count() == 1


def test_a_double_click_countersigns_once(
    page: Page,
    sign_in: Callable[..., None],
    agreement: PreAgreement,
    newest_link: Newest,
    newest_code: Newest,
) -> None:
    with ThreadPoolExecutor(1) as thread:  # signing runs an event loop of its own, the browser has this thread's
        thread.submit(_signed_by, Mayor(newest_link, newest_code)).result()
    sign_in(caseworker_of(agreement.commune))
    page.goto(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/")
    page.get_by_label("Ihr Passwort").fill("falsch")
    page.get_by_role("button", name="Gegenzeichnen").click()
    expect(page.get_by_role("main")).to_contain_text("Das Passwort stimmt nicht")
    page.reload()
    page.get_by_label("Ihr Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Gegenzeichnen").dblclick()
    expect(page.get_by_role("main")).to_contain_text("In Kraft")
    page.go_back()
    page.goto(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/")
    expect(page.get_by_role("main")).to_contain_text("In Kraft")
    assert Signature.objects.count() == 2
    assert JournalEntry.objects.filter(kind="preagreement.countersign").count() == 1
    assert_reload_shows_a_page(page)
    assert Signature.objects.count() == 2


def _signed_by(mayor: Mayor) -> None:
    try:
        mayor.go_to_signature()
        mayor.sign_typed("Erika Musterfrau")
    finally:
        connections.close_all()


def assert_reload_shows_a_page(page: Page) -> None:
    """After every POST that did something the browser stands on a page that reload only fetches again."""
    words = heading(page)
    with page.expect_request(lambda request: request.is_navigation_request()) as asked:
        page.reload()
    assert asked.value.method == "GET"
    assert heading(page) == words


def happened(kind: str) -> int:
    return JournalEntry.objects.filter(kind=kind).count()


def test_reloading_after_each_step_of_the_ceremony_doubles_nothing(
    page: Page, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    page.goto(newest_link())
    page.get_by_role("button", name="Code anfordern").click()
    expect(page.get_by_label("Code")).to_be_visible()
    first = newest_code()
    assert_reload_shows_a_page(page)
    assert newest_code() == first, "no second code is sent"
    page.get_by_label("Code").fill(first)
    page.get_by_role("button", name="Code prüfen").click()
    page.get_by_role("link", name="Weiter zur Unterschrift").wait_for()
    assert_reload_shows_a_page(page)
    page.get_by_role("link", name="Weiter zur Unterschrift").click()
    page.get_by_label("Ihr Vor- und Nachname").fill("Erika  Musterfrau")
    assert_reload_shows_a_page(page)
    take_over(page)
    assert_reload_shows_a_page(page)
    last_tap(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(SIGNED)
    assert_reload_shows_a_page(page)
    assert Signature.objects.count() == 1
    assert happened("preagreement.sign_by_commune") == 1


@pytest.mark.parametrize(
    ("address", "label", "button", "kind"),
    [
        ("ablehnen", "Grund", "Nicht unterzeichnen", "preagreement.decline"),
        ("aenderung", "Was soll sich ändern?", "Änderung wünschen", "preagreement.request_change"),
        ("frage", "Ihre Frage", "Frage senden", "preagreement.question"),
    ],
)
def test_reloading_after_own_words_sends_them_once(
    page: Page,
    agreement: PreAgreement,
    newest_link: Newest,
    newest_code: Newest,
    address: str,
    label: str,
    button: str,
    kind: str,
) -> None:
    go_to_signature(page, newest_link, newest_code)
    page.goto(f"/unterzeichnen/{address}/")
    page.get_by_label(label).fill("Bitte rufen Sie mich an.")
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
    assert_reload_shows_a_page(page)
    assert happened(kind) == 1
    page.go_back()
    page.goto(f"/unterzeichnen/{address}/")
    assert happened(kind) == 1


def test_reloading_after_sending_and_sending_the_link_again(
    page: Page, sign_in: Callable[..., None], transactional_db: None
) -> None:
    draft = ready_draft()
    sign_in(caseworker_of(draft.commune))
    page.goto(draft.get_absolute_url())
    page.get_by_role("button", name="senden").dblclick()
    expect(page.get_by_role("main")).to_contain_text("ausgefertigt")
    assert_reload_shows_a_page(page)
    assert happened("preagreement.issue") == 1
    page.get_by_role("button", name="Link").click()
    expect(page.get_by_role("main")).to_contain_text("Ein neuer Link ist auf dem Weg")
    assert_reload_shows_a_page(page)
    assert happened("preagreement.resend_link") == 1
