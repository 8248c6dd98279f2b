"""Takes the pictures of README and handbook: ``make pictures``."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from math import cos, sin
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect

from agreements.models import PreAgreement
from asskomm.demo_data import accounts
from staff.models import User
from tests.e2e.pad import agree, choose_drawing, draw, take_over
from tests.e2e.shots import SCREEN, Strip, shoot
from tests.factories.editions import waiting
from tests.factories.staff import UserFactory
from tests.factories.workbooks import XLSX, workbook

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbuch" / "bilder"

HANDWRITING = [  # loops, the first one high
    (0.1 + turn / 640 + 0.035 * sin(turn / 10), 0.74 - (0.3 if turn < 63 else 0.14) * (1 - cos(turn / 10)))
    for turn in range(440)
]
WORDS = (
    "Die $kommune ($landkreis) und der Landespräventionsrat Sachsen arbeiten in der Allianz Sichere Sächsische "
    "Kommunen (ASSKomm) eng zusammen. Ziel ist, Sicherheit und Ordnung in der Kommune durch Prävention dauerhaft zu "
    "stärken."
)

pytestmark = pytest.mark.usefixtures("timestamp_authority", "demonstration")


@pytest.fixture(autouse=True)
def at_one_address(settings: Any) -> None:
    """In every picture, whatever machine takes it."""
    settings.PUBLIC_URL = "https://portal.example"


def load_the_demo() -> None:
    """In a thread of its own: the demo signs with an event loop, and in this one runs Playwright's."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_load).result()


def _load() -> None:
    call_command("load_register")
    call_command("load_demo")
    connections.close_all()


def test_pictures(
    page: Page,
    phone: BrowserContext,
    sign_in: Callable[[User], None],
    newest_link: Callable[[], str],
    newest_code: Callable[[], str],
    browser: Browser,
    tmp_path: Path,
) -> None:
    load_the_demo()
    sign_in(User.objects.get(email=accounts.FIRST))
    page.set_viewport_size({"width": 1366, "height": 800})
    page.goto("/arbeit/")
    shoot(page, HANDBOOK / "arbeit.webp")
    draft = PreAgreement.objects.get(status="draft", commune="14999010")
    page.goto(draft.get_absolute_url())
    shoot(page, HANDBOOK / "entwurf.webp")
    page.get_by_role("button", name="Zur Unterschrift senden").click()
    shoot(page, HANDBOOK / "versandt.webp")
    mayor, way, pdf = phone.new_page(), Strip(), tmp_path / "unterzeichnet.pdf"
    sign_on_the_phone(mayor, way, newest_link, newest_code)
    countersign(page, draft, pdf)
    check(page, pdf)
    shoot(page, HANDBOOK / "echt.webp")
    check(mayor, pdf)
    way.add("Prüfen", mayor)
    way.compose(browser, HANDBOOK / "weg.webp")


def test_pictures_of_the_import(page: Page, sign_in: Callable[[User], None], run_tasks: Callable[[], None]) -> None:
    load_the_demo()
    sign_in(User.objects.get(role="admin"))
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto("/import/")
    shoot(page, HANDBOOK / "import.webp")
    page.get_by_label("Ausgefüllte Excel-Datei").set_input_files(
        {"name": "Bestand.xlsx", "mimeType": XLSX, "buffer": example_workbook()}
    )
    page.get_by_role("button", name="Hochladen und prüfen").click()
    run_tasks()
    expect(page.get_by_role("heading", level=1)).to_have_text("Das würde übernommen")
    shoot(page, HANDBOOK / "import-vorschau.webp", full_page=True)
    page.get_by_label("fehlerhafte Zeile auslassen").check()
    page.get_by_role("button", name="übernehmen").click()
    run_tasks()
    expect(page.get_by_role("heading", level=1)).to_have_text("Der Import ist übernommen")
    shoot(page, HANDBOOK / "import-uebernommen.webp", full_page=True)


def test_picture_of_a_template(page: Page, sign_in: Callable[[User], None], transactional_db: None) -> None:
    admin = UserFactory(role="admin", first_name="Anna", last_name="Adminmuster")
    version = waiting(admin, WORDS)
    sign_in(UserFactory(role="head", first_name="Lena", last_name="Leitmuster"))
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto(version.get_absolute_url())
    shoot(page, HANDBOOK / "vorlage.webp")


