"""The pages around agreements: on paper, their end, mails that did not arrive, versions; and their refused forms."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from agreements.drafting import issuing
from agreements.models import PreAgreement
from agreements.text import standard_template
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core import files
from core.actors import SYSTEM
from core.models import OutgoingMessage
from core.scans import clean_scan
from staff.actors import StaffActor
from staff.models import User
from tests.core import hostile_scans as scans
from tests.e2e.inspector import Inspector
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft

pytestmark = pytest.mark.usefixtures("live_server")

PAPER = PaperSignatures(
    signed_on=date(2021, 9, 1),
    commune_signatory="Oberbürgermeisterin Dr. Maximiliane-Friederike von und zu Hohenstein-Wermsdorf",
    lpr_signatory="Petra Musterkraft, Sachbearbeitung",
    place_of_original="Ordner „Vereinbarungen 2021“, Raum 2.14",
)


@pytest.fixture
def draft(transactional_db: None, sign_in: Callable[[User], None]) -> PreAgreement:
    """A complete draft; its caseworker is signed in."""
    draft = ready_draft()
    sign_in(caseworker_of(draft.commune))
    return draft


def test_recording_what_is_on_paper(page: Page, inspector: Inspector, draft: PreAgreement) -> None:
    page.goto(draft.commune.get_absolute_url())
    page.get_by_text("Weitere Schritte").click()
    page.get_by_role("link", name="Bestehende Vereinbarung erfassen").click()
    inspector.check("empty form")
    page.get_by_label("Scan").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"MZ"})
    page.get_by_role("button", name="Vereinbarung erfassen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("form with errors")
    page.get_by_label("Tag der letzten Unterschrift").fill("2021-09-01")
    page.get_by_label("Für die Kommune").fill("Bürgermeister Max Mustermann")
    page.get_by_label("Für den Landespräventionsrat").fill("Petra Musterkraft")
    page.get_by_label("Ort des Originals").fill("Ordner 3")
    page.get_by_label("Scan").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": scans.picture("PNG")}
    )
    page.get_by_role("button", name="Vereinbarung erfassen").click()
    expect(page.get_by_role("link", name="Scan herunterladen")).to_be_visible()
    inspector.check("recorded")


def test_one_on_paper_and_its_end(page: Page, inspector: Inspector, draft: PreAgreement) -> None:
    blob = files.put(clean_scan(scans.pdf()), "application/pdf")
    pre_agreement.record_paper(draft, actor=SYSTEM, paper=replace(PAPER, scan=blob))
    page.goto(draft.get_absolute_url())
    inspector.check("agreement on paper")
    page.get_by_role("link", name="Vereinbarung beenden").click()
    inspector.check("its end")
    page.get_by_label("Letzter Tag").fill("2020-01-01")
    page.get_by_role("button", name="Vereinbarung beenden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("a day that is refused")


def test_another_template_for_a_draft_and_giving_it_up(page: Page, inspector: Inspector, draft: PreAgreement) -> None:
    standard_template.load_other_levels()
    page.goto(draft.get_absolute_url())
    page.get_by_role("link", name="Entwurf bearbeiten").click()
    page.get_by_label("Vorlage").select_option(label="Vorvereinbarung ASSKomm, auf Papier, Ausgabe 3")
    inspector.check("another template")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_text("auf Papier, mit Fassung des Portals.")).to_be_visible()
    page.get_by_role("link", name="Entwurf verwerfen").click()
    page.get_by_role("button", name="Entwurf verwerfen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("giving up without a reason")
    page.get_by_label("Grund").fill("Die Stadt möchte erst nach der Wahl des Stadtrats unterzeichnen.")
    page.get_by_role("button", name="Entwurf verwerfen").click()
    expect(page.get_by_role("button", name="Entwurf wieder öffnen")).to_be_visible()
    inspector.check("given up")


def test_two_versions_and_a_mail_that_did_not_arrive(page: Page, inspector: Inspector, draft: PreAgreement) -> None:
    actor = StaffActor(caseworker_of(draft.commune))
    issued(draft)
    pre_agreement.withdraw(draft, actor=actor, reason="Eine Angabe fehlte.")
    pre_agreement.reopen(draft, actor=actor)
    draft.contact_email = "ordnungsamt.und.gewerbe.der.stadtverwaltung@musterstadt-im-vogtland.example"
    draft.save()
    issuing.issue(draft, actor=actor, revision=draft.revision)
    OutgoingMessage.objects.filter(kind="agreements.invitation").update(
        state=OutgoingMessage.State.FAILED, problem="Die Adresse wurde vom Mailserver abgelehnt."
    )
    page.goto(draft.get_absolute_url())
    page.get_by_text("gegenüber der vorigen Fassung").click()
    inspector.check("versions and undelivered mail")
    page.goto("/arbeit/")
    inspector.check("desk with an undelivered mail")
    page.goto(f"{draft.get_absolute_url()}e-mails/")
    inspector.check("mails")
    page.get_by_role("link", name="Adresse berichtigen").click()
    page.get_by_label("Neue E-Mail-Adresse").fill("keine")
    page.get_by_role("button", name="Berichtigen und erneut senden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("an address that is none")
