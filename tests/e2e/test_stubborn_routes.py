"""The other routes and the staff's steps in a stubborn browser: each is clicked twice, left with Back and reloaded."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.models import Invitation, PaperScan, PreAgreement, Signature
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core import files
from core.actors import SYSTEM
from staff.models import Role, User
from tests.e2e.test_ceremony_accessibility import go_to_signature
from tests.e2e.test_stubborn_browsers import assert_reload_shows_a_page, happened
from tests.factories.qualified import Provider, saved_again, sign_like_a_tool, trusted_provider
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft
from tests.factories.staff import UserFactory

pytestmark = [pytest.mark.usefixtures("live_server", "timestamp_authority", "transactional_db"), pytest.mark.slow]

Newest = Callable[[], str]
SignIn = Callable[[User], None]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with trusted_provider() as made:
        yield made


def sent(level: str) -> PreAgreement:
    return issued(ready_draft(template_version=published_template(signature_level=level)))


def issued_bytes(agreement: PreAgreement) -> bytes:
    return files.read(agreement.versions.get().issued_file)


def in_force() -> PreAgreement:
    draft = ready_draft(term_from=date(2025, 9, 1), term_until=date(2027, 12, 31))
    pre_agreement.record_paper(
        draft, actor=SYSTEM, paper=PaperSignatures(date(2025, 9, 1), "Bürgermeister Max Mustermann", "Petra Muster")
    )
    return draft


def day(days_ago: int) -> str:
    return (timezone.localdate() - timedelta(days=days_ago)).isoformat()


def test_a_file_signed_outside_is_taken_once(
    page: Page, provider: Provider, newest_link: Newest, newest_code: Newest, tmp_path: Path
) -> None:
    agreement = sent("qualified")
    with ThreadPoolExecutor(1) as thread:  # signing runs an event loop of its own, the browser has this thread's
        signed = thread.submit(sign_like_a_tool, issued_bytes(agreement), provider.person()).result()
    right, wrong = tmp_path / "signiert.pdf", tmp_path / "gespeichert.pdf"
    right.write_bytes(signed)
    wrong.write_bytes(saved_again(signed))
    go_to_signature(page, newest_link, newest_code)
    page.get_by_label("Ich habe die Vereinbarung gelesen").check()
    page.get_by_label("Signierte PDF-Datei").set_input_files(wrong)
    page.get_by_role("button", name="Signierte Datei senden").dblclick()
    expect(page.get_by_role("alert")).to_be_focused()
    page.reload()  # sends the refused file once more
    expect(page.get_by_role("alert").first).to_be_visible()
    assert not Signature.objects.exists()
    page.get_by_label("Signierte PDF-Datei").set_input_files(right)
    page.get_by_role("button", name="Signierte Datei senden").dblclick()
    page.wait_for_url("**/unterzeichnen/beleg/")
    assert_reload_shows_a_page(page)
    page.goto("/unterzeichnen/hochladen/")  # Back would lead to the refusal, where Chromium asks about sending again
    page.wait_for_url("**/unterzeichnen/beleg/")
    assert Signature.objects.count() == 1
    assert happened("preagreement.sign_by_commune") == 1


def test_a_scan_is_handed_in_and_confirmed_once(page: Page, sign_in: SignIn, tmp_path: Path) -> None:
    agreement = sent("paper")
    uploader = caseworker_of(agreement.commune)
    paper = tmp_path / "scan.pdf"
    paper.write_bytes(issued_bytes(agreement))
    sign_in(uploader)
    page.goto(f"/vereinbarungen/{agreement.reference}/scan/hochladen/")
    page.locator("select").nth(0).select_option(index=1)
    page.locator("input[type=date]").nth(0).fill(day(0))
    page.locator("select").nth(1).select_option(index=1)
    page.locator("input[type=date]").nth(1).fill(day(0))
    page.get_by_label("Ort des Originals").fill("Aktenschrank 3")
    page.get_by_label("Scan aller Seiten").set_input_files(paper)
    page.get_by_role("button", name="Scan zur Bestätigung geben").dblclick()
    page.wait_for_url(f"**{agreement.get_absolute_url()}")
    assert_reload_shows_a_page(page)
    assert PaperScan.objects.count() == 1
    page.context.clear_cookies()
    sign_in(UserFactory(role=Role.CASEWORKER))
    page.goto(f"/vereinbarungen/{agreement.reference}/scan/pruefen/")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Ergebnis festhalten").dblclick()
    expect(page.get_by_role("main")).to_contain_text("In Kraft")
    assert_reload_shows_a_page(page)
    page.go_back()
    page.goto(f"/vereinbarungen/{agreement.reference}/scan/pruefen/")
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.IN_FORCE
    assert Signature.objects.count() == 2


def test_withdrawing_counts_once(page: Page, sign_in: SignIn) -> None:
    agreement = issued()
    sign_in(caseworker_of(agreement.commune))
    page.goto(f"{agreement.get_absolute_url()}zurueckziehen/")
    page.get_by_label("Grund").fill("Die Kommune möchte erst im Frühjahr beginnen.")
    page.get_by_role("main").get_by_role("button", name="Zurückziehen").dblclick()
    page.wait_for_url(f"**{agreement.get_absolute_url()}")
    assert_reload_shows_a_page(page)
    page.go_back()
    page.goto(f"{agreement.get_absolute_url()}zurueckziehen/")
    assert happened("preagreement.withdraw") == 1
    assert not Invitation.objects.filter(state=Invitation.State.OPEN).exists()


@pytest.mark.parametrize(
    ("step", "label", "words"),
    [("aendern", "Weitere Änderungen", "Ansprechpartnerin ist ab Mai jemand anderes."),
     ("aufheben", "Grund", "Die Ziele sind erreicht.")],
)  # fmt: skip
def test_a_change_to_an_agreement_in_force_is_begun_once(
    page: Page, sign_in: SignIn, step: str, label: str, words: str
) -> None:
    agreement = in_force()
    sign_in(caseworker_of(agreement.commune))
    page.goto(f"{agreement.get_absolute_url()}{step}/")
    page.get_by_label(label).fill(words)
    if step == "aufheben":
        page.locator("input[type=date]").first.fill(day(-30))
    page.get_by_role("button", name="Entwurf").dblclick()
    expect(page.get_by_role("main")).to_contain_text("Der Entwurf ist angelegt")
    assert_reload_shows_a_page(page)
    page.go_back()
    page.goto(f"{agreement.get_absolute_url()}{step}/")
    assert agreement.amendments.count() == 1
    assert page.url.endswith(agreement.amendments.get().get_absolute_url()), "the second try leads to the first draft"
