"""Steps that are taken once in a run from the same rows, and put in place for each test that comes there again.

Most tests of a signature begin with the same way to it: a link, a code, the text, the consent. ``retaken(name, take)``
looks at every row, mail and cached value there is. Where it has seen exactly them before, and the step by this name
was taken from there, the rows after it are put in place, with its mails and files; anywhere else the step is taken.
So a test that has made, changed or replaced anything before takes it as ever.
"""

import hashlib
import io
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django_tasks_db.management.commands import db_worker

from core.models import StoredFile
from tests.plugins import remembered

SECONDS = 120  # links, codes and sessions have an age

Contents = dict[str, str]


@dataclass
class Step:
    """What ``take`` changed: the tables with their rows after it, what came to mails, files and cache, and its word."""

    taken_at: float
    returned: Any
    rows: Contents
    mails: list[Any]
    cached: tuple[dict[str, Any], dict[str, Any]]  # the values, and when they expire
    files: list[tuple[StoredFile, bytes]]


_steps: dict[tuple[str, str], Step] = {}
_test: list[pytest.FixtureRequest] = []


@pytest.fixture(autouse=True)
def running_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whose patches count."""
    _test.append(request)
    yield
    _test.pop()


def retaken(name: str, take: Callable[[], Any]) -> Any:
    """Return what ``take`` returned (no rows), with what it did in place."""
    if not _test or not remembered.is_as_ever() or _is_patched():
        return take()
    before = _contents()
    key = (name, _digest(before))
    step = _steps.get(key)
    if step is None or step.taken_at < time.monotonic() - SECONDS:
        _steps[key] = _taken(take, before)
        return deepcopy(_steps[key].returned)
    with transaction.atomic(), remembered.without_triggers(), connection.cursor() as cursor:
        for table, rows in step.rows.items():
            cursor.execute(f"DELETE FROM {table}")
            cursor.copy_expert(f"COPY {table} ({remembered.columns()[table]}) FROM STDIN", io.StringIO(rows))
    mail.outbox.extend(step.mails)
    for now, then in zip(_cache(), step.cached, strict=True):
        now.update(then)
    remembered.put_back_files(step.files)
    return deepcopy(step.returned)


def _taken(take: Callable[[], Any], before: Contents) -> Step:
    mails, files = len(mail.outbox), set(StoredFile.objects.values_list("pk", flat=True))
    returned = take()
    after = _contents()
    changed = {table for table in {*before, *after} if before.get(table) != after.get(table)}
    return Step(
        time.monotonic(),
        returned,
        {table: after.get(table, "") for table in changed},
        mail.outbox[mails:],
        deepcopy(_cache()),
        remembered.read_files(StoredFile.objects.exclude(pk__in=files)),
    )


def _is_patched() -> bool:
    """Whether the test has replaced anything but what the queue's worker needs to run in it."""
    if "monkeypatch" not in _test[-1].fixturenames:
        return False
    patch = _test[-1].getfixturevalue("monkeypatch")
    attributes = {(target, name) for target, name, _ in patch._setattr}
    return bool(attributes - {(db_worker, "close_old_connections")} or patch._setitem)


def _contents() -> Contents:
    """Every table that has rows, with them, in the order of their text."""
    filled = [table for table, count in remembered.counts().items() if count]
    return {table: "".join(sorted(remembered.copied(table).splitlines(keepends=True))) for table in filled}


def _digest(contents: Contents) -> str:
    mails = [(message.to, message.subject, message.body) for message in mail.outbox]
    return hashlib.sha256(repr((contents, mails, sorted(_cache()[0].items()))).encode()).hexdigest()


def _cache() -> tuple[dict[str, Any], dict[str, Any]]:
    """What is in the tests' cache, which is one of this process, and when it expires."""
    return cache._cache, cache._expire_info
