"""The demo's processes: started, watched, started again, and gone in the end."""

import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from asskomm.demo import leftovers, ports, processes
from asskomm.demo.processes import Child

SLEEP = "import time; time.sleep(120)"
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(120)
"""
PARENT = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(120)'])"
ASK = """
import os, sys
from asskomm.demo.signals import StopSignals
signals = StopSignals()
print("ready", flush=True)
print("stopped" if signals.wait(60) else "for nothing", flush=True)
"""


@pytest.fixture
def child(tmp_path):
    """Make children that are certainly gone after the test."""
    made = []

    def make(code: str, **environment: str) -> Child:
        made.append(Child("Probe", (sys.executable, "-c", code), {**os.environ, **environment}, tmp_path / "probe.log"))
        return made[-1]

    yield make
    for one in made:
        one.stop_by(time.monotonic())


def wait_for(condition, seconds=90):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited for nothing"
        time.sleep(0.02)


def test_a_process_writes_its_log_and_tells_its_end(child):
    probe = child("print('guten Tag'); raise SystemExit(3)")
    probe.start()
    wait_for(lambda: not probe.is_running())
    assert probe.exit_code() == 3
    assert probe.log_tail() == "    guten Tag"


def test_a_process_that_dies_is_reported_once_and_started_again(child, monkeypatch):
    monkeypatch.setattr(processes, "LONGEST_PAUSE", 0.5)
    probe = child(SLEEP)
    probe.pause = 0.1
    probe.start()
    first = probe.process.pid
    probe.process.kill()
    wait_for(lambda: not probe.is_running())
    assert "unerwartet beendet (Code -9)" in probe.look_after()
    assert probe.look_after() is None
    wait_for(lambda: probe.look_after() is None and probe.is_running())
    assert probe.process.pid != first
    assert probe.pause == 0.2, "the next pause is longer"


def test_a_process_that_does_not_listen_is_killed_when_time_is_up(child):
    probe = child(DEAF)
    probe.start()
    wait_for(lambda: "deaf" in probe.log_tail())
    probe.ask_to_stop()
    probe.stop_by(time.monotonic() + 0.2)
    assert probe.exit_code() == -signal.SIGKILL


def test_the_children_of_a_process_end_with_it(child):
    probe = child(PARENT + "; time.sleep(120)")
    probe.start()
    wait_for(lambda: psutil.Process(probe.process.pid).children())
    (grandchild,) = psutil.Process(probe.process.pid).children()
    probe.ask_to_stop()
    probe.stop_by(time.monotonic() + 5)
    wait_for(lambda: not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE)


def test_leftovers_are_known_by_their_mark_and_ended_even_if_they_do_not_listen(child, tmp_path):
    marked = child(DEAF, **{leftovers.MARK: str(tmp_path)})
    elsewhere = child(SLEEP, **{leftovers.MARK: str(tmp_path / "other")})
    marked.start()
    elsewhere.start()
    wait_for(lambda: "deaf" in marked.log_tail())
    assert [process.pid for process in leftovers.find(tmp_path)] == [marked.process.pid]
    said = []
    leftovers.end(tmp_path, said.append, grace_seconds=0.2)
    assert not marked.is_running()
    assert elsewhere.is_running()
    assert len(said) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("shell_ignores_it", [False, True])
def test_each_wish_to_stop_is_heard_even_if_the_shell_had_it_ignored(number, shell_ignores_it):
    def ignore():
        if shell_ignores_it:
            signal.signal(number, signal.SIG_IGN)

    waiting = subprocess.Popen(
        [sys.executable, "-c", ASK],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=ignore,  # noqa: PLW1509 - before anything runs
    )
    assert waiting.stdout.readline() == "ready\n"
    waiting.send_signal(number)
    said, _ = waiting.communicate(timeout=90)
    assert said == "stopped\n"


def test_a_taken_port_is_noticed_and_another_found():
    with socket.socket() as taken:
        taken.bind((ports.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not ports.is_free(port)
        assert ports.accepts(port)
        other = ports.free_port(port)
        assert other != port
        assert ports.is_free(other)
    assert not ports.answers(port)
