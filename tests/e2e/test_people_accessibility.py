"""The pages about people: codes by telephone and letter, deputies, questions, wishes, the council's resolution."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.models import CouncilResolution, PreAgreement
from staff.models import User
from tests.agreements.ceremony_pages import Mayor
from tests.e2e.inspector import Inspector
from tests.factories.communes import OfficeHolderFactory
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft

pytestmark = pytest.mark.usefixtures("live_server")

Newest = Callable[[], str]
SignIn = Callable[[User], None]


def issued_by(channel: str) -> PreAgreement:
    return issued(ready_draft(template_version=published_template(code_channel=channel)))


def open_as_mayor(page: Page, mayor: Mayor, path: str) -> None:
    """On in the browser with the cookie of Django's client."""
    cookie = mayor.client.cookies["unterzeichnung"]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": cookie["path"]}]
    )
    page.goto(path)


def test_a_code_by_telephone_from_both_sides(
    page: Page, inspector: Inspector, transactional_db: None, sign_in: SignIn, newest_link: Newest
) -> None:
    agreement = issued_by("phone")
    page.goto(newest_link())
    inspector.check("mayor before the call")
    page.get_by_role("button", name="Bitte rufen Sie mich an").click()
    expect(page.get_by_role("heading", name="Wir rufen Sie an")).to_be_visible()
    inspector.check("mayor waits for the call")
    sign_in(caseworker_of(agreement.commune))
    page.goto("/arbeit/")
    inspector.check("desk with a call that waits")
    page.goto(agreement.get_absolute_url())
    inspector.check("agreement with a call that waits")
    page.get_by_role("link", name="Code vorlesen").click()
    inspector.check("before reading out")
    page.get_by_role("button", name="Code anzeigen").click()
    inspector.check("the code")
    code = page.locator(".spoken-code").inner_text()
    page.goto("/unterzeichnen/")
    page.get_by_label("Code").fill("000 000" if code != "000 000" else "111 111")
    page.get_by_role("button", name="Code prüfen").click()
    expect(page.get_by_role("alert")).to_contain_text("noch 4 Versuche")
    inspector.check("mayor with a wrong code")
    page.get_by_label("Code").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vereinbarung lesen")


def test_a_code_by_letter_from_both_sides(
    page: Page, inspector: Inspector, transactional_db: None, sign_in: SignIn, newest_link: Newest
) -> None:
    agreement = issued_by("letter")
    page.goto(newest_link())
    inspector.check("mayor before the letter")
    sign_in(caseworker_of(agreement.commune))
    page.goto(agreement.get_absolute_url())
    page.get_by_role("link", name="Brief mit Code drucken").click()
    inspector.check("letter")
    page.get_by_label("Anschrift").fill("Zu kurz")
    page.get_by_role("button", name="Brief mit Code drucken").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("letter without a street")
    page.get_by_label("Anschrift").fill("Stadt Musterstadt\nMarkt 1\n08999 Musterstadt")
    with page.expect_download() as download:
        page.get_by_role("button", name="Brief mit Code drucken").click()
    assert download.value.suggested_filename.endswith("-Brief-mit-Code.pdf")


def test_a_question_and_its_answer(
    page: Page,
    inspector: Inspector,
    transactional_db: None,
    sign_in: SignIn,
    newest_link: Newest,
    newest_code: Newest,
) -> None:
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    open_as_mayor(page, mayor, "/unterzeichnen/lesen/")
    page.get_by_role("link", name="Eine Frage stellen").click()
    page.get_by_role("button", name="Frage senden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("an empty question")
    page.get_by_label("Ihre Frage").fill("Gilt § 3 auch für die Donaudampfschifffahrtsgesellschaftsgebäude? " * 5)
    page.get_by_role("button", name="Frage senden").click()
    expect(page.get_by_text("Ihre Frage ist angekommen")).to_be_visible()
    inspector.check("asked")
    sign_in(caseworker_of(agreement.commune))
    page.goto(agreement.get_absolute_url())
    inspector.check("agreement with a question")
    page.get_by_role("link", name="Frage beantworten").click()
    inspector.check("answering")
    page.get_by_label("Ihre Antwort").fill("Ja.")
    page.get_by_role("button", name="Antwort senden").click()
    inspector.check("agreement with an answer")


def test_a_wish_for_a_change(
    page: Page,
    inspector: Inspector,
    transactional_db: None,
    sign_in: SignIn,
    newest_link: Newest,
    newest_code: Newest,
) -> None:
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    open_as_mayor(page, mayor, "/unterzeichnen/aenderung/")
    inspector.check("wishing")
    page.get_by_role("button", name="Änderung wünschen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("an empty wish")
    page.get_by_label("Was soll sich ändern?").fill("In § 4 bitte den Bauhof nennen.")
    page.get_by_role("button", name="Änderung wünschen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Änderungswunsch ist angekommen")
    inspector.check("wished")
    sign_in(caseworker_of(agreement.commune))
    page.goto(agreement.get_absolute_url())
    expect(page.get_by_role("heading", name="Die Kommune wünscht eine Änderung")).to_be_visible()
    inspector.check("draft with a wish")


def test_a_deputy_and_the_council(page: Page, inspector: Inspector, transactional_db: None, sign_in: SignIn) -> None:
    draft = ready_draft(template_version=published_template(council_resolution_required=True))
    names = {"title": "Dr.", "first_name": "Maximiliane-Friederike", "last_name": "von und zu Hohenstein-Wermsdorf"}
    for rank in (1, 2):
        OfficeHolderFactory(commune=draft.commune, office="deputy", deputy_rank=rank, **names)
    sign_in(caseworker_of(draft.commune))
    page.goto(f"{draft.get_absolute_url()}unterzeichnende/")
    inspector.check("who signs")
    page.get_by_label("(2. Stellvertretung)").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("a deputy without a reason")
    page.get_by_label("Grund der Vertretung").fill("Urlaub der Bürgermeisterin bis 12.12.2026")
    page.get_by_label("Warum ist auch die vorrangige").fill("erkrankt")
    page.get_by_role("button", name="Speichern").click()
    inspector.check("draft for a deputy")
    page.goto(f"{draft.get_absolute_url()}ratsbeschluss/")
    inspector.check("resolution")
    page.get_by_label("gefasst", exact=True).check()
    page.get_by_role("button", name="Beschluss speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("resolution without its details")
    last_week = timezone.localdate() - timedelta(days=7)
    CouncilResolution.objects.create(
        agreement=draft, state="passed", number="SR 2026/117", passed_on=last_week, draft_on=last_week
    )
    page.goto(f"{draft.get_absolute_url()}ratsbeschluss/")
    inspector.check("resolution about an older draft")
    page.goto(draft.get_absolute_url())
    inspector.check("draft that changed after the council")
