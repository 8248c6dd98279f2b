"""The import's pages: before, while and after, with errors, long names and on narrow screens."""

from collections.abc import Callable
from datetime import date

import pytest
from openpyxl.comments import Comment
from playwright.sync_api import Page, expect

from asskomm.intake.models import Import, ImportProgress
from staff.models import Role, User
from tests.e2e.inspector import Inspector
from tests.e2e.test_desk_accessibility import SignIn, look_at
from tests.factories.communes import CommuneFactory
from tests.factories.imports import ReadyImportFactory
from tests.factories.staff import UserFactory
from tests.factories.workbooks import BY_KEY, XLSX, fill, opened, saved, workbook

pytestmark = pytest.mark.usefixtures("live_server")

LONG = "Rechenberg-Bienenmühle an der Freiberger Mulde"


@pytest.fixture
def admin(transactional_db: None, sign_in: SignIn) -> User:
    user = UserFactory(role=Role.ADMIN)
    sign_in(user)
    return user


def full_workbook() -> bytes:
    """Lines of every kind and every verdict."""
    UserFactory(email="petra@lpr.example")
    CommuneFactory(ags="14999100", name=LONG)
    contact = {"ags": "14999100", "commune": LONG, "last_name": "Ordnungsmuster-Beispielhausen", "function": "x" * 90}
    return workbook(
        responsibilities=[{"district": "Musterkreis", "email": "petra@lpr.example", "from": date(2021, 1, 1)}],
        contacts=[contact, dict(contact), {"ags": "1", "last_name": "Falsch", "email": "keine-adresse" * 9}],
        milestones=[
            {"ags": "14999100", "kind": "Beratung", "on": date(2021, 1, 1 + n % 28), "note": f"Az. {n}"}
            for n in range(28)
        ]
        + [{"ags": "14999199", "kind": "Fest", "on": "gestern"}] * 40,
    )


def upload(page: Page, data: bytes, run_tasks: Callable[[], None]) -> None:
    page.goto("/import/")
    page.get_by_label("Ausgefüllte Excel-Datei").set_input_files(
        {"name": "Bestand.xlsx", "mimeType": XLSX, "buffer": data}
    )
    page.get_by_role("button", name="Hochladen und prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Die Datei wird geprüft")
    run_tasks()


def test_before_the_first_import(page: Page, inspector: Inspector, admin: User) -> None:
    look_at(page, inspector, "/import/")
    page.get_by_role("button", name="Hochladen und prüfen").click()
    expect(page.get_by_text("Bitte füllen Sie dieses Feld aus.").first).to_be_visible()
    inspector.check("upload without a file")


def test_the_administration_finds_the_import_on_its_desk_and_in_the_admin(page: Page, admin: User) -> None:
    page.goto("/verwaltung/")
    expect(page.get_by_role("link", name="Import aus Excel")).to_be_visible()
    page.goto("/arbeit/")
    page.get_by_role("link", name="Bestand aus Excel importieren").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Vorlage herunterladen").click()
    assert download.value.suggested_filename == "ASSKomm-Import-Vorlage.xlsx"


def test_an_import_from_upload_to_the_end(
    page: Page, inspector: Inspector, admin: User, run_tasks: Callable[[], None]
) -> None:
    upload(page, full_workbook(), run_tasks)
    # The page notices by itself that the preview is there.
    expect(page.get_by_role("heading", level=1)).to_have_text("Das würde übernommen")
    inspector.check("preview")
    page.get_by_role("link", name="Nur Fehler anzeigen").click()
    expect(page.get_by_role("status")).to_have_text("41 Zeilen")
    inspector.check("faulty lines only")
    page.get_by_role("button", name="30 Zeilen übernehmen").click()
    expect(page.get_by_text("Übernommen wurde nichts.").first).to_be_visible()
    inspector.check("agreement without leaving out")
    with page.expect_download() as download:
        page.get_by_role("link", name="Fehlerhafte Zeilen als Excel herunterladen").click()
    assert download.value.suggested_filename.startswith("Fehler-Import-")
    page.get_by_label("Die 41 fehlerhaften Zeilen auslassen").check()
    page.get_by_role("button", name="30 Zeilen übernehmen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Der Import wird übernommen")
    run_tasks()
    expect(page.get_by_role("heading", level=1)).to_have_text("Der Import ist übernommen")
    inspector.check("applied")
    look_at(page, inspector, "/import/")


