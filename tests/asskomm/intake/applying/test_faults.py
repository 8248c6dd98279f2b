"""Killed workers, changes in between, several at once: applied once and whole, or not at all."""

import multiprocessing
import os
import signal
import threading
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from asskomm.intake import transitions, upkeep
from asskomm.intake.applying import apply, progress
from asskomm.intake.applying.progress import worked_on
from asskomm.intake.models import Import, ImportLine, ImportProgress
from asskomm.intake.preview import prepare
from asskomm.intake.tasks import work_on_import
from communes.facts import saving as milestones
from communes.models import Contact, Milestone, OfficeHolder
from core import files
from core.models import JournalEntry, StoredFile
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.models import User
from tests.asskomm.intake.conftest import desk_of, said, verdicts
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.facts import ContactFactory
from tests.factories.imports import ReadyImportFactory
from tests.factories.workbooks import workbook
from tests.races import at_once


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


CONTACTS = [{"ags": "14999100", "last_name": f"Muster {n}"} for n in range(5)]
MAYOR = {
    "ags": "14999100",
    "office": "Bürgermeister",
    "first_name": "Max",
    "last_name": "Mustermann",
    "from": date(2022, 8, 1),
}


@pytest.fixture
def commune(db):
    return CommuneFactory(ags="14999100")


def test_what_changed_since_the_preview_renews_it_and_nothing_is_applied(desk, commune):
    run = desk.upload(workbook(contacts=CONTACTS, office_holders=[MAYOR]))
    OfficeHolderFactory(commune=commune)
    run = desk.take_over(run)
    assert run.status == "ready"
    assert run.revision == 2
    assert "Inzwischen hat sich im Portal etwas geändert. Übernommen wurde nichts" in run.notice
    assert "„Amtspersonen“, Zeile 2" in run.notice
    assert not Contact.objects.exists()
    assert run.notice[:40] in desk.page(run)
    assert verdicts(run)[0] == "faulty"
    assert desk.take_over(run, leave_out=True).status == "applied"
    assert Contact.objects.count() == 5


def test_agreement_to_a_preview_that_was_renewed_meanwhile_is_refused(desk, commune):
    run = desk.upload(workbook(contacts=CONTACTS))
    Import.objects.update(revision=2)
    answer = desk.client.post(f"/import/{run.pk}/uebernehmen/", {"revision": "1"}, follow=True)
    assert "Die Vorschau ist inzwischen neu." in answer.content.decode()
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_a_line_that_fails_takes_all_others_back(desk, commune, monkeypatch):
    run = desk.upload(
        workbook(contacts=CONTACTS, milestones=[{"ags": "14999100", "kind": "Beratung", "on": date(2021, 9, 1)}])
    )

    def refuse(*args, **kwargs):
        raise milestones.MilestoneRefusedError("Das geht gerade nicht.")

    monkeypatch.setattr(milestones, "record", refuse)
    run = desk.take_over(run)
    assert (run.status, Contact.objects.count(), Milestone.objects.count()) == ("ready", 0, 0)
    assert "„Meilensteine“, Zeile 2. Das geht gerade nicht." in run.notice
    assert not JournalEntry.objects.filter(kind="contact.created").exists()


def test_a_fault_of_the_portal_leaves_nobody_waiting(desk, commune, monkeypatch):
    monkeypatch.setattr(prepare, "lines", lambda workbook: 1 / 0)
    run = desk.upload(workbook(contacts=CONTACTS))
    assert run.status == "failed"
    assert "im Portal ein Fehler aufgetreten" in desk.page(run)


def test_an_import_whose_worker_was_killed_goes_on(desk, commune):
    desk.send(workbook(contacts=CONTACTS))
    DBTaskResult.objects.all().delete()
    assert upkeep.resume_stuck() == 0, "it may still be worked on"
    later = timezone.now() + timedelta(minutes=5)
    assert upkeep.resume_stuck(later) == 1
    desk.run_tasks()
    run = Import.objects.get()
    assert run.status == "ready"
    desk.agree(run)
    DBTaskResult.objects.all().delete()
    assert upkeep.resume_stuck(later) == 1
    desk.run_tasks()
    run.refresh_from_db()
    assert (run.status, Contact.objects.count()) == ("applied", 5)
    assert upkeep.resume_stuck(later) == 0


def test_lines_that_a_killed_worker_left_are_validated_again(desk, commune):
    run = desk.upload(workbook(contacts=CONTACTS))
    Import.objects.update(status="reading")
    prepare.prepare(run.pk)
    assert run.lines.count() == 5


