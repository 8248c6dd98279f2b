"""The main path, word for word, in two browsers: the caseworker's and the mayor's phone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import PreAgreement, Signature
from communes.models import Commune
from tests.core import hostile_scans as scans
from tests.e2e.inspector import Inspector
from tests.e2e.pad import choose_drawing, last_tap, take_over
from tests.e2e.pad import draw as draw_with_a_finger
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory, TopicFactory
from tests.factories.ready_agreements import published_template
from tests.factories.staff import PASSWORD, SigningAuthorityFactory, UserFactory

pytestmark = [pytest.mark.usefixtures("timestamp_authority"), pytest.mark.slow]

Task = Callable[[], None]
Newest = Callable[[], str]


@pytest.fixture
def musterstadt(live_server: LiveServer) -> Commune:
    """A commune with a mayor, in the district of a caseworker who may sign."""
    published_template()
    for topic in ("Vandalismus", "Graffiti"):
        TopicFactory(name=topic)
    commune = CommuneFactory(name="Mühlmusterstadt", ags="14999010")
    OfficeHolderFactory(commune=commune)
    caseworker = UserFactory(email="sabine.muster@lpr.example", first_name="Sabine", last_name="Muster")
    ResponsibilityFactory(district=commune.district, user=caseworker)
    SigningAuthorityFactory(user=caseworker)
    return commune


def sign_in(page: Page) -> None:
    page.goto("/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill("sabine.muster@lpr.example")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meine Arbeit")


def prepare_and_send(page: Page, inspector: Inspector) -> None:
    """Find the commune, prepare the agreement, look at its preview, send it."""
    page.goto("/kommunen/")
    page.get_by_label("Name oder AGS").fill("Muehlmuster")
    page.get_by_label("Zuständig").select_option(label="Meine Zuständigkeit, auch in Vertretung")
    page.get_by_role("button", name="Filtern").click()
    page.get_by_role("link", name="Mühlmusterstadt", exact=True).click()
    inspector.check("commune's file")
    page.get_by_role("link", name="Vorvereinbarung anlegen").click()
    page.get_by_label("Beginn").fill("2028-01-01")
    page.get_by_label("Ende").fill("2027-01-01")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("Das Ende liegt vor dem Beginn")
    inspector.check("form with errors")
    page.get_by_label("Ende").fill("2029-12-31")
    page.get_by_label("Vandalismus").check()
    page.get_by_label("Name", exact=True).fill("Olaf Ordnungsmuster")
    page.get_by_label("E-Mail-Adresse").fill("ordnungsamt@musterstadt.example")
    page.get_by_role("button", name="Entwurf speichern").click()
    inspector.check("draft")
    page.get_by_role("link", name=re.compile("Ändern.*Ratsbeschluss")).click()
    page.get_by_label("gefasst", exact=True).check()
    page.get_by_label("Datum des Beschlusses").fill(timezone.localdate().isoformat())
    page.get_by_label("Nummer des Beschlusses").fill("SR 2026/117")
    page.get_by_label("Stand des Entwurfs").fill(timezone.localdate().isoformat())
    page.get_by_label("Beschluss als Datei").set_input_files(
        {"name": "Niederschrift.png", "mimeType": "image/png", "buffer": scans.picture("PNG")}
    )
    page.get_by_role("button", name="Beschluss speichern").click()
    expect(page.get_by_role("link", name="Ratsbeschluss herunterladen")).to_be_visible()
    preview = page.get_by_role("link", name=re.compile("Vorschau")).get_attribute("href")
    answer = page.request.get(preview or "")
    assert answer.body().startswith(b"%PDF-")
    page.get_by_role("button", name="Zur Unterschrift senden").click()
    expect(page.get_by_role("status")).to_contain_text("auf dem Weg")
    inspector.check("issued agreement")


def read(phone: Page, inspector: Inspector, newest_link: Newest, newest_code: Newest) -> None:
    """The mayor's way to the signature, on the phone."""
    phone.goto(newest_link())
    inspector.check("code, not yet asked for")
    phone.get_by_role("button", name="Code anfordern").click()
    phone.get_by_label("Code").fill("12")
    phone.get_by_role("button", name="Code prüfen").click()
    inspector.check("wrong code")
    phone.get_by_label("Code").fill(newest_code())
    phone.get_by_role("button", name="Code prüfen").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vereinbarung lesen")
    inspector.check("reading")
    look_at_the_exact_pages(phone, inspector)
    phone.get_by_role("link", name="Weiter zur Unterschrift").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ihre Unterschrift")