def test_while_somebody_waits(page: Page, inspector: Inspector, admin: User) -> None:
    run = ReadyImportFactory(status="reading", file_name="Bestand-" * 20 + ".xlsx")
    look_at(page, inspector, run.get_absolute_url())
    ImportProgress.objects.update(done=1200, total=5000)
    expect(page.get_by_text("1.200 von 5.000 Zeilen").first).to_be_visible()
    inspector.check("reading")
    Import.objects.update(status="applying", applied_by=admin, notice="Ein Hinweis.")
    look_at(page, inspector, run.get_absolute_url())


def test_what_cannot_be_read_what_was_discarded_and_what_holds_nothing(
    page: Page, inspector: Inspector, admin: User
) -> None:
    failed = ReadyImportFactory(status="failed", notice="Die Datei ist mit einem Passwort geschützt.")
    discarded = ReadyImportFactory(status="discarded", file=None)
    empty = ReadyImportFactory()
    known = ReadyImportFactory(counts={"Meilensteine": {"present": 12}})
    faulty = ReadyImportFactory(counts={"Meilensteine": {"faulty": 1}}, notice="Inzwischen hat sich etwas geändert.")
    paths = [run.get_absolute_url() for run in (failed, discarded, empty, known, faulty)]
    look_at(page, inspector, *paths, "/import/")


def half_hidden_workbook() -> bytes:
    """A hidden sheet, a very hidden one, a hidden column and a filtered row; a comment and a formula."""
    CommuneFactory(ags="14999100", name=LONG)
    person = {"ags": "14999100", "last_name": "Sichtbar", "email": "sichtbar@musterau.example"}
    book = opened(workbook(contacts=[person, {**person, "last_name": "Gefiltert"}]))
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["H"].hidden = True
    book.active["F2"].comment = Comment("Nicht mehr im Amt", "LPR")
    fact = {"ags": "14999100", "kind": "Beratung", "on": date(2021, 9, 1)}
    fill(book, BY_KEY["milestones"], [fact]).sheet_state = "hidden"
    book.create_sheet("Frühere Listen des Landespräven").sheet_state = "veryHidden"
    return saved(book)


def test_what_is_hidden_in_a_workbook_is_told_and_asked_for(
    page: Page, inspector: Inspector, admin: User, run_tasks: Callable[[], None]
) -> None:
    upload(page, half_hidden_workbook(), run_tasks)
    expect(page.get_by_role("heading", name="In der Datei ist etwas ausgeblendet")).to_be_visible()
    inspector.check("hidden content")
    page.get_by_role("button", name="3 Zeilen übernehmen").click()
    expect(page.get_by_text("Bitte bestätigen Sie das, oder wählen Sie oben").first).to_be_visible()
    inspector.check("hidden content without a word")
    page.get_by_role("button", name="Ausgeblendetes auslassen").click()
    run_tasks()
    expect(page.get_by_text("Das bleibt draußen.")).to_be_visible()
    inspector.check("hidden content left out")
    page.get_by_role("button", name="Ausgeblendetes mit prüfen").click()
    run_tasks()
    page.get_by_label("Auch Ausgeblendetes übernehmen (3 Zeilen)").check()
    page.get_by_role("button", name="3 Zeilen übernehmen").click()
    run_tasks()
    expect(page.get_by_role("heading", level=1)).to_have_text("Der Import ist übernommen")
    inspector.check("hidden content taken over")
