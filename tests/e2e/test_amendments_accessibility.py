"""The pages around reminders, lost links, new versions, amendments and terminations; and their refused forms."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.drafting import issuing
from agreements.models import PreAgreement
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core.actors import SYSTEM
from staff.actors import StaffActor
from staff.models import User
from tests.agreements.ceremony_pages import Mayor
from tests.e2e.inspector import Inspector
from tests.factories.agreements import PreAgreementFactory
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft

pytestmark = pytest.mark.usefixtures("live_server")

SIGNED_ON = date(2025, 9, 1)
LONG = "Dr. Maximiliane-Friederike von und zu Hohenstein-Wermsdorf"


@pytest.fixture
def agreement(transactional_db: None, sign_in: Callable[[User], None]) -> PreAgreement:
    """In force; its caseworker is signed in."""
    draft = ready_draft(term_from=SIGNED_ON, contact_name=LONG)
    pre_agreement.record_paper(
        draft, actor=SYSTEM, paper=PaperSignatures(SIGNED_ON, f"Bürgermeisterin {LONG}", "Petra Muster")
    )
    sign_in(caseworker_of(draft.commune))
    return draft


def test_the_page_for_a_lost_link(page: Page, inspector: Inspector, transactional_db: None) -> None:
    page.goto("/unterzeichnen/link/gibt-es-nicht/")
    page.get_by_role("link", name="Link noch einmal senden lassen").click()
    inspector.check("lost link")
    page.get_by_role("button", name="Link noch einmal senden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("lost link without an address")
    for _ in range(6):
        page.goto("/unterzeichnen/link-verloren/")
        page.get_by_label("Ihre E-Mail-Adresse").fill("niemand@musterstadt.example")
        page.get_by_role("button", name="Link noch einmal senden").click()
    inspector.check("too many tries")
    page.goto("/unterzeichnen/link-verloren/unterwegs/")
    inspector.check("asked")


def test_what_changed_in_a_new_version(
    page: Page,
    inspector: Inspector,
    transactional_db: None,
    newest_link: Callable[[], str],
    newest_code: Callable[[], str],
) -> None:
    draft = issued()
    actor = StaffActor(caseworker_of(draft.commune))
    pre_agreement.withdraw(draft, actor=actor, reason="Eine Angabe fehlte.")
    pre_agreement.reopen(draft, actor=actor)
    draft.contact_name = LONG
    draft.save()
    issuing.issue(draft, actor=actor, revision=draft.revision)
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    cookie = mayor.client.cookies["unterzeichnung"]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": cookie["path"]}]
    )
    page.goto("/unterzeichnen/lesen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Das hat sich geändert")
    inspector.check("what changed")
    page.get_by_role("button", name="Weiter zur neuen Fassung").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vereinbarung lesen")
    inspector.check("reading a second version")


def test_the_next_reminder(
    page: Page, inspector: Inspector, transactional_db: None, sign_in: Callable[[User], None]
) -> None:
    draft = issued()
    sign_in(caseworker_of(draft.commune))
    page.goto(draft.get_absolute_url())
    inspector.check("next reminder")
    page.get_by_role("button", name="Erinnerungen anhalten").click()
    expect(page.get_by_text("Erinnerungen sind angehalten.", exact=True)).to_be_visible()
    inspector.check("reminders paused")


def test_agreeing_on_a_change(page: Page, inspector: Inspector, agreement: PreAgreement) -> None:
    page.goto(agreement.get_absolute_url())
    page.get_by_role("link", name="Änderung vereinbaren").click()
    inspector.check("form of an amendment")
    page.get_by_label("E-Mail-Adresse").fill("keine")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("form of an amendment with errors")
    page.get_by_label("E-Mail-Adresse").fill("ordnungsamt@musterstadt.example")
    page.get_by_label("Weitere Änderungen").fill("§ 4 wird um folgenden Absatz ergänzt:\n\nDie Kommune berichtet.")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_role("heading", name="Was sich ändert")).to_be_visible()
    inspector.check("draft of an amendment")


def test_agreeing_on_the_end(page: Page, inspector: Inspector, agreement: PreAgreement) -> None:
    page.goto(f"{agreement.get_absolute_url()}aufheben/")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("form of a termination with errors")
    PreAgreementFactory(
        commune=agreement.commune,
        kind="amendment",
        amends=agreement,
        reference=f"{agreement.reference}-A1",
        status="in_force",
        signed_on=timezone.localdate(),
        contact_name="Nora Neumuster",
    )
    PreAgreementFactory(
        commune=agreement.commune,
        kind="termination",
        amends=agreement,
        reference=f"{agreement.reference}-K1",
        status="in_force",
        signed_on=timezone.localdate(),
        last_day=timezone.localdate() + timedelta(days=60),
        wording="Die Ziele sind erreicht.",
    )
    page.goto(agreement.get_absolute_url())
    inspector.check("chain of agreements")
    page.goto(f"{agreement.get_absolute_url()[:-1]}-K1/")
    inspector.check("termination")
    page.goto(agreement.commune.get_absolute_url())
    inspector.check("commune's file with a chain")
    page.goto("/vereinbarungen/?art=termination")
    inspector.check("list of terminations")