def look_at_the_exact_pages(phone: Page, inspector: Inspector) -> None:
    """Pictures of the file that will be signed; a tap enlarges one."""
    picture = phone.get_by_role("link", name="Seite 1 von")
    picture.scroll_into_view_if_needed()
    phone.wait_for_function("() => document.querySelector('.page-pictures img').naturalWidth === 1170")
    picture.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile(r"Seite 1 von \d+"))
    inspector.check("a page of the exact file")
    phone.get_by_role("link", name="Zurück zur Vereinbarung").click()


def type_name(phone: Page) -> None:
    expect(phone.get_by_label("Ihr Vor- und Nachname")).to_have_value("Erika Musterfrau")


def draw(phone: Page) -> None:
    choose_drawing(phone)
    draw_with_a_finger(phone)


def verify(page: Page, inspector: Inspector, pdf: Path, code: str) -> None:
    """Anyone checks by code, by upload, and a file with one bit changed."""
    page.goto("/pruefen/")
    page.get_by_label("Prüfcode").fill(code)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_role("main")).to_contain_text("Von beiden Seiten unterzeichnet")
    page.get_by_label("PDF-Datei").set_input_files(pdf)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Echt. Gilt ab 1. Januar 2028")
    expect(page.get_by_role("main")).to_contain_text("Ihre Datei hat Ihr Gerät nicht verlassen")
    inspector.check("genuine file")
    data = bytearray(pdf.read_bytes())
    data[len(data) // 3] ^= 1
    forged = pdf.with_name("veraendert.pdf")
    forged.write_bytes(data)
    page.goto("/pruefen/")
    page.get_by_label("PDF-Datei").set_input_files(forged)
    page.get_by_role("button", name="Prüfen").click()
    page.get_by_role("button", name="Hochladen und prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verändert")
    inspector.check("forged file")


@pytest.mark.parametrize("put_signature", [type_name, draw], ids=["typed", "drawn"])
@pytest.mark.usefixtures("musterstadt")
def test_from_the_register_to_a_signed_and_verified_agreement(
    page: Page,
    inspector: Inspector,
    phone: BrowserContext,
    newest_link: Newest,
    newest_code: Newest,
    run_tasks: Task,
    tmp_path: Path,
    put_signature: Callable[[Page], None],
) -> None:
    sign_in(page)
    prepare_and_send(page, inspector)
    mayor = phone.new_page()
    on_phone = Inspector(mayor)
    read(mayor, on_phone, newest_link, newest_code)
    put_signature(mayor)
    on_phone.check("signature")
    take_over(mayor)
    shown = mayor.get_by_role("img", name="Vorschau: Im Feld der Stadt")
    expect(shown).to_have_js_property("complete", value=True)
    assert shown.evaluate("picture => picture.naturalWidth") > 1000
    on_phone.check("the signature in the document")
    mayor.get_by_role("button", name="Vereinbarung unterzeichnen").click()
    expect(mayor.get_by_text("Bitte stimmen Sie der Vereinbarung zu")).to_be_visible()
    on_phone.check("without consent")
    last_tap(mayor)
    expect(mayor.get_by_role("heading", level=1)).to_have_text("Vielen Dank, Sie haben unterzeichnet")
    on_phone.check("receipt")
    in_two_lines = mayor.get_by_text("gilt ab dem 01.01.2028")
    assert in_two_lines.evaluate("node => parseFloat(getComputedStyle(node).lineHeight)") < 28, "and they stay together"
    method = Signature.objects.get().method
    assert method == ("typed" if put_signature is type_name else "drawn")

    page.goto("/arbeit/")
    page.get_by_role("link", name=re.compile("^LPR-")).first.click()
    page.get_by_role("link", name="Gegenzeichnen").click()
    inspector.check("countersigning")
    page.get_by_label("Ihr Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Gegenzeichnen").click()
    expect(page.get_by_role("status")).to_contain_text("gegengezeichnet und gilt ab dem 01.01.2028")
    inspector.check("agreement in force")
    with page.expect_download() as of_staff:
        page.get_by_role("link", name="Unterzeichnete Fassung herunterladen").click()
    mayor.reload()
    with mayor.expect_download() as of_mayor:
        mayor.get_by_role("link", name="Unterzeichnete Fassung herunterladen").click()
    run_tasks()
    pdf = tmp_path / "signed.pdf"
    of_staff.value.save_as(pdf)
    assert Path(of_mayor.value.path()).read_bytes() == pdf.read_bytes()
    attached = [attachment for message in mail.outbox for attachment in message.attachments]
    agreements = [each.content for each in attached if each.filename.endswith("-unterzeichnet.pdf")]
    assert agreements == [pdf.read_bytes()] * 2, "both sides hold the same file"
    assert len(attached) == 4, "and the evidence sheet"

    version = PreAgreement.objects.get().current_version
    assert version is not None
    verify(page, inspector, pdf, version.check_code)
