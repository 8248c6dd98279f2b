"""A commune's file with everything a caseworker keeps there, and the forms for it: filled, empty and refused."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from communes.models import Commune
from core.models import JournalEntry
from staff.models import User
from tests.core.hostile_scans import picture
from tests.e2e.inspector import Inspector
from tests.factories.communes import CommuneFactory, ResponsibilityFactory
from tests.factories.facts import AttachmentFactory, ContactFactory, MilestoneFactory, TaskFactory

pytestmark = pytest.mark.usefixtures("live_server")

SignIn = Callable[[User], None]


@pytest.fixture
def commune(transactional_db: None, sign_in: SignIn) -> Commune:
    """A commune with facts, people and tasks; who is responsible is signed in."""
    commune: Commune = CommuneFactory(name="Musterau")
    user = ResponsibilityFactory(district=commune.district).user
    neighbours = [CommuneFactory(name=f"Großbeispiel-Kleinmusterdorf am Vorlagenbach {n}") for n in range(6)]
    for kind, partners in (("advice", []), ("kpr_constituted", neighbours), ("cooperation_agreement", neighbours)):
        MilestoneFactory(kind=kind, communes=[commune, *partners], note="Erstgespräch im Rathaus", fictitious=True)
    MilestoneFactory(kind="kpr_dormant", communes=[commune], retracted_at=timezone.now(), happened_on=date(2026, 6, 1))
    ContactFactory(
        commune=commune,
        last_name="von und zu Hohenstein-Wermsdorf-Oberlungwitz",
        email="geschaeftsstelle.des.kommunalen.praeventionsrates@stadtverwaltung.musterau.example",
    )
    AttachmentFactory(
        commune=commune, title="Niederschrift der Auftaktsitzung des Kommunalen Präventionsrates", note="N" * 60
    )
    AttachmentFactory(commune=commune, removed_at=timezone.now(), removed_by=user)
    today = timezone.localdate()
    for days in (-3, 0, 9):
        TaskFactory(commune=commune, assigned_to=user, due_on=today + timedelta(days=days))
    TaskFactory(commune=commune, done_at=timezone.now(), done_by=user)
    sign_in(user)
    return commune


def look_at(page: Page, inspector: Inspector, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    inspector.check(path)


def test_the_file_the_desk_and_the_list(page: Page, inspector: Inspector, commune: Commune) -> None:
    look_at(page, inspector, commune.get_absolute_url())
    look_at(page, inspector, f"{commune.get_absolute_url()}verlauf/")
    look_at(page, inspector, "/arbeit/")
    look_at(page, inspector, "/arbeit/?sicht=team")
    look_at(page, inspector, "/kommunen/?q=Muzterau")
    expect(page.get_by_role("link", name="Stadt Musterau, Musterkreis")).to_be_visible()


def test_more_contacts_than_the_file_shows(page: Page, inspector: Inspector, commune: Commune) -> None:
    for n in range(60):
        ContactFactory(
            commune=commune,
            last_name=f"von und zu Langmusterfamilie-Beispielhausen {n:02}",
            function="Sachgebietsleitung Ordnung, Sicherheit und Brandschutz" if n % 3 else "",
            email=f"ordnung.sicherheit.brandschutz{n}@grossbeispielstadt-musterau.example",
            active=n % 9 > 0,
        )
    page.goto(commune.get_absolute_url())
    page.get_by_role("link", name=re.compile("Alle .* Ansprechpersonen anzeigen")).scroll_into_view_if_needed()
    inspector.check("the file with many contacts")
    page.get_by_role("link", name=re.compile("Alle .* Ansprechpersonen anzeigen")).click()
    inspector.check("all contacts")
    look_at(page, inspector, f"{commune.get_absolute_url()}ansprechpersonen/?q=niemand")


@pytest.mark.parametrize("form", ["fakten", "ansprechpersonen", "aufgaben", "notizen", "unterlagen"])
def test_the_forms_empty_and_refused(page: Page, inspector: Inspector, commune: Commune, form: str) -> None:
    look_at(page, inspector, f"{commune.get_absolute_url()}{form}/neu/")
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check(f"{form} with errors")


def test_ending_and_taking_back(page: Page, inspector: Inspector, commune: Commune) -> None:
    page.goto(commune.get_absolute_url())
    page.get_by_role("link", name="Ende erfassen").click()
    inspector.check("end of a fact")
    page.goto(commune.get_absolute_url())
    page.get_by_role("link", name=re.compile("Zurücknehmen.*Beratung")).click()
    inspector.check("taking back")
    page.get_by_label("Grund").fill("Das war eine andere Kommune.")
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_text("Beratung am 03.05.2026 zurückgenommen")).to_be_visible()


def test_a_file_is_added_once_and_taken_out_with_a_reason(page: Page, inspector: Inspector, commune: Commune) -> None:
    page.goto(f"{commune.get_absolute_url()}unterlagen/neu/")
    page.get_by_label("Titel").fill("Lageplan")
    page.get_by_label("Art").select_option("picture")
    page.get_by_label("Datum der Unterlage").fill("2026-04-20")
    page.get_by_label("Datei").set_input_files({"name": "plan.png", "mimeType": "image/png", "buffer": picture("PNG")})
    page.get_by_role("button", name="Unterlage hinzufügen").dblclick()
    expect(page.get_by_text("„Lageplan“ steht in der Akte.")).to_be_visible()
    assert commune.attachments.filter(title="Lageplan").count() == 1
    page.get_by_role("link", name=re.compile("Entfernen.*Lageplan")).click()
    inspector.check("taking a file out")
    page.get_by_label("Grund").fill("Der Plan ist veraltet.")
    page.get_by_role("button", name="Aus der Akte entfernen").click()
    expect(page.get_by_text("„Lageplan“ ist aus der Akte entfernt.")).to_be_visible()


def test_a_note_is_written_once_however_often_the_button_is_pressed(page: Page, commune: Commune) -> None:
    page.goto(commune.get_absolute_url())
    page.get_by_label("Telefonnotiz").check()
    page.get_by_label("Neue Notiz").fill("Ruft nächste Woche zurück.")
    page.get_by_role("button", name="Notiz speichern").dblclick()
    expect(page.get_by_text("Die Notiz steht im Verlauf.")).to_be_visible()
    assert JournalEntry.objects.filter(kind="note.taken").count() == 1
    expect(page.get_by_label("Neue Notiz")).to_have_value("")


def test_a_typed_note_survives_a_session_that_ended(page: Page, commune: Commune) -> None:
    page.goto(commune.get_absolute_url())
    page.get_by_label("Neue Notiz").fill("Noch nicht gespeichert.")
    page.goto("/arbeit/")
    page.goto(commune.get_absolute_url())
    expect(page.get_by_label("Neue Notiz")).to_have_value("Noch nicht gespeichert.")
