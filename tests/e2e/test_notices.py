"""A notice of change in the browser: the office records it, the mayor confirms it on a phone; every page is whole."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from agreements.models import ChangeNotice, PreAgreement
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core.actors import SYSTEM
from staff.models import User
from tests.e2e.inspector import Inspector
from tests.factories.communes import TopicFactory
from tests.factories.facts import ContactFactory
from tests.factories.notices import link_of, waiting_notice
from tests.factories.ready_agreements import caseworker_of, ready_draft

pytestmark = pytest.mark.usefixtures("live_server")

LONG = "Dr. Maximiliane-Friederike von und zu Hohenstein-Wermsdorf"


@pytest.fixture
def agreement(transactional_db: None, sign_in: Callable[[User], None]) -> PreAgreement:
    """In force; its caseworker is signed in."""
    draft = ready_draft(term_from=date(2025, 9, 1), contact_name=LONG)
    pre_agreement.record_paper(
        draft, actor=SYSTEM, paper=PaperSignatures(date(2025, 9, 1), f"Bürgermeisterin {LONG}", "Petra Muster")
    )
    sign_in(caseworker_of(draft.commune))
    return draft


def test_from_the_office_to_the_mayors_phone_and_back(
    page: Page,
    inspector: Inspector,
    agreement: PreAgreement,
    phone: BrowserContext,
    newest_link: Callable[[], str],
) -> None:
    ContactFactory(
        commune=agreement.commune,
        salutation="female",
        first_name="Nora",
        last_name="Neumuster",
        function="Leitung Hauptamt",
        email="praevention.und.ordnung.der.stadtverwaltung@musterstadt-im-vogtland.example",
    )
    TopicFactory(name="Zivilcourage")
    page.goto(agreement.get_absolute_url())
    page.get_by_role("link", name="Änderungsmitteilung erfassen").click()
    inspector.check("form of a notice")
    page.get_by_role("button", name="An die Kommune senden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("form of a notice with errors")
    page.get_by_label("Zivilcourage").check()
    nora = page.get_by_role("option", name="Nora Neumuster, Leitung Hauptamt, ").get_attribute("value")
    page.get_by_label("Neue Ansprechperson der Kommune").select_option(nora)
    page.get_by_label("Wie hat die Kommune das mitgeteilt?").select_option("am Telefon")
    page.get_by_label("Anmerkung dazu (freiwillig)").fill("Anruf des Hauptamts am 28.11.2026")
    page.get_by_role("button", name="An die Kommune senden").click()
    expect(page.get_by_text("Die Mitteilung ist auf dem Weg")).to_be_visible()
    inspector.check("a notice that waits")

    mayors = phone.new_page()
    on_the_phone = Inspector(mayors)
    mayors.goto(newest_link())
    expect(mayors.get_by_role("heading", level=1)).to_have_text("Änderung bestätigen")
    on_the_phone.check("the mayor reads")
    mayors.get_by_role("link", name="Das stimmt nicht").click()
    on_the_phone.check("the mayor may say what is wrong")
    mayors.get_by_role("link", name="Zurück zur Mitteilung").click()
    mayors.get_by_role("button", name="Änderung bestätigen").click()
    expect(mayors.get_by_role("heading", level=1)).to_have_text("Vielen Dank, die Änderung ist bestätigt")
    on_the_phone.check("the mayor has confirmed")
    mayors.go_back()
    mayors.reload()
    expect(mayors.get_by_role("heading", level=1)).to_have_text("Vielen Dank, die Änderung ist bestätigt")

    page.goto(ChangeNotice.objects.get().get_absolute_url())
    inspector.check("a confirmed notice")
    page.goto(agreement.get_absolute_url())
    expect(page.get_by_text(f"seit {timezone.localdate():%d.%m.%Y} durch Änderungsmitteilung").first).to_be_visible()
    inspector.check("the agreement with its notice")


def test_saying_no_and_taking_back(page: Page, inspector: Inspector, agreement: PreAgreement) -> None:
    notice = waiting_notice(agreement)
    page.goto(f"{notice.get_absolute_url()}zurueckziehen/")
    inspector.check("taking a notice back")
    page.goto(link_of(notice))
    page.get_by_role("link", name="Das stimmt nicht").click()
    page.get_by_role("button", name="Nicht bestätigen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("a refusal without a reason")
    page.get_by_label("Was stimmt nicht?").fill("Frau Neumuster heißt anders.")
    page.get_by_role("button", name="Nicht bestätigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Antwort ist angekommen")
    inspector.check("a refusal has arrived")
    page.goto(notice.get_absolute_url())
    expect(page.get_by_text("Frau Neumuster heißt anders.")).to_be_visible()
    inspector.check("a refused notice")
