"""The write-once store: whole or not at all, never replaced, swept."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from core import files
from core.files import FileDamagedError
from core.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path, monkeypatch):
    settings.DOCUMENT_STORE = tmp_path
    monkeypatch.setattr(storages, "_storages", {}, raising=False)
    return tmp_path


def stored(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_what_is_put_comes_back():
    row = files.register(files.put(b"%PDF-1.7 inhalt", "application/pdf"))
    assert files.read(row) == b"%PDF-1.7 inhalt"
    assert row.size == 15


def test_the_same_bytes_are_stored_once(store):
    first = files.register(files.put(b"gleich", "text/plain"))
    second = files.register(files.put(b"gleich", "text/plain"))
    assert first == second
    assert len(stored(store)) == 1


def test_a_damaged_file_is_noticed_when_read_and_when_put_again(store):
    row = files.register(files.put(b"echt", "text/plain"))
    stored(store)[0].write_bytes(b"falsch")
    with pytest.raises(FileDamagedError):
        files.read(row)
    with pytest.raises(FileDamagedError):
        files.put(b"echt", "text/plain")


def test_a_full_disk_leaves_nothing(store, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        files.put(b"passt nicht mehr", "text/plain")
    assert stored(store) == []
    assert not StoredFile.objects.exists()


def test_the_sweep_takes_old_files_without_a_row_only(store):
    kept = files.register(files.put(b"mit Zeile", "text/plain"))
    files.put(b"ohne Zeile", "text/plain")
    assert files.sweep() == 0
    assert files.sweep(timezone.now() + timedelta(hours=2)) == 1
    assert files.read(kept) == b"mit Zeile"
    assert len(stored(store)) == 1


def test_a_row_never_comes_to_name_other_bytes():
    row = files.register(files.put(b"unterzeichnet", "text/plain"))
    other = files.put(b"untergeschoben", "text/plain")
    with pytest.raises(DatabaseError, match="write_once"), transaction.atomic():
        StoredFile.objects.filter(pk=row.pk).update(sha256=other.sha256)
