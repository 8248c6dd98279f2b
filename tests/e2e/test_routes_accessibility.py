"""The pages of the two other routes: a file signed outside, a print that comes back as a scan."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.models import PaperScan, PreAgreement
from core import files
from staff.models import Role, User
from tests.e2e.inspector import Inspector
from tests.factories.qualified import sign, trusted_provider
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.usefixtures("live_server", "timestamp_authority", "transactional_db")

Newest = Callable[[], str]
SignIn = Callable[[User], None]


def sent(level: str) -> PreAgreement:
    return issued(ready_draft(template_version=published_template(signature_level=level)))


def look(page: Page, name: str) -> None:
    """Keep a picture when somebody wants to look at the pages."""
    if folder := os.environ.get("PICTURES_OF_ROUTES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def identify(page: Page, newest_link: Newest, newest_code: Newest) -> None:
    page.goto(newest_link())
    page.get_by_role("button", name="Code anfordern").click()
    page.get_by_label("Code", exact=True).fill(newest_code())
    page.get_by_role("button", name="Code prüfen").click()


def test_uploading_a_file_signed_outside(
    page: Page, inspector: Inspector, newest_link: Newest, newest_code: Newest
) -> None:
    with trusted_provider():
        sent("qualified")
    identify(page, newest_link, newest_code)
    page.get_by_role("link", name="Weiter zur Unterschrift").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Qualifiziert signieren")
    inspector.check("upload")
    look(page, "upload")
    page.get_by_role("button", name="Signierte Datei senden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("upload without a file")


def test_the_countersigner_reads_what_was_handed_in(page: Page, inspector: Inspector, sign_in: SignIn) -> None:
    with trusted_provider() as provider, ThreadPoolExecutor(1) as thread:  # signing runs an event loop of its own
        agreement = sent("qualified")
        version = agreement.versions.get()
        bytes_issued = files.read(version.issued_file)
        signed = thread.submit(sign, bytes_issued, provider.person(), field="Signatur", box=(70, 80, 270, 160)).result()
    version.commune_signed_file = files.register(files.put(signed, "application/pdf"))
    version.save()
    PreAgreement.objects.filter(pk=agreement.pk).update(status=PreAgreement.Status.COMMUNE_SIGNED)
    sign_in(caseworker_of(agreement.commune))
    page.goto(f"{agreement.get_absolute_url()}eingereicht/")
    expect(page.get_by_role("img", name="Seite 2, wie")).to_have_js_property("naturalWidth", 1191)
    inspector.check("handed in")
    look(page, "handed-in")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "handed-in-phone")
    page.goto(f"{agreement.get_absolute_url()}gegenzeichnen/")
    look(page, "countersign-phone")
    page.set_viewport_size({"width": 1366, "height": 900})
    look(page, "countersign")


def test_printing(page: Page, inspector: Inspector, newest_link: Newest, newest_code: Newest) -> None:
    sent("paper")
    identify(page, newest_link, newest_code)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lesen, ausdrucken, unterschreiben")
    inspector.check("print")
    look(page, "print")


def test_the_scan_and_the_second_person(page: Page, inspector: Inspector, sign_in: SignIn) -> None:
    agreement = sent("paper")
    uploader = caseworker_of(agreement.commune)
    sign_in(uploader)
    page.goto(f"/vereinbarungen/{agreement.reference}/scan/hochladen/")
    inspector.check("scan upload")
    look(page, "scan-upload")
    page.get_by_role("button", name="Scan zur Bestätigung geben").click()
    inspector.check("scan upload with errors")
    page.get_by_label("zwei vertretungsberechtigte Bedienstete gemeinsam").check()
    page.get_by_role("button", name="Scan zur Bestätigung geben").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("two employees without names")
    version = agreement.versions.get()
    PaperScan.objects.create(
        version=version,
        file=version.issued_file,
        employee_name="Maximiliane-Friederike von und zu Hohenstein-Wermsdorf",
        employee_function="Sachgebietsleiterin Ordnung, Sicherheit und Brandschutz",
        second_name="Otto Ordnungsmuster",
        second_function="Leiter des Hauptamts",
        representation_reason="Bürgermeisterin und beide Stellvertretungen sind erkrankt",
        commune_signed_on=timezone.localdate(),
        lpr_signatory=uploader,
        lpr_signed_on=timezone.localdate(),
        place_of_original="Aktenschrank 3",
        uploaded_by=uploader,
    )
    PreAgreement.objects.filter(pk=agreement.pk).update(status="scanned")
    page.context.clear_cookies()
    sign_in(UserFactory(role=Role.CASEWORKER))
    page.goto(f"/vereinbarungen/{agreement.reference}/scan/pruefen/")
    expect(page.locator(".pdf-reader canvas").first).to_be_visible()
    inspector.check("scan check")
    look(page, "scan-check")
    page.get_by_role("button", name="Ergebnis festhalten").click()
    inspector.check("scan check without a finding")