def example_workbook() -> bytes:
    """A few lines about made-up communes of the demo, one of them faulty."""
    person = {"ags": "14999010", "salutation": "Herr", "first_name": "Olaf", "last_name": "Ordnungsmuster"}
    return workbook(
        contacts=[{**person, "function": "Leitung Ordnungsamt", "email": "ordnung@musterstadt.example"}],
        milestones=[
            {"ags": "14999010", "kind": "Kontakt", "on": date(2021, 5, 3), "note": "Anruf im Rathaus"},
            {"ags": "14999010", "kind": "Sicherheitsanalyse", "on": date(2021, 9, 1)},
            {"ags": "1499901", "kind": "Beratung", "on": date(2021, 9, 1)},
        ],
    )


def sign_on_the_phone(mayor: Page, way: Strip, newest_link: Callable[[], str], newest_code: Callable[[], str]) -> None:
    mayor.set_viewport_size(SCREEN)
    link = newest_link()
    way.add_mail("E-Mail", mayor, newest_mail())
    mayor.goto(link)
    mayor.get_by_role("button", name="Code anfordern").click()
    code = newest_code()
    mayor.reload()
    mayor.get_by_label("Code").fill(code)
    way.add("Code", mayor)
    shoot(mayor, HANDBOOK / "code.webp")
    mayor.get_by_role("button", name="Code prüfen").click()
    expect(mayor.get_by_role("heading", level=1)).to_have_text("Vereinbarung lesen")
    way.add("Lesen", mayor)
    mayor.get_by_role("link", name="Weiter zur Unterschrift").click()
    choose_drawing(mayor)
    draw(mayor, HANDWRITING)
    way.add("Unterschrift", mayor)
    shoot(mayor, HANDBOOK / "unterschrift.webp")
    take_over(mayor)
    expect(mayor.get_by_role("img", name="Vorschau")).to_have_js_property("complete", value=True)
    way.add("Im Dokument", mayor)
    agree(mayor)
    mayor.get_by_role("button", name="Vereinbarung unterzeichnen").click()
    expect(mayor.get_by_role("heading", level=1)).to_have_text("Vielen Dank, Sie haben unterzeichnet")
    way.add("Beleg", mayor)


def newest_mail() -> EmailMessage:
    """As a mail program reads it."""
    sent = message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=default)
    assert isinstance(sent, EmailMessage)
    return sent


def countersign(page: Page, agreement: PreAgreement, pdf: Path) -> None:
    page.goto(agreement.get_absolute_url())
    page.get_by_role("link", name="Gegenzeichnen").click()
    shoot(page, HANDBOOK / "gegenzeichnen.webp")
    page.get_by_label("Ihr Passwort").fill(accounts.PASSWORD)
    page.get_by_role("button", name="Gegenzeichnen").click()
    shoot(page, HANDBOOK / "in-kraft.webp")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unterzeichnete Fassung herunterladen").click()
    download.value.save_as(pdf)


def check(page: Page, pdf: Path) -> None:
    page.goto("/pruefen/")
    page.get_by_label("PDF-Datei").set_input_files(pdf)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Echt.")


def test_pictures_of_an_amendment(page: Page, sign_in: Callable[[User], None]) -> None:
    """An agreement of the demo that was changed before, while the next change is drafted."""
    load_the_demo()
    sign_in(User.objects.get(email=accounts.FIRST))
    page.set_viewport_size({"width": 1366, "height": 900})
    agreement = PreAgreement.objects.get(kind="agreement", amendments__kind="amendment")
    page.goto(agreement.get_absolute_url())
    shoot(page, HANDBOOK / "kette.webp")
    page.get_by_role("link", name="Änderung vereinbaren").click()
    page.get_by_label("Ende").fill("2031-12-31")
    page.get_by_role("button", name="Entwurf speichern").click()
    shoot(page, HANDBOOK / "aenderung.webp")


def test_pictures_of_daily_work(page: Page, sign_in: Callable[[User], None]) -> None:
    """The commune's file, a file for it, the team, a coaching, a report."""
    load_the_demo()
    sign_in(User.objects.get(email=accounts.FIRST))
    page.set_viewport_size({"width": 1366, "height": 800})
    page.goto("/kommunen/14999010/")
    shoot(page, HANDBOOK / "akte.webp")
    page.get_by_role("link", name="Unterlage hinzufügen").click()
    page.get_by_label("Titel").fill("Protokoll der zweiten Sitzung")
    page.get_by_label("Art").select_option("minutes")
    shoot(page, HANDBOOK / "unterlage.webp")
    page.goto("/team/")
    shoot(page, HANDBOOK / "team.webp")
    page.goto("/coaching/")
    page.get_by_role("link", name="Beispielberg").click()
    shoot(page, HANDBOOK / "coaching.webp")
    page.goto("/berichte/?stichtag=2021-09-01")
    shoot(page, HANDBOOK / "stichtag.webp")
    page.get_by_role("link", name=re.compile("121")).first.click()
    shoot(page, HANDBOOK / "stichtag-kommunen.webp")
