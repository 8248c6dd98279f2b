"""What the tests of several rooms share: the queue's worker, the mailbox, mails' links and codes."""

import os
import re
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
from django.core import mail
from django.core.cache import cache, caches
from django.db import connection
from django_tasks_db.management.commands import db_worker
from hypothesis import HealthCheck

from tests.plugins import emptied_tables, migrated_database, strict_templates

# A busy machine is slow now and then; that is no finding.
hypothesis.settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("portal")

emptied_tables.install()
strict_templates.install()

pytest_plugins = [
    "tests.plugins.remembered",
    "tests.plugins.retaken",
    "tests.plugins.signing_keys",
    "tests.plugins.words_as_read",
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database is a copy of the migrated one; pytest-django asks for this before it makes it."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database.ready(os.environ["DATABASE_URL"])


@pytest.fixture(autouse=True)
def no_remembered_tries() -> None:
    """Each test starts with empty caches: limits on wrong passwords live in one, pages for strangers in the other."""
    cache.clear()
    caches["pages"].clear()


@pytest.fixture
def demonstration(settings: Any) -> None:
    """The portal says on every page, mail and document that it is a demonstration; else the tests' portal is none."""
    settings.DEMO = True


@pytest.fixture
def run_tasks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Work off the queue with the real worker, then stop. It keeps the test's connection with its transaction."""

    def work() -> None:
        monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
        db_worker.Worker(
            queue_names=["default", "long"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="tests",
            excluded_queue_names=[],
        ).run()

    return work


@pytest.fixture
def newest_link(run_tasks: Callable[[], None]) -> Callable[[], str]:
    """Deliver what is queued and answer the path of the newest link to sign."""

    def read() -> str:
        run_tasks()
        return _newest(r"https?://[^/\s]+(/unterzeichnen/link/\S+)")

    return read


@pytest.fixture
def newest_code(run_tasks: Callable[[], None]) -> Callable[[], str]:
    """Deliver what is queued and answer the newest six digits."""

    def read() -> str:
        run_tasks()
        return _newest(r"^(\d{6})$")

    return read


def _newest(pattern: str) -> str:
    for message in reversed(mail.outbox):
        found = re.search(pattern, message.body, re.MULTILINE)
        if found:
            return found.group(1)
    raise AssertionError(f"no mail matches {pattern}")
