"""The box of a commune's file: one act writes what happened, records the contact and sets the follow-up."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communes.models import Commune, Milestone, Note, Task
from core.journal import verify_chain
from core.models import JournalEntry
from staff.models import User
from tests.factories.communes import CommuneFactory, ResponsibilityFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db

CALL = {"nonce": "a" * 32, "kind": "call", "text": "Frau Musterfrau bittet um Termine.", "called_on": "2026-05-04"}


@pytest.fixture
def user() -> User:
    return UserFactory()


@pytest.fixture
def commune(user: User) -> Commune:
    commune = CommuneFactory()
    ResponsibilityFactory(district=commune.district, user=user)
    return commune


def write(user: User, commune: Commune, **said: str):
    client = Client()
    client.force_login(user)
    return client.post(f"/kommunen/{commune.pk}/notizen/neu/", CALL | said, follow=True)


def test_one_act_writes_all_three(user, commune):
    page = write(user, commune, counts="on", follow_up="14")
    assert Note.objects.get().called_on == date(2026, 5, 4)
    fact = Milestone.objects.get()
    assert (fact.kind, fact.happened_on, list(fact.communes.all())) == ("contact", date(2026, 5, 4), [commune])
    task = Task.objects.get()
    assert (task.title, task.assigned_to) == ("Wiedervorlage: Frau Musterfrau bittet um Termine.", user)
    assert 14 <= (task.due_on - timezone.localdate()).days <= 16
    assert task.due_on.weekday() < 5, "a working day"
    assert f"Die Wiedervorlage steht am {task.due_on:%d.%m.%Y}" in page.content.decode()
    kinds = set(JournalEntry.objects.values_list("kind", flat=True))
    assert kinds == {"note.taken", "milestone.recorded", "task.created"}


def test_sent_twice_it_is_one(user, commune):
    for _ in range(2):
        write(user, commune, counts="on", follow_up="3")
    assert (Note.objects.count(), Milestone.objects.count(), Task.objects.count()) == (1, 1, 1)


def test_a_contact_that_is_known_is_not_recorded_twice(user, commune):
    write(user, commune, counts="on")
    write(user, commune, counts="on", nonce="b" * 32, text="Noch einmal gesprochen.")
    assert (Note.objects.count(), Milestone.objects.count()) == (2, 1)


@pytest.mark.parametrize("kind", ["mail", "letter", "visit"])
def test_mails_letters_and_visits_have_a_day(user, commune, kind):
    page = write(user, commune, kind=kind, called_on="").content.decode()
    assert Note.objects.get().called_on == timezone.localdate()
    assert f"{Note.Kind(kind).label} vom {timezone.localdate():%d.%m.%Y}" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "note", "called_on": "", "counts": "on"}, "Eine Notiz zählt nicht als Kontakt"),
        ({"follow_up": "9999"}, "follow_up"),
        ({"called_on": f"{timezone.localdate() + timedelta(days=9)}"}, "liegt in der Zukunft"),
        ({"text": ""}, "Neue Notiz"),
    ],
)
def test_what_is_refused_writes_nothing_and_keeps_what_was_typed(user, commune, said, sentence):
    page = write(user, commune, **said)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert (CALL | said)["text"] in page.content.decode()
    assert not JournalEntry.objects.exists()


def test_who_is_not_in_charge_may_not(commune):
    write(UserFactory(), commune, counts="on", follow_up="3")
    assert not Note.objects.exists()


def correct(user: User, entry: JournalEntry, text: str, nonce: str = "c"):
    client = Client()
    client.force_login(user)
    address = f"/kommunen/{entry.key}/notizen/{entry.pk}/berichtigen/"
    return client.post(address, {"nonce": nonce, "text": text}, follow=True)


def test_a_correction_is_a_new_entry_and_shows_the_old_one(user, commune):
    write(user, commune)
    entry = JournalEntry.objects.get()
    page = correct(user, entry, "Frau Musterfrau bittet um einen Termin.").content.decode()
    assert "Telefonnotiz vom 04.05.2026, berichtigt" in page
    assert "Frühere Fassung" in page
    assert page.count("Frau Musterfrau bittet um Termine.") == 2, "in its own entry and in the new one"
    assert f"berichtigt am {timezone.localdate():%d.%m.%Y}" in page
    assert page.count("/berichtigen/") == 1, "only the newest can be corrected"
    verify_chain(commune.pk)


def test_of_two_who_correct_the_second_is_told_and_keeps_the_text(user, commune):
    write(user, commune)
    entry = JournalEntry.objects.get()
    correct(user, entry, "Erste Berichtigung.")
    late = correct(user, entry, "Zweite Berichtigung.", nonce="d")
    assert late.status_code == 409
    assert "inzwischen berichtigt" in late.content.decode()
    assert "Zweite Berichtigung." in late.content.decode()
    assert JournalEntry.objects.count() == 2
    assert correct(user, entry, "Erste Berichtigung.").status_code == 200, "the same form twice is one"
    assert JournalEntry.objects.count() == 2


def test_only_notes_of_this_commune_are_corrected(user, commune):
    write(user, commune, follow_up="3")
    task = JournalEntry.objects.get(kind="task.created")
    assert correct(user, task, "x").status_code == 404
    note = JournalEntry.objects.get(kind="note.taken")
    other = CommuneFactory()
    client = Client()
    client.force_login(user)
    assert client.get(f"/kommunen/{other.pk}/notizen/{note.pk}/berichtigen/").status_code == 404
