"""The embedded PostgreSQL: owned by the process that starts it, and nobody's once that is dead."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg2
import pytest

from asskomm.demo.postgres import LONGEST_SOCKET_PATH, EmbeddedPostgres, PostgresFailed
from tests.plugins.embedded_postgres import PREFIX, server_folder

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
HOLD_A_SERVER = """
import pathlib, sys, time
from asskomm.demo.postgres import EmbeddedPostgres
print(EmbeddedPostgres(pathlib.Path(sys.argv[1]), durable=False).start(), flush=True)
time.sleep(120)
"""


@pytest.fixture
def home():
    """A folder with a short path, below one that root's helper account may pass through."""
    with server_folder() as folder:
        yield folder


@pytest.fixture
def server(home):
    embedded = EmbeddedPostgres(home, durable=False)
    yield embedded
    embedded.stop("immediate")


def query(url: str, sql: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def postmasters(home: Path) -> list[int]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if str(home / "data") in command and command[0].endswith("postgres"):
            found.append(process.pid)
    return found


def wait_for(condition, seconds=90):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited for nothing"
        time.sleep(0.05)


def test_data_outlives_a_restart(server):
    query(server.start(), "CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()
    assert not server.is_running()
    assert query(server.start(), "SELECT number FROM kept") == 7


def test_german_letters_fold_without_a_german_locale(server):
    assert query(server.start(), "SELECT upper('äöü') || lower('ÄÖÜ')") == "ÄÖÜäöü"


def test_the_server_listens_on_no_network_address(server):
    assert query(server.start(), "SHOW listen_addresses") == ""


def test_two_servers_on_two_folders_do_not_meet(server, home):
    other = EmbeddedPostgres(home / "other", durable=False)
    try:
        query(server.start(), "CREATE TABLE mine AS SELECT 1")
        assert query(other.start(), "SELECT to_regclass('mine')") is None
    finally:
        other.stop("immediate")


def test_the_server_stops_when_its_owner_is_killed_and_starts_again(home, server):
    owner = subprocess.Popen([sys.executable, "-c", HOLD_A_SERVER, str(home)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    url = owner.stdout.readline().strip()
    query(url, "CREATE TABLE kept AS SELECT 7 AS number")
    owner.send_signal(signal.SIGKILL)
    owner.communicate()
    assert query(server.start(), "SELECT number FROM kept") == 7
    assert len(postmasters(home)) == 1


def test_a_server_that_does_not_start_says_why(home, server):
    server.start()
    server.stop("immediate")
    (home / "data" / "postgresql.conf").write_text("shared_bufers = 16MB\n")
    with pytest.raises(PostgresFailed, match=r"nicht gestartet[\s\S]*unrecognized configuration parameter"):
        server.start()


def test_a_note_with_the_number_of_a_stranger_is_forgotten(home, server):
    server.start()
    server.stop("immediate")
    note = home / "data" / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{home / 'data'}\n")
    assert query(server.start(), "SELECT 1") == 1


def test_a_long_path_gets_a_short_socket(home):
    server = EmbeddedPostgres(home / ("x" * LONGEST_SOCKET_PATH), durable=False)
    try:
        assert query(server.start(), "SELECT 1") == 1
        assert len(str(server.socket_folder)) < LONGEST_SOCKET_PATH
    finally:
        server.stop("immediate")
    assert not server.socket_folder.exists()


def test_a_killed_test_run_leaves_no_server_and_the_next_removes_its_folder(tmp_path):
    """The same plugin as this run's, in runs of their own with a temporary folder of their own."""
    (tmp_path / "test_sleep.py").write_text(
        "import os, pathlib, time\n"
        "def test_sleep():\n"
        "    pathlib.Path(os.environ['SEEN']).write_text(os.environ['DATABASE_URL'])\n"
        "    time.sleep(float(os.environ['SLEEP']))\n"
    )
    seen = tmp_path / "seen"

    def run(sleep):
        environment = {**os.environ, "TMPDIR": str(tmp_path), "SEEN": str(seen), "SLEEP": str(sleep)}
        del environment["DATABASE_URL"]
        options = ["-q", "-p", "no:cacheprovider", "-c", str(PROJECT), str(tmp_path / "test_sleep.py")]
        command = [sys.executable, "-m", "pytest", *options]
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)

    killed = run(120)
    wait_for(seen.exists)
    home = next(tmp_path.glob(f"{PREFIX}*"))
    killed.kill()
    killed.wait()
    wait_for(lambda: not postmasters(home))
    assert home.exists()
    os.utime(home, (0, 0))  # as if it had happened long ago
    assert run(0).wait(180) == 0
    assert not list(tmp_path.glob(f"{PREFIX}*"))
