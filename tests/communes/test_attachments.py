"""Unterlagen: files of a commune's file, made again, listed, given out to the office, taken out with a reason."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.test import Client
from django.utils import timezone

from communes.models import Attachment
from core.journal import verify_chain
from core.models import JournalEntry, StoredFile
from staff.models import Role
from tests.core import hostile_scans as scans
from tests.factories.communes import CommuneFactory, ResponsibilityFactory
from tests.factories.facts import AttachmentFactory
from tests.factories.staff import SubstitutionFactory, UserFactory
from tests.races import at_once
from tests.strict_templates import page

pytestmark = pytest.mark.django_db

SHEET = scans.pdf()
FILLED = {
    "nonce": "a" * 32,
    "title": "Protokoll der Auftaktsitzung",
    "kind": "minutes",
    "dated": "2026-03-12",
    "note": "Das Original liegt in Raum 2.14.",
}


def add(client, commune, data: bytes, name: str = "protokoll.pdf", **changes):
    sent = FILLED | {"upload": SimpleUploadedFile(name, data)} | changes
    return client.post(f"/kommunen/{commune.ags}/unterlagen/neu/", sent)


def remove(client, attachment, reason: str):
    address = f"/kommunen/{attachment.commune_id}/unterlagen/{attachment.pk}/entfernen/"
    return client.post(address, {"reason": reason})


def address_of(attachment) -> str:
    return f"/kommunen/{attachment.commune_id}/unterlagen/{attachment.pk}/datei.pdf"


def test_a_file_stands_in_the_commune_s_file_with_who_when_and_how_much(desk, commune, responsible):
    assert "Noch keine Unterlagen." in page(desk, commune.get_absolute_url())
    answer = add(desk, commune, scans.pdf(pages=3))
    assert answer.url == f"/kommunen/{commune.ags}/#unterlagen"
    shown = page(desk, commune.get_absolute_url())
    for fact in (FILLED["title"], "12.03.2026", "3 Seiten", FILLED["note"], responsible.full_name, "Demo, erfunden"):
        assert fact in shown
    assert "Unterlage hinzugefügt: Protokoll vom 12.03.2026, 3 Seiten" in shown
    entry = JournalEntry.objects.get()
    assert set(entry.data) == {"kind", "dated", "pages", "sha256"}
    assert entry.free_text.text == FILLED["title"]
    assert verify_chain(commune.ags) == 1


def test_what_is_given_out_was_made_again(desk, commune):
    add(desk, commune, scans.pdf_that_acts())
    answer = desk.get(address_of(Attachment.objects.get()))
    assert b"JavaScript" not in answer.content
    name = f"{commune.ags}-2026-03-12-protokoll-der-auftaktsitzung.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Cache-Control"] == "no-store, private"
    with pikepdf.open(io.BytesIO(answer.content)) as given:
        assert len(given.pages) == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_becomes_a_page(desk, commune, kind):
    add(desk, commune, scans.picture(kind), "foto.bin")
    attachment = Attachment.objects.get()
    assert (attachment.page_count, attachment.file.media_type) == (1, "application/pdf")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 eine Word-Datei", "weder PDF noch JPEG noch PNG"),
        (b"MZ ein Programm", "weder PDF noch JPEG noch PNG"),
        (scans.bomb(), "zu viele Bildpunkte"),
        (scans.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "verschlüsselt"),
        (scans.picture("PNG", size=(1500, 2000))[:3000], "beschädigt oder unvollständig"),
        (b"", "leer"),
    ],
    ids=["docx", "program", "bomb", "encrypted", "truncated", "empty"],
)
def test_what_cannot_be_made_again_is_refused_and_what_was_typed_stays(desk, commune, data, message):
    answer = add(desk, commune, data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert FILLED["note"] in answer.content.decode()
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_that_is_too_large_is_answered_with_413_and_the_form_as_it_was(desk, commune):
    answer = add(desk, commune, b"%PDF-" + b"0" * (20 * 1024 * 1024))
    assert answer.status_code == 413
    assert "größer als 20 MB" in answer.content.decode()
    assert "Bitte füllen Sie dieses Feld aus" not in answer.content.decode()
    assert FILLED["title"] in answer.content.decode()
    assert not Attachment.objects.exists()


def test_after_a_mistake_the_file_is_asked_for_again(desk, commune):
    answer = add(desk, commune, SHEET, dated="2199-01-01")
    assert answer.status_code == 422
    assert "liegt in der Zukunft" in answer.content.decode()
    assert "noch einmal aus" in answer.content.decode()


def test_the_same_form_sent_twice_makes_one(desk, commune):
    for _ in range(2):
        assert add(desk, commune, scans.picture()).status_code == 302
    assert Attachment.objects.count() == JournalEntry.objects.count() == 1


def test_the_same_file_from_another_form_is_another_attachment(desk, commune):
    add(desk, commune, SHEET)
    add(desk, commune, SHEET, nonce="b" * 32)
    assert Attachment.objects.count() == 2


def test_a_removed_file_is_named_but_no_longer_given_out(desk, commune, responsible):
    attachment = AttachmentFactory(commune=commune, title="Falsches Protokoll")
    assert f'href="{address_of(attachment)}"' in page(desk, commune.get_absolute_url())
    assert remove(desk, attachment, "Gehört zu einer anderen Kommune.").url.endswith("#unterlagen")
    shown = page(desk, commune.get_absolute_url())
    assert f"entfernt von {responsible.full_name}" in shown
    assert "Falsches Protokoll: Gehört zu einer anderen Kommune." in shown
    assert f'href="{address_of(attachment)}"' not in shown
    assert desk.get(address_of(attachment)).status_code == 404
    assert StoredFile.objects.filter(pk=attachment.file_id).exists()


def test_removing_twice_removes_once_and_says_so(desk, commune):
    attachment = AttachmentFactory(commune=commune)
    remove(desk, attachment, "Doppelt.")
    answer = remove(desk, attachment, "Noch einmal.")
    assert answer.status_code == 409
    assert "ist schon aus der Akte entfernt" in answer.content.decode()
    assert JournalEntry.objects.filter(kind="attachment.removed").count() == 1


def test_removing_needs_a_reason(desk, commune):
    attachment = AttachmentFactory(commune=commune)
    assert remove(desk, attachment, " ").status_code == 422
    attachment.refresh_from_db()
    assert attachment.removed_at is None


def test_another_caseworker_reads_and_may_not_change(client, commune, responsible):
    attachment = AttachmentFactory(commune=commune)
    client.force_login(UserFactory())
    assert client.get(address_of(attachment)).status_code == 200
    assert add(client, commune, SHEET).url == commune.get_absolute_url()
    assert remove(client, attachment, "Weg damit.").status_code == 302
    assert "/entfernen/" not in page(client, commune.get_absolute_url())
    assert Attachment.objects.current().count() == 1


def test_a_substitute_adds_in_the_name_of_who_is_away(client, commune, responsible):
    client.force_login(SubstitutionFactory(absent=responsible).substitute)
    add(client, commune, SHEET)
    assert JournalEntry.objects.get().acted_for_id == str(responsible.pk)


def test_a_coach_finds_no_attachment(client, commune):
    attachment = AttachmentFactory(commune=commune)
    client.force_login(UserFactory(role=Role.COACH))
    assert client.get(address_of(attachment)).status_code == 404
    assert remove(client, attachment, "x").status_code == 404
    assert add(client, commune, SHEET).status_code == 404
    assert not Attachment.objects.visible_to(UserFactory(role=Role.COACH)).exists()


def test_an_attachment_is_not_found_at_another_commune(desk, commune):
    other = AttachmentFactory()
    assert desk.get(f"/kommunen/{commune.ags}/unterlagen/{other.pk}/datei.pdf").status_code == 404
    assert desk.post(f"/kommunen/{commune.ags}/unterlagen/{other.pk}/entfernen/", {"reason": "x"}).status_code == 404


def test_the_database_neither_deletes_nor_changes_an_attachment(commune):
    attachment = AttachmentFactory(commune=commune)
    for change in (
        attachment.delete,
        lambda: Attachment.objects.update(title="Anders"),
        lambda: Attachment.objects.update(removed_at=timezone.now()),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_clicks_add_one_file():
    commune = CommuneFactory()
    user = ResponsibilityFactory(district=commune.district).user

    def click() -> None:
        client = Client()
        client.force_login(user)
        assert add(client, commune, SHEET).status_code == 302

    at_once(click)
    assert Attachment.objects.count() == 1
    assert verify_chain(commune.ags) == 1
