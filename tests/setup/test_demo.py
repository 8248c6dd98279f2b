"""The whole demo, as `make demo` starts it: it answers, stops completely, and recovers from a kill.

The tests share one folder, so that only the first start has to build everything; each can run alone. The first is a
reset, which builds everything as a start in an empty folder does; that one is stopped when it is about to.
"""

import random
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import psycopg2
import pytest

from asskomm.demo import ports
from asskomm.demo.places import Places
from asskomm.demo.postgres import EmbeddedPostgres
from tests.plugins.embedded_postgres import server_folder
from tests.setup.running_demo import RunningDemo, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@contextmanager
def running_demo() -> Iterator[RunningDemo]:
    """A demo in an empty folder; nothing of it runs in the end."""
    with server_folder() as folder:
        running = RunningDemo(Places(folder), ports.free_port(random.randrange(20_000, 30_000)))
        try:
            yield running
        finally:
            running.clear_away()


@pytest.fixture(scope="module")
def demo():
    with running_demo() as running:
        yield running


def test_a_reset_begins_again_from_nothing_answers_and_says_where_everything_is(demo):
    demo.places.make()
    old_mail = demo.places.mail / "alt.eml"
    old_mail.write_text("Betreff: von früher")
    with_rows(demo.places, "CREATE TABLE kept AS SELECT 7 AS number")
    said = demo.start("--reset")
    said += "".join(demo.process.stdout.readline() for _ in range(12))
    assert not old_mail.exists()
    assert demo.query("SELECT to_regclass('kept')") is None
    assert demo.get("/") == 200
    assert demo.get("/anmelden/") == 200
    assert f"http://127.0.0.1:{demo.port}/anmelden/" in said
    assert f"{demo.places.mail}/*.eml" in said
    assert "@lpr.example" in said, "the accounts"
    assert demo.query("SELECT count(*) FROM communes_commune") >= 418


def with_rows(places: Places, statement: str) -> None:
    """The database of an earlier demo, which holds something."""
    server = EmbeddedPostgres(places.postgres, durable=False)
    connection = psycopg2.connect(server.start())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
        server.stop()


def test_a_second_start_in_the_same_folder_is_refused_and_harms_nothing(demo):
    demo.ensure_running()
    said = demo.refused()
    assert re.search(rf"läuft bereits \(Prozess {demo.process.pid}, http://127\.0\.0\.1:{demo.port}\)", said)
    assert demo.get("/") == 200


def test_a_process_that_dies_is_started_again(demo):
    demo.ensure_running()
    authority = demo.process_of("timestamp_authority")
    port = int(authority.cmdline()[-1])
    authority.kill()

    def started_again() -> bool:
        found = demo.process_of("timestamp_authority")
        return found is not None and found.pid != authority.pid

    wait_for(started_again)
    wait_for(lambda: ports.accepts(port))


def test_a_signal_to_the_whole_group_stops_everything_and_a_restart_keeps_the_data(demo):
    demo.ensure_running()
    demo.query("CREATE TABLE kept AS SELECT 7 AS number")
    assert "Alles ist beendet." in demo.stop(signal.SIGINT, group=True)
    assert demo.process.returncode == 0
    assert demo.processes() == []
    assert ports.is_free(demo.port)
    demo.start()
    assert demo.query("SELECT number FROM kept") == 7


def test_after_a_kill_the_next_start_cleans_up_by_itself(demo):
    demo.ensure_running()
    before = {process.pid for process in demo.processes()}
    demo.process.kill()
    demo.process.communicate()
    demo.start()
    assert demo.get("/") == 200
    left = [pid for pid in before if psutil.pid_exists(pid) and pid in {p.pid for p in demo.processes()}]
    assert left == []


def test_sigterm_to_the_supervisor_stops_everything(demo):
    demo.ensure_running()
    demo.stop(signal.SIGTERM)
    assert demo.process.returncode == 0
    assert demo.processes() == []


def test_a_stop_while_it_starts_from_nothing_leaves_nothing():
    with running_demo() as demo:
        demo.process = demo.launch()
        wait_for(lambda: demo.process_of("asskomm.demo.prepare"))
        demo.stop(signal.SIGTERM)
        assert demo.process.returncode == 0
        assert demo.processes() == []


def test_a_closed_terminal_ends_it(demo):
    demo.ensure_running()
    demo.process.stdout.close()  # nobody reads any more
    demo.process.send_signal(signal.SIGHUP)
    assert demo.process.wait(120) == 0
    assert demo.processes() == []


def test_a_port_in_use_gets_a_message_and_nothing_is_started(demo):
    if demo.process and demo.process.poll() is None:
        demo.stop(signal.SIGTERM)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((ports.HOST, demo.port))
        other.listen()
        said = demo.refused()
    assert f"Der Anschluss 127.0.0.1:{demo.port} ist belegt" in said
    assert f"PORT={demo.port + 10} make demo" in said
    assert demo.processes() == []
