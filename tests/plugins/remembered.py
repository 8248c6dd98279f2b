"""Rows that are made once in a run and put back for each test that wants them.

An agreement that both sides signed takes seconds of a processor: two PDFs are set, three signatures made and checked.
``remembered(name, make)`` calls ``make`` once in each worker's run, takes down every row that it left, and puts the
same rows back for every test that asks for the name, as if the test had made them. What ``make`` returns (keys, not
objects) is given to each; mails that were sent are in the outbox again, and stored files in the store of the test.

It wants to be the first in the database: a test that has made rows of its own before is refused. ``recalled`` is for
factories, which cannot know who calls them: where anything is not as it was, they make their rows as ever.
"""

import io
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import UserSettingsHolder, settings
from django.core import mail
from django.db import connection, transaction

from core import files
from core.models import StoredFile

TABLES = """
SELECT format('%I', table_name), string_agg(format('%I', column_name), ', ' ORDER BY ordinal_position)
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
GROUP BY table_name ORDER BY table_name
"""
MIGRATED = {"django_migrations", "django_content_type", "auth_permission"}


@dataclass
class Memory:
    """What ``make`` left: rows of each table as PostgreSQL copies them, mails, files, and what it returned."""

    returned: Any
    rows: dict[str, str] = field(default_factory=dict)
    mails: list[Any] = field(default_factory=list)
    files: list[tuple[StoredFile, bytes]] = field(default_factory=list)


_memories: dict[str, Memory] = {}


@pytest.fixture
def remembered(_django_db_marker: None, request: pytest.FixtureRequest) -> Callable[..., Any]:
    """``remembered(name, make)`` answers what ``make`` returned, with its rows and mails in place."""

    def remember(name: str, make: Callable[[], Any]) -> Any:
        before = counts()
        if name not in _memories:
            _memories[name] = _made(make, before)
        memory = _memories[name]
        for table in memory.rows:
            assert not before.get(table), f"{table} has rows before those of „{name}“"
        _put_back(memory)
        return deepcopy(memory.returned)

    return remember


def recalled(name: str, make: Callable[[], Any]) -> Any:
    """Return what ``make`` returned when it was first called, with its rows in place; or call it again.

    It is called again where rows would differ: others are there already, the clock or the settings are a test's own.
    """
    before = counts()
    if any(before.values()) or not is_as_ever():
        return make()
    if name not in _memories:
        _memories[name] = _made(make, before)
    _put_back(_memories[name])
    return deepcopy(_memories[name].returned)


def is_as_ever() -> bool:
    """Whether clock and settings are those of every test."""
    return not time_machine.escape_hatch.is_travelling() and not isinstance(settings._wrapped, UserSettingsHolder)


@cache
def columns() -> dict[str, str]:
    """Every table with the columns that can be written."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return {table: columns for table, columns in cursor.fetchall() if table not in MIGRATED}


def counts() -> dict[str, int]:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in columns()))
        return dict(cursor.fetchall())


def _made(make: Callable[[], Any], before: dict[str, int]) -> Memory:
    """Call ``make``, take down what it left, and undo it."""
    sent_before = len(mail.outbox)
    with transaction.atomic():
        memory = Memory(make(), mails=mail.outbox[sent_before:])
        for table in (name for name, count in counts().items() if count != before[name]):
            assert not before[table], f"{table} had rows already"
            memory.rows[table] = copied(table)
        memory.files = read_files(StoredFile.objects.all())
        transaction.set_rollback(True)
    del mail.outbox[sent_before:]
    return memory


def copied(table: str) -> str:
    """The rows of a table as PostgreSQL copies them."""
    rows = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({columns()[table]}) TO STDOUT", rows)
    return rows.getvalue()


def _put_back(memory: Memory) -> None:
    with transaction.atomic(), without_triggers():
        for table, rows in memory.rows.items():
            with connection.cursor() as cursor:
                cursor.copy_expert(f"COPY {table} ({columns()[table]}) FROM STDIN", io.StringIO(rows))
    mail.outbox.extend(memory.mails)
    put_back_files(memory.files)


def read_files(rows: Iterable[StoredFile]) -> list[tuple[StoredFile, bytes]]:
    """The rows of files with what is in the store."""
    return [(row, files.read(row)) for row in rows]


def put_back_files(kept: list[tuple[StoredFile, bytes]]) -> None:
    """Store again what a test swept or damaged, or has a store of its own for."""
    for row, data in kept:
        path = Path(files._store().path(files.name_in_store(row.sha256)))
        if not path.exists() or path.read_bytes() != data:
            path.unlink(missing_ok=True)
            files.put(data, row.media_type)


@contextmanager
def without_triggers() -> Any:
    """The rows were judged when they were made; their order among tables is that of the alphabet."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
