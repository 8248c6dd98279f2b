"""What has to be there and at work: each lack is named in German, with what to do."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import checks, heartbeats
from core.models import Heartbeat, OutgoingMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path, monkeypatch):
    settings.DOCUMENT_STORE = tmp_path / "documents"
    monkeypatch.setattr(storages, "_storages", {}, raising=False)
    return settings.DOCUMENT_STORE


def ids(messages) -> list[str]:
    assert all(message.hint for message in messages), "each says what to do"
    return [message.id for message in messages]


def test_settings_without_a_store_for_documents_are_named(settings):
    settings.STORAGES = {name: value for name, value in settings.STORAGES.items() if name != "documents"}
    assert ids(checks.document_store(None)) == ["betrieb.E001"]
    assert checks.document_folder(None) == []


def test_a_store_that_can_be_made_is_fine_until_deployment(store):
    assert checks.document_store(None) == []
    assert ids(checks.document_folder(None)) == ["betrieb.E003"]
    store.mkdir()
    assert checks.document_folder(None) == []


def test_a_file_in_the_store_s_place_is_named(store):
    store.write_text("kein Ordner")
    assert ids(checks.document_store(None)) == ["betrieb.E002"]


def test_a_store_that_may_not_be_written_to_is_named(store, monkeypatch):
    store.mkdir()
    monkeypatch.setattr("core.checks.os.access", lambda path, _mode: path != store)  # root may write everywhere
    (message,) = checks.document_store(None)
    assert message.id == "betrieb.E002"
    assert str(store) in message.msg


def test_nobody_at_work_is_named_each_by_its_own_name():
    found = checks.background_work(None)
    assert ids(found) == ["betrieb.E005", "betrieb.E006", "betrieb.E006"]
    assert "tick" in found[0].hint
    assert "„default“" in found[1].msg
    assert "--queue-name long" in found[2].hint


def test_the_minute_s_work_and_the_workers_that_answer_it_are_seen(run_tasks):
    call_command("tick")
    assert ids(checks.background_work(None)) == ["betrieb.E006", "betrieb.E006"]
    run_tasks()
    assert checks.background_work(None) == []


@pytest.mark.parametrize(
    ("name", "age", "named"),
    [
        ("tick", timedelta(minutes=4), []),
        ("tick", timedelta(minutes=6), ["betrieb.E005"]),
        ("default", timedelta(minutes=6), ["betrieb.E006"]),
        ("long", timedelta(minutes=29), []),
        ("long", timedelta(minutes=31), ["betrieb.E006"]),
    ],
)
def test_who_was_seen_too_long_ago_is_named(run_tasks, name, age, named):
    heartbeats.beat()
    run_tasks()
    Heartbeat.objects.filter(name=name).update(at=timezone.now() - age)
    assert ids(checks.background_work(None)) == named


def test_a_queue_is_asked_once_until_it_answers_and_answers_are_forgotten(run_tasks):
    for _ in range(3):
        heartbeats.beat()
    assert DBTaskResult.objects.count() == 2
    run_tasks()
    heartbeats.beat()
    assert DBTaskResult.objects.count() == 2, "the answered ones are gone"


def test_mails_that_do_not_go_out_are_counted(run_tasks):
    heartbeats.beat()
    run_tasks()
    late = timezone.now() - timedelta(minutes=16)
    for state, due in (("queued", late), ("sending", late), ("queued", timezone.now()), ("sent", None)):
        OutgoingMessage.objects.create(
            kind="x",
            recipient="niemand@lpr.example",
            state=state,
            due_at=due,
            sent_at=timezone.now() if state == "sent" else None,
        )
    (message,) = checks.background_work(None)
    assert message.id == "betrieb.E007"
    assert "2 E-Mails" in message.msg


def status() -> tuple[int, str]:
    said = io.StringIO()
    try:
        call_command("status", stdout=said)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, said.getvalue().strip()


def test_status_says_what_does_not_work_and_ends_with_two(store, run_tasks):
    code, said = status()
    assert code == 2
    assert "FEHLER: Der Minutentakt hat sich noch nie gemeldet." in said
    assert "FEHLER: Den Ordner für Dokumente gibt es nicht" in said
    store.mkdir()
    heartbeats.beat()
    run_tasks()
    call_command("load_templates", stdout=io.StringIO())
    assert status() == (0, "Alles arbeitet.")
