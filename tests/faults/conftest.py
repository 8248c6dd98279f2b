"""The process host, started once, on this run's database, keys and files."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from asskomm.demo.parent_death import die_with_parent
from tests.faults.way import Way

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def process_host(django_db_setup: None, signing_keys: object, timestamp_authority: str) -> Iterator[str]:
    """The address of the portal whose processes may be killed."""
    home = Path(settings.DOCUMENT_STORE).parent
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "FAULTS_DATABASE": connection.settings_dict["NAME"],
        "FAULTS_HOME": str(home),
        "FAULTS_TSA_URL": timestamp_authority,
    }
    log = home / "process-host.log"
    with log.open("w") as messages:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.process_host"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=messages,
            text=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - nothing of the parent is touched there
        )
    with process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port, log.read_text()
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture
def new_way(process_host: str, transactional_db: None) -> Callable[..., Way]:
    """Makes an agreement that is ready to be sent, and an empty post box and document store for it; takes its kind."""
    home = Path(settings.DOCUMENT_STORE).parent
    shutil.rmtree(settings.DOCUMENT_STORE, ignore_errors=True)  # files of earlier tests, whose rows are gone
    return lambda kind=Way: kind(process_host, home / "mail")
