"""Notes, contacts and tasks: on the commune's file, in its journal, on the desk."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.daily_work import saving as daily_work
from communes.daily_work.due_days import due_text
from communes.models import Contact, Note, Task
from core.journal import verify_chain
from core.models import JournalEntry
from staff.actors import StaffActor
from staff.models import Role
from tests.core.test_way_back import STRANGE_WAYS_BACK
from tests.factories.facts import ContactFactory, TaskFactory
from tests.factories.staff import SubstitutionFactory, UserFactory
from tests.strict_templates import page
from tests.tokens import token_of

pytestmark = pytest.mark.django_db

NOTE = {"kind": "note", "text": "Ruft nächste Woche zurück.", "called_on": "", "nonce": "a" * 32}
CONTACT = {
    "salutation": "male",
    "title": "",
    "first_name": "Olaf",
    "last_name": "Ordnungsmuster",
    "function": "Leitung Ordnungsamt",
    "email": "ordnungsamt@musterau.example",
    "phone": "",
    "active": "on",
}


def post(client, commune, path: str, fields: dict[str, str]):
    address = f"/kommunen/{commune.ags}/{path}"
    return client.post(address, {"token": token_of(client, address)} | fields)


def shown(client, commune) -> str:
    return page(client, f"/kommunen/{commune.ags}/")


def test_a_note_stands_in_the_journal_with_its_text(desk, commune, responsible):
    answer = post(desk, commune, "notizen/neu/", NOTE)
    assert answer.url == f"/kommunen/{commune.ags}/#verlauf"
    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.data, entry.actor_id) == ("note.taken", {"kind": "note"}, str(responsible.pk))
    assert entry.free_text.text == NOTE["text"]
    assert NOTE["text"] in shown(desk, commune)
    assert verify_chain(commune.ags) == 1


def test_a_note_sent_twice_is_one(desk, commune):
    for _ in range(2):
        assert post(desk, commune, "notizen/neu/", NOTE).status_code == 302
    assert Note.objects.count() == JournalEntry.objects.count() == 1


def test_another_text_in_the_same_form_is_not_lost(desk, commune):
    post(desk, commune, "notizen/neu/", NOTE)
    post(desk, commune, "notizen/neu/", NOTE | {"text": "Hat zurückgerufen."})
    assert JournalEntry.objects.count() == 2


def test_each_form_has_a_nonce_of_its_own_and_keeps_a_draft(desk, commune):
    forms = [shown(desk, commune) for _ in range(2)]
    nonces = {re.search(r'name="nonce" value="(\w{32})"', source).group(1) for source in forms}
    assert len(nonces) == 2
    assert f'data-draft="/kommunen/{commune.ags}/notizen/neu/"' in forms[0]


def test_a_phone_note_names_the_day_of_the_call(desk, commune):
    post(desk, commune, "notizen/neu/", NOTE | {"kind": "call", "called_on": "2026-05-03"})
    assert "Telefonnotiz vom 03.05.2026" in shown(desk, commune)
    post(desk, commune, "notizen/neu/", NOTE | {"kind": "call"})
    assert f"Telefonnotiz vom {timezone.localdate():%d.%m.%Y}" in shown(desk, commune)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": " "}, "Neue Notiz"),
        ({"called_on": "2026-05-03"}, "Eine Notiz hat keinen eigenen Tag."),
        ({"kind": "call", "called_on": "2199-01-01"}, "liegt in der Zukunft"),
    ],
)
def test_a_refused_note_keeps_what_was_typed(desk, commune, changes, sentence):
    answer = post(desk, commune, "notizen/neu/", NOTE | changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (NOTE | changes)["text"].strip() in answer.content.decode()
    assert not JournalEntry.objects.exists()


def test_a_contact_is_added_and_corrected(desk, commune):
    post(desk, commune, "ansprechpersonen/neu/", CONTACT)
    contact = Contact.objects.get()
    assert "Sehr geehrter Herr Ordnungsmuster," in shown(desk, commune)
    post(desk, commune, f"ansprechpersonen/{contact.pk}/", CONTACT | {"phone": "03721 1", "active": ""})
    assert "nicht mehr aktuell" in shown(desk, commune)
    entries = list(JournalEntry.objects.order_by("seq").values_list("kind", "data"))
    assert entries == [("contact.created", {}), ("contact.changed", {"fields": ["active", "phone"]})]


def test_nothing_changed_is_nothing_in_the_journal(desk, commune):
    contact = ContactFactory(commune=commune, **{**CONTACT, "active": True})
    post(desk, commune, f"ansprechpersonen/{contact.pk}/", CONTACT)
    assert not JournalEntry.objects.exists()


def test_a_task_goes_to_the_desk_of_whose_it_is_and_away_when_done(desk, commune, responsible):
    fields = {"title": "Unterlagen nachfordern", "assigned_to": str(responsible.pk)}
    post(desk, commune, "aufgaben/neu/", fields | {"due_on": timezone.localdate().isoformat()})
    task = Task.objects.get()
    assert task.created_by == responsible
    source = page(desk, "/arbeit/")
    assert "Unterlagen nachfordern" in source
    assert "heute" in source
    assert "Meine Aufgaben (1)" in source
    answer = post(desk, commune, f"aufgaben/{task.pk}/erledigt/", {"zurueck": "/arbeit/"})
    assert answer.url == "/arbeit/"
    task.refresh_from_db()
    assert task.done_by == responsible
    assert "Meine Aufgaben (0)" in page(desk, "/arbeit/")
    assert "<summary>Erledigt</summary>" in shown(desk, commune)
    assert list(JournalEntry.objects.order_by("seq").values_list("kind", flat=True)) == ["task.created", "task.done"]


def test_done_twice_is_done_once(desk, commune):
    task = TaskFactory(commune=commune)
    for _ in range(2):
        post(desk, commune, f"aufgaben/{task.pk}/erledigt/", {})
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize("address", STRANGE_WAYS_BACK)
def test_after_a_task_nobody_is_led_away(desk, commune, address):
    task = TaskFactory(commune=commune)
    for change in ("erledigt", "wieder-oeffnen"):
        answer = post(desk, commune, f"aufgaben/{task.pk}/{change}/", {"zurueck": address})
        assert answer.url == f"/kommunen/{commune.ags}/"


def test_the_most_urgent_task_comes_first_and_overdue_is_said_in_words(desk, commune, responsible):
    today = timezone.localdate()
    for days, title in ((5, "Später"), (-3, "Überfällige"), (0, "Heutige")):
        TaskFactory(commune=commune, title=title, due_on=today + timedelta(days=days), assigned_to=responsible)
    source = page(desk, "/arbeit/")
    assert source.index("Überfällige") < source.index("Heutige") < source.index("Später")
    assert "überfällig seit" in source


def test_a_task_is_moved_to_another_day_and_person_but_not_into_the_past(desk, commune):
    task, other = TaskFactory(commune=commune), UserFactory()
    fields = {"title": task.title, "assigned_to": str(other.pk)}
    past = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert post(desk, commune, f"aufgaben/{task.pk}/", fields | {"due_on": past}).status_code == 422
    later = timezone.localdate() + timedelta(days=30)
    post(desk, commune, f"aufgaben/{task.pk}/", fields | {"due_on": later.isoformat()})
    task.refresh_from_db()
    assert (task.assigned_to, task.due_on) == (other, later)


def test_whose_task_it_is_may_finish_it_wherever_the_commune_is(client, commune, responsible):
    task = TaskFactory(commune=commune)
    client.force_login(task.assigned_to)
    post(client, commune, f"aufgaben/{task.pk}/erledigt/", {})
    task.refresh_from_db()
    assert task.done_by == task.assigned_to


def test_the_team_tab_has_everyones_tasks_and_the_own_tab_those_one_stands_in_for(client, commune, responsible):
    TaskFactory(commune=commune, title="Von der Abwesenden", assigned_to=responsible)
    TaskFactory(title="Von jemand anderem")
    client.force_login(SubstitutionFactory(absent=responsible).substitute)
    own = page(client, "/arbeit/")
    assert "Von der Abwesenden" in own
    assert "Von jemand anderem" not in own
    assert "Von jemand anderem" in page(client, "/arbeit/", sicht="team")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("notizen/neu/", NOTE),
        ("ansprechpersonen/neu/", CONTACT),
        ("ansprechpersonen/{contact}/", CONTACT),
        ("aufgaben/neu/", {"title": "x", "due_on": "2199-01-01"}),
        ("aufgaben/{task}/", {"title": "x", "due_on": "2199-01-01"}),
        ("aufgaben/{task}/erledigt/", {}),
    ],
)
def test_another_caseworker_reads_and_a_coach_finds_nothing(client, commune, responsible, path, fields):
    task, contact = TaskFactory(commune=commune), ContactFactory(commune=commune)
    path = path.format(task=task.pk, contact=contact.pk)
    client.force_login(UserFactory())
    assert post(client, commune, path, fields).url == f"/kommunen/{commune.ags}/"
    assert 'class="form note-box"' not in shown(client, commune)
    client.force_login(UserFactory(role=Role.COACH))
    assert post(client, commune, path, fields).status_code == 404
    assert not JournalEntry.objects.exists()


def test_what_belongs_to_another_commune_is_not_found_here(desk, commune):
    task, contact = TaskFactory(), ContactFactory()
    assert desk.get(f"/kommunen/{commune.ags}/aufgaben/{task.pk}/").status_code == 404
    assert desk.get(f"/kommunen/{commune.ags}/ansprechpersonen/{contact.pk}/").status_code == 404
    assert desk.post(f"/kommunen/{commune.ags}/aufgaben/{task.pk}/erledigt/").status_code == 404


@pytest.mark.parametrize(
    ("due_on", "text"),
    [
        (date(2026, 11, 19), "überfällig seit 19.11."),
        (date(2025, 12, 31), "überfällig seit 31.12.2025"),
        (date(2026, 11, 24), "heute"),
        (date(2026, 11, 25), "morgen"),
        (date(2026, 12, 1), "bis 01.12."),
        (date(2027, 1, 4), "bis 04.01.2027"),
    ],
)
def test_due_days_in_words(due_on, text):
    assert due_text(due_on, date(2026, 11, 24)) == text


def test_the_desk_asks_as_often_for_one_task_as_for_many(desk, commune, responsible):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(desk, "/arbeit/")
            page(desk, "/arbeit/", sicht="team")
        return len(captured)

    TaskFactory(commune=commune, assigned_to=responsible)
    for_one = queries()
    for _ in range(80):
        TaskFactory(assigned_to=responsible)
    assert queries() == for_one


def test_a_finished_task_is_opened_again_and_the_file_tells_who_finished_it_and_when(desk, commune, responsible):
    task = TaskFactory(commune=commune, assigned_to=responsible)
    post(desk, commune, f"aufgaben/{task.pk}/erledigt/", {})
    task.refresh_from_db()
    finished = timezone.localtime(task.done_at)
    assert f"{finished:%d.%m.%Y, %H:%M} Uhr" in shown(desk, commune)
    assert f"/aufgaben/{task.pk}/wieder-oeffnen/" in shown(desk, commune)
    for _ in range(2):
        assert post(desk, commune, f"aufgaben/{task.pk}/wieder-oeffnen/", {}).status_code == 302
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (None, None)
    assert "Meine Aufgaben (1)" in page(desk, "/arbeit/")
    assert "Erledigte Aufgabe wieder geöffnet" in shown(desk, commune)
    assert JournalEntry.objects.filter(kind="task.reopened").count() == 1


def test_another_caseworker_does_not_open_a_task_again_but_whose_it_is_may(client, commune, responsible):
    task = TaskFactory(commune=commune, done_at=timezone.now(), done_by=responsible)
    client.force_login(UserFactory())
    assert "/wieder-oeffnen/" not in shown(client, commune)
    post(client, commune, f"aufgaben/{task.pk}/wieder-oeffnen/", {})
    task.refresh_from_db()
    assert task.done_at is not None
    client.force_login(task.assigned_to)
    assert "/wieder-oeffnen/" in shown(client, commune)
    post(client, commune, f"aufgaben/{task.pk}/wieder-oeffnen/", {})
    task.refresh_from_db()
    assert task.done_at is None


def test_who_edits_a_task_that_was_finished_meanwhile_is_told_and_keeps_the_text(desk, commune, responsible):
    task = TaskFactory(commune=commune)
    address = f"/kommunen/{commune.ags}/aufgaben/{task.pk}/"
    opened = token_of(desk, address)
    daily_work.finish_task(task, actor=StaffActor(responsible))
    fields = {"title": "Neuer Wortlaut", "due_on": "2199-01-01", "assigned_to": str(responsible.pk), "token": opened}
    answer = desk.post(address, fields)
    assert answer.status_code == 409
    assert "Die Aufgabe ist inzwischen erledigt" in answer.content.decode()
    assert "Neuer Wortlaut" in answer.content.decode()
    task.refresh_from_db()
    assert task.done_at is not None
    assert "ist inzwischen erledigt" in page(desk, desk.get(address).url)