def test_after_thirty_days_lines_and_files_are_forgotten(desk, commune):
    waiting = desk.upload(workbook(contacts=CONTACTS))
    applied = desk.upload(workbook(contacts=[*CONTACTS[:1], {"ags": "1", "last_name": "Falsch"}]))
    applied = desk.take_over(applied, leave_out=True)
    assert ImportLine.objects.count() == 5 + 1
    assert upkeep.forget_old() == 0
    file = StoredFile.objects.get()
    assert file == waiting.file, "that of the one that waits"
    assert upkeep.forget_old(timezone.now() + timedelta(days=31)) == 2
    waiting.refresh_from_db()
    assert (waiting.status, waiting.file) == ("discarded", None)
    assert not ImportLine.objects.exists()
    assert not StoredFile.objects.exists()
    files.sweep(timezone.now() + timedelta(hours=2))
    with pytest.raises(OSError):
        files.read(file)
    assert "Eine Zeile ist seit" in desk.page(applied)


def test_the_minutes_work_may_run_at_any_time(desk, commune, capsys):
    desk.upload(workbook(contacts=CONTACTS))
    call_command("tick")
    call_command("tick")
    assert Import.objects.get().status == "ready"


def test_a_full_disk_is_said_and_nothing_is_kept(desk, monkeypatch):
    def full(data: bytes, media_type: str) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(files, "put", full)
    assert desk.send(workbook(contacts=CONTACTS)).status_code == 503
    assert not Import.objects.exists()


def test_discarding_deletes_the_lines_and_changes_nothing(desk, commune):
    run = desk.upload(workbook(contacts=CONTACTS))
    answer = desk.client.post(f"/import/{run.pk}/verwerfen/", follow=True)
    assert "Der Import ist verworfen" in answer.content.decode()
    assert not ImportLine.objects.exists()
    assert not Contact.objects.exists()
    assert "Dieser Import ist verworfen" in desk.page(run)
    again = desk.client.post(f"/import/{run.pk}/verwerfen/", follow=True)
    assert "Das geht im Stand" in again.content.decode()


def test_a_page_takes_as_many_queries_for_three_lines_as_for_fifty(desk, commune, django_assert_num_queries):
    few = desk.upload(workbook(contacts=[{"ags": "14999100", "last_name": f"A{n}"} for n in range(3)]))
    many = desk.upload(workbook(contacts=[{"ags": "14999100", "last_name": f"B{n}"} for n in range(70)]))
    desk.page(few)
    for run in (few, many):
        with django_assert_num_queries(5):
            desk.page(run)
    with django_assert_num_queries(3):
        desk.client.get("/import/")


def test_validation_takes_as_many_queries_for_three_lines_as_for_three_hundred(desk, commune):
    def queries(data: bytes) -> int:
        desk.send(data)
        counted = []
        with connection.execute_wrapper(lambda run, *rest: (counted.append(1), run(*rest))[1]):
            prepare.prepare(Import.objects.latest("pk").pk)
        return len(counted)

    def file(lines: int) -> bytes:
        ContactFactory(commune=commune, last_name=f"C{lines}")
        return workbook(
            contacts=[{"ags": "14999100", "last_name": f"C{n}"} for n in range(lines)],
            milestones=[{"ags": "14999100", "kind": "Beratung", "on": date(2020, 1, 1 + n)} for n in range(30)],
        )

    assert queries(file(3)) == queries(file(300))


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_take_over_once(run_tasks):
    CommuneFactory(ags="14999100")
    desk = desk_of(run_tasks)
    run = desk.upload(workbook(contacts=CONTACTS))

    def click() -> None:
        transitions.start(
            Import.objects.get(pk=run.pk), actor=StaffActor(desk.user), revision=1, leave_out_faulty=False
        )

    refused = at_once(click, refusal=TransitionRefusedError)
    assert len(refused) == 7
    at_once(lambda: apply.apply_import(run.pk))
    run.refresh_from_db()
    assert (run.status, Contact.objects.count()) == ("applied", 5)
    assert JournalEntry.objects.filter(kind="contact.created").count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_things_at_once_make_them_once(run_tasks):
    CommuneFactory(ags="14999100")
    desk = desk_of(run_tasks)
    runs = [desk.upload(workbook(contacts=CONTACTS, office_holders=[MAYOR] * n)) for n in (1, 2)]
    for run in runs:
        desk.agree(run)
    left = [run.pk for run in runs]

    def work() -> None:
        apply.apply_import(left.pop())

    at_once(work, threads=2)
    assert (Contact.objects.count(), OfficeHolder.objects.count()) == (5, 1)
    assert sorted(Import.objects.values_list("status", flat=True)) == ["applied", "reading"]


