"""Early pytest plugin: a PostgreSQL of this run's own, where DATABASE_URL names none.

pytest-django loads the settings before any conftest, so this runs as ``-p`` plugin and before it. Each run
has its own temporary folder and server: any number of runs can go on at the same time, and the workers of
pytest-xdist inherit the address of the one that started them.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from asskomm.demo.postgres import EmbeddedPostgres

PREFIX = "asskomm-pg-"
YOUNG_SECONDS = 60  # a folder just made may not be locked yet


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Start the server before pytest-django's hook of the same name reads the settings."""
    if not os.environ.get("DATABASE_URL"):
        TemporaryServer().start()
    yield


class TemporaryServer:
    """A server in a temporary folder, locked while its owner lives; a later run sweeps what nobody locks."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.home = Path(tempfile.mkdtemp(prefix=PREFIX))
        self.lock = _lock(self.home)
        self.server = EmbeddedPostgres(self.home, durable=False)

    def start(self) -> None:
        """Start the server and name it in the environment; it stops when this process ends."""
        sweep()
        atexit.register(self.stop)
        os.environ["DATABASE_URL"] = self.server.start()

    def stop(self) -> None:
        """Stop the server and remove its folder; a forked child that leaves does nothing."""
        if os.getpid() != self.owner:
            return
        self.server.stop("immediate")
        shutil.rmtree(self.home, ignore_errors=True)


@contextmanager
def server_folder() -> Iterator[Path]:
    """A folder for the servers of tests, swept like a run's own. Pytest's folders will not do: each run that begins
    closes the one that all runs share, and the account that runs the server is shut out of its data."""
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = _lock(home)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)
        if lock:
            lock.close()


def sweep() -> None:
    """Remove the folders of runs that were killed: those of ours whose lock nobody holds."""
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        lock = _lock(home) if _may_be_swept(home) else None
        if lock is not None:
            shutil.rmtree(EmbeddedPostgres(home).socket_folder, ignore_errors=True)
            shutil.rmtree(home, ignore_errors=True)
            lock.close()


def _may_be_swept(home: Path) -> bool:
    try:
        facts = home.stat()
    except FileNotFoundError:  # its owner has just removed it
        return False
    return facts.st_uid == os.getuid() and facts.st_mtime < time.time() - YOUNG_SECONDS


def _lock(home: Path) -> IO[str] | None:
    """Take the lock of a folder and return its open file; None if it is taken or just being removed."""
    try:
        file = (home / "lock").open("w")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return None
    return file
