"""Takes the pictures of README and handbook: ``make pictures``."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import BrowserContext, Page, expect

from agreements.models import PreAgreement
from asskomm.demo_data import accounts
from staff.models import User
from tests.e2e.pad import choose_drawing, draw, last_tap, take_over
from tests.factories.editions import waiting
from tests.factories.staff import UserFactory
from tests.factories.workbooks import XLSX, workbook

DOCS = Path(__file__).parents[2] / "docs"
README, HANDBOOK = DOCS / "pictures", DOCS / "handbuch" / "bilder"

WORDS = (
    "Die $kommune ($landkreis) und der Landespräventionsrat Sachsen arbeiten in der Allianz Sichere Sächsische "
    "Kommunen (ASSKomm) eng zusammen. Ziel ist, Sicherheit und Ordnung in der Kommune durch Prävention dauerhaft zu "
    "stärken."
)

pytestmark = pytest.mark.usefixtures("timestamp_authority", "demonstration")


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
    tmp_path: Path,
) -> None:
    load_the_demo()
    sign_in(User.objects.get(email=accounts.FIRST))
    page.set_viewport_size({"width": 1366, "height": 800})
    page.goto("/arbeit/")
    page.screenshot(path=README / "work.png")
    page.screenshot(path=HANDBOOK / "arbeit.png")
    draft = PreAgreement.objects.get(status="draft", commune="14999010")
    page.goto(draft.get_absolute_url())
    page.screenshot(path=HANDBOOK / "entwurf.png")
    page.get_by_role("button", name="Zur Unterschrift senden").click()
    page.screenshot(path=README / "agreement.png")
    page.screenshot(path=HANDBOOK / "versandt.png")
    sign_on_the_phone(phone.new_page(), newest_link, newest_code)
    countersign_and_check(page, draft, tmp_path / "unterzeichnet.pdf")


def test_pictures_of_the_import(page: Page, sign_in: Callable[[User], None], run_tasks: Callable[[], None]) -> None:
    load_the_demo()
    sign_in(User.objects.get(role="admin"))
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto("/import/")
    page.screenshot(path=HANDBOOK / "import.png")
    page.get_by_label("Ausgefüllte Excel-Datei").set_input_files(
        {"name": "Bestand.xlsx", "mimeType": XLSX, "buffer": example_workbook()}
    )
    page.get_by_role("button", name="Hochladen und prüfen").click()
    run_tasks()
    expect(page.get_by_role("heading", level=1)).to_have_text("Das würde übernommen")
    page.screenshot(path=HANDBOOK / "import-vorschau.png", full_page=True)
    page.get_by_label("fehlerhafte Zeile auslassen").check()
    page.get_by_role("button", name="übernehmen").click()
    run_tasks()
    expect(page.get_by_role("heading", level=1)).to_have_text("Der Import ist übernommen")
    page.screenshot(path=HANDBOOK / "import-uebernommen.png", full_page=True)


def test_picture_of_a_template(page: Page, sign_in: Callable[[User], None], transactional_db: None) -> None:
    admin = UserFactory(role="admin", first_name="Anna", last_name="Adminmuster")
    version = waiting(admin, WORDS)
    sign_in(UserFactory(role="head", first_name="Lena", last_name="Leitmuster"))
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto(version.get_absolute_url())
    page.screenshot(path=HANDBOOK / "vorlage.png")


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


def sign_on_the_phone(mayor: Page, newest_link: Callable[[], str], newest_code: Callable[[], str]) -> None:
    mayor.goto(newest_link())
    mayor.get_by_role("button", name="Code anfordern").click()
    code = newest_code()
    mayor.get_by_label("Code").fill("123456")
    mayor.screenshot(path=HANDBOOK / "code.png")
    mayor.get_by_label("Code").fill(code)
    mayor.get_by_role("button", name="Code prüfen").click()
    mayor.get_by_role("link", name="Weiter zur Unterschrift").click()
    choose_drawing(mayor)
    draw(mayor)
    mayor.evaluate("window.scrollTo(0, 0)")
    mayor.screenshot(path=README / "phone.png", full_page=True)
    mayor.screenshot(path=HANDBOOK / "unterschrift.png", full_page=True)
    take_over(mayor)
    last_tap(mayor)
    expect(mayor.get_by_role("heading", level=1)).to_have_text("Vielen Dank, Sie haben unterzeichnet")


def countersign_and_check(page: Page, agreement: PreAgreement, pdf: Path) -> None:
    page.goto(agreement.get_absolute_url())
    page.get_by_role("link", name="Gegenzeichnen").click()
    page.screenshot(path=HANDBOOK / "gegenzeichnen.png")
    page.get_by_label("Ihr Passwort").fill(accounts.PASSWORD)
    page.get_by_role("button", name="Gegenzeichnen").click()
    page.screenshot(path=HANDBOOK / "in-kraft.png")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unterzeichnete Fassung herunterladen").click()
    download.value.save_as(pdf)
    page.goto("/pruefen/")
    page.get_by_label("PDF-Datei").set_input_files(pdf)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Echt.")
    page.screenshot(path=HANDBOOK / "echt.png")


def test_pictures_of_an_amendment(page: Page, sign_in: Callable[[User], None]) -> None:
    """An agreement of the demo that was changed before, while the next change is drafted."""
    load_the_demo()
    sign_in(User.objects.get(email=accounts.FIRST))
    page.set_viewport_size({"width": 1366, "height": 900})
    agreement = PreAgreement.objects.get(kind="agreement", amendments__kind="amendment")
    page.goto(agreement.get_absolute_url())
    page.screenshot(path=HANDBOOK / "kette.png")
    page.get_by_role("link", name="Änderung vereinbaren").click()
    page.get_by_label("Ende").fill("2031-12-31")
    page.get_by_role("button", name="Entwurf speichern").click()
    page.screenshot(path=HANDBOOK / "aenderung.png")


def test_pictures_of_daily_work(page: Page, sign_in: Callable[[User], None]) -> None:
    """The commune's file, a file for it, the team, a coaching, a report."""
    load_the_demo()
    sign_in(User.objects.get(email=accounts.FIRST))
    page.set_viewport_size({"width": 1366, "height": 800})
    page.goto("/kommunen/14999010/")
    page.screenshot(path=HANDBOOK / "akte.png")
    page.get_by_role("link", name="Unterlage hinzufügen").click()
    page.get_by_label("Titel").fill("Protokoll der zweiten Sitzung")
    page.get_by_label("Art").select_option("minutes")
    page.screenshot(path=HANDBOOK / "unterlage.png")
    page.goto("/team/")
    page.screenshot(path=HANDBOOK / "team.png")
    page.goto("/coaching/")
    page.get_by_role("link", name="Beispielberg").click()
    page.screenshot(path=HANDBOOK / "coaching.png")
    page.goto("/berichte/?stichtag=2021-09-01")
    page.screenshot(path=HANDBOOK / "stichtag.png")
    page.get_by_role("link", name=re.compile("121")).first.click()
    page.screenshot(path=HANDBOOK / "stichtag-kommunen.png")