@pytest.mark.django_db(transaction=True)
def test_eight_uploads_of_one_file_at_once_make_one_import(run_tasks):
    desk = desk_of(run_tasks)
    data = workbook(contacts=CONTACTS)

    def send() -> None:
        answer = client_of(desk.user).post("/import/", {"file": SimpleUploadedFile("Bestand.xlsx", data)})
        assert answer.status_code == 302

    at_once(send)
    assert Import.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_from_outside_while_everything_is_one_transaction(run_tasks, monkeypatch):
    CommuneFactory(ags="14999100")
    desk = desk_of(run_tasks)
    run = desk.upload(workbook(contacts=CONTACTS))
    desk.agree(run)
    monkeypatch.setattr(progress, "EVERY", 0)
    seen: list[tuple[int, int, int]] = []

    def look() -> None:
        found = ImportProgress.objects.get(run=run)
        seen.append((found.done, found.total, Contact.objects.count()))
        connections.close_all()

    apply_line = apply._apply_line

    def watched(line, step, actor) -> None:
        apply_line(line, step, actor)
        visitor = threading.Thread(target=look)
        visitor.start()
        visitor.join()

    monkeypatch.setattr(apply, "_apply_line", watched)
    apply.apply_import(run.pk)
    assert seen == [(n, 5, 0) for n in range(5)]
    assert Contact.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_another_one_does_it_all(run_tasks):
    CommuneFactory(ags="14999100")
    desk = desk_of(run_tasks)
    run = desk.upload(workbook(contacts=CONTACTS))
    desk.agree(run)
    connections.close_all()  # nothing to be shared with the process to come
    victim = multiprocessing.get_context("fork").Process(target=die_in_the_middle, args=(run.pk,))
    victim.start()
    victim.join(timeout=60)
    assert victim.exitcode == -signal.SIGKILL
    run.refresh_from_db()
    assert (run.status, run.progress.step, run.progress.done) == ("applying", "writing", 3)
    assert Contact.objects.count() == 0
    assert not JournalEntry.objects.filter(kind="contact.created").exists()
    run_tasks()
    run.refresh_from_db()
    assert (run.status, Contact.objects.count()) == ("applied", 5)


def die_in_the_middle(run_id: int) -> None:
    """In a process of its own: after three of five lines, as ``kill -9`` does it."""
    progress.EVERY = 0
    count = progress.Counter.one_more

    def counted(counter: progress.Counter) -> None:
        count(counter)
        if counter.step == ImportProgress.Step.WRITING and counter.done == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    progress.Counter.one_more = counted
    apply.apply_import(run_id)


@pytest.mark.django_db(transaction=True)
def test_nobody_works_on_an_import_that_somebody_works_on(run_tasks):
    CommuneFactory(ags="14999100")
    desk = desk_of(run_tasks)
    desk.send(workbook(contacts=CONTACTS))
    run = Import.objects.get()

    def elsewhere() -> None:
        work_on_import.call(run.pk)
        connections.close_all()

    with worked_on(run.pk) as mine:
        assert mine
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join()
        run.refresh_from_db()
        assert run.status == "reading"
    elsewhere()
    run.refresh_from_db()
    assert (run.status, said(run)) == ("ready", [])


@pytest.mark.django_db(transaction=True)
def test_progress_moves_evenly_through_both_steps(run_tasks, monkeypatch):
    """Whatever a line costs: a note at least every few lines, and none of them goes back within a step."""
    CommuneFactory(ags="14999100")
    desk = desk_of(run_tasks)
    monkeypatch.setattr(progress, "EVERY", 3600)
    monkeypatch.setattr(progress, "LINES", 2)
    notes: list[tuple[str, int]] = []
    note = progress.Counter._note

    def noted(counter: progress.Counter) -> None:
        note(counter)
        found = ImportProgress.objects.get()
        notes.append((found.step, found.done))

    monkeypatch.setattr(progress.Counter, "_note", noted)
    run = desk.upload(workbook(contacts=CONTACTS))
    assert notes == [("checking", n) for n in (0, 2, 4, 5)]
    notes.clear()
    desk.agree(run)
    apply.apply_import(run.pk)
    assert notes == [(step, n) for step in ("checking", "writing") for n in (0, 2, 4, 5)]


def test_apply_says_which_of_its_steps_it_is_at(desk, db):
    run = ReadyImportFactory(status="applying", applied_by=desk.user)
    said_of = [
        ({"step": "checking", "total": 0}, "Die Zeilen werden noch einmal geprüft"),
        ({"step": "checking", "done": 50, "total": 90}, "Schritt 1 von 2, noch einmal prüfen: 50 von 90 Zeilen"),
        ({"step": "writing", "done": 50, "total": 80}, "Schritt 2 von 2, übernehmen: 50 von 80 Zeilen"),
        ({"step": "writing", "done": 80, "total": 80}, "Alle 80 Zeilen sind geschrieben"),
    ]
    for found, sentence in said_of:
        ImportProgress.objects.update(**found)
        text = " ".join(desk.page(run).replace("<strong>", "").replace("</strong>", "").split())
        assert sentence in text


def test_an_import_at_work_shows_how_far_it_is(desk, db):
    run = ReadyImportFactory(status="reading")
    assert "Die Datei wird gelesen" in desk.page(run)
    ImportProgress.objects.update(done=1200, total=5000)
    page = " ".join(desk.page(run).split())
    assert "1.200 von 5.000 Zeilen" in page
    assert 'max="5000" value="1200"' in page
    Import.objects.update(status="applying", applied_by=desk.user)
    assert "Es wird alles auf einmal übernommen oder nichts." in desk.page(run)
