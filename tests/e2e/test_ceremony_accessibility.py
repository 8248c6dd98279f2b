"""What the main path leaves out of the mayor's pages, and the page on which anyone checks a document."""

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from agreements.evidence.sheets import evidence_of
from agreements.models import PreAgreement
from agreements.verification import views as verify
from agreements.verification.ledger import Finding
from core import files
from core.signing.reasons import Reason
from tests.agreements.both_sides import sign_on_both_sides
from tests.agreements.ceremony_pages import Mayor
from tests.e2e.inspector import Inspector
from tests.e2e.pad import last_tap, take_over
from tests.factories.ready_agreements import issued

pytestmark = pytest.mark.usefixtures("live_server", "timestamp_authority")

Newest = Callable[[], str]


@pytest.fixture
def agreement(transactional_db: None) -> PreAgreement:
    return issued()


def test_a_signature_without_a_name(
    page: Page, inspector: Inspector, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    go_to_signature(page, newest_link, newest_code)
    page.get_by_label("Ihr Vor- und Nachname").fill("")
    page.get_by_role("button", name="Unterschrift übernehmen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("signature without a name")


def test_the_last_tap_asks_for_what_is_missing_where_it_is(
    page: Page, inspector: Inspector, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    go_to_signature(page, newest_link, newest_code)
    page.get_by_label("Ihr Vor- und Nachname").fill("Micky Maus")
    take_over(page)
    inspector.check("another name")
    page.get_by_role("button", name="Vereinbarung unterzeichnen").click()
    box = page.get_by_label("Ich bin Erika Musterfrau und unterschreibe so: „Micky Maus“")
    expect(box).to_be_focused()
    inspector.check("another name, not confirmed")
    box.check()
    page.get_by_role("button", name="Vereinbarung unterzeichnen").click()
    expect(page.get_by_label("Ich habe die Vereinbarung gelesen")).to_be_focused()
    expect(box).to_be_checked()
    expect(page).to_have_title(re.compile("^Fehler: "))
    inspector.check("no consent")


def test_a_name_in_letters_that_our_fonts_do_not_have(
    page: Page, inspector: Inspector, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    go_to_signature(page, newest_link, newest_code)
    page.get_by_label("Ihr Vor- und Nachname").fill("Erika 山")
    page.get_by_role("button", name="Unterschrift übernehmen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Ihr Vor- und Nachname")).to_have_value("Erika 山")
    inspector.check("a name that cannot be set")


def test_a_page_that_does_not_say_what_it_showed(
    page: Page, inspector: Inspector, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    go_to_signature(page, newest_link, newest_code)
    take_over(page)
    page.locator("input[name=shown]").evaluate("field => field.remove()")
    last_tap(page)
    expect(page.get_by_text("Diese Seite war veraltet.")).to_be_visible()
    inspector.check("an outdated page")


def test_signing_by_keyboard_alone(
    page: Page, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    go_to_signature(page, newest_link, newest_code)
    page.get_by_label("Ihr Vor- und Nachname").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("So steht Ihre Unterschrift im Dokument")
    page.get_by_label("Ich habe die Vereinbarung gelesen").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank, Sie haben unterzeichnet")


def test_an_unknown_link_says_what_to_do(page: Page, inspector: Inspector, transactional_db: None) -> None:
    page.goto("/unterzeichnen/link/verstuemmelt/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte öffnen Sie den Link aus der E-Mail")
    expect(page.get_by_role("link", name="Anmelden")).to_have_count(0)
    inspector.check("unknown link")


def test_declining(
    page: Page, inspector: Inspector, agreement: PreAgreement, newest_link: Newest, newest_code: Newest
) -> None:
    go_to_signature(page, newest_link, newest_code)
    take_over(page)
    page.get_by_role("link", name="Ich möchte nicht unterzeichnen").click()
    page.get_by_role("button", name="Nicht unterzeichnen").click()
    inspector.check("declining without a reason")


def test_checking_a_code_that_exists_and_one_that_does_not(
    page: Page, inspector: Inspector, agreement: PreAgreement
) -> None:
    version = agreement.current_version
    assert version
    page.goto("/pruefen/")
    inspector.check("/pruefen/")
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Fehler: ")
    inspector.check("/pruefen/ without anything")
    page.goto(f"/pruefen/?code={version.check_code}")
    expect(page.get_by_role("heading", name=agreement.reference)).to_be_visible()
    inspector.check("/pruefen/ with a code")
    page.goto("/pruefen/?code=AAAA-AAAA-AAAA")
    inspector.check("/pruefen/ with an unknown code")


def test_a_file_is_checked_and_what_to_do_is_said(
    page: Page,
    inspector: Inspector,
    agreement: PreAgreement,
    newest_link: Newest,
    newest_code: Newest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ThreadPoolExecutor(1) as thread:  # signing runs an event loop of its own, the browser has this thread's
        final, sheet = thread.submit(_signed_files, agreement, Mayor(newest_link, newest_code)).result()
    sent: list[int] = []
    examine = verify.ledger.examine

    def watched(data: bytes, code: str = "") -> Finding:
        sent.append(len(data))
        return examine(data, code)

    monkeypatch.setattr(verify.ledger, "examine", watched)
    for name, data, title, words in (
        ("genuine", final, "Echt. In Kraft seit", Reason.GENUINE.advice),
        ("the sheet", sheet, "Echter Nachweis. In Kraft seit", Reason.EVIDENCE.advice),
        ("appended", final + b"\n% noch etwas\n", "Verändert", Reason.APPENDED.advice),
    ):
        page.goto("/pruefen/")
        page.get_by_label("PDF-Datei").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": data})
        page.get_by_role("button", name="Prüfen").click()
        if name == "appended":
            expect(page.get_by_text("muss sie Ihr Gerät verlassen")).to_be_visible()
            assert sent == [], "no file was sent unasked"
            inspector.check("/pruefen/ asks before a file is sent")
            page.get_by_role("button", name="Hochladen und prüfen").click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_contain_text(title)
        expect(heading).to_be_focused()
        assert page.title().startswith(title)
        expect(page.get_by_text(words)).to_be_visible()
        inspector.check(f"/pruefen/ with {name}")
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("limit", "status", "words"),
    [("at once", 503, "in einer Minute noch einmal"), ("per address", 429, "in zehn Minuten noch einmal")],
)
def test_a_file_that_has_to_wait(
    page: Page,
    inspector: Inspector,
    transactional_db: None,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    status: int,
    words: str,
) -> None:
    if limit == "at once":
        settings.INSPECTIONS_AT_ONCE = 0
    else:
        monkeypatch.setattr(verify, "FILES_PER_ADDRESS", 0)
    page.goto("/pruefen/")
    page.get_by_label("PDF-Datei").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"})
    page.get_by_role("button", name="Prüfen").click()
    with page.expect_navigation() as answer:
        page.get_by_role("button", name="Hochladen und prüfen").click()
    assert answer.value
    assert answer.value.status == status
    expect(page.get_by_text(words)).to_be_visible()
    inspector.check(f"/pruefen/ answers {status}")
    if folder := os.environ.get("PICTURES_OF_WAITING"):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{folder}/{status}-{width}.png", full_page=True)


def _signed_files(agreement: PreAgreement, mayor: Mayor) -> tuple[bytes, bytes]:
    """The final file and the evidence sheet."""
    try:
        version = sign_on_both_sides(mayor, agreement=agreement)
        assert version.final_file
        return files.read(version.final_file), files.read(evidence_of(version))
    finally:
        connections.close_all()


def go_to_signature(page: Page, newest_link: Newest, newest_code: Newest) -> None:
    """By Django's client, then on in the browser with its cookie."""
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    cookie = mayor.client.cookies["unterzeichnung"]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": cookie["path"]}]
    )
    page.goto("/unterzeichnen/unterschrift/")
