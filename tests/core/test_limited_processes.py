"""Limited processes: what a child can do to the portal (nothing), and what the starter survives (everything)."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings

from asskomm.intake.reading import workbook
from asskomm.intake.reading.workbook import WorkbookRefusedError
from core import scans
from core.limited_processes import asking, listening
from core.limited_processes.asking import Answer, ask
from core.scans import ScanRefusedError
from core.signing import inspection, outside
from core.signing.outside import OutsideSignatureRefused
from tests.core import hostile_program

PROGRAM = "tests.core.hostile_program"
PROJECT = Path(__file__).resolve().parents[2]
LONG = 30  # seconds, on a busy machine; what is tried here takes milliseconds


def done(deed: str, seconds: float = LONG) -> Answer:
    return ask(PROGRAM, deed.encode(), seconds=seconds)


def circumstances() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done("circumstances").output)
    return found


def starter() -> psutil.Process:
    """The process that forks for us; made if need be."""
    done("echo")
    return psutil.Process(asking._starters.current().process.pid)


@pytest.fixture
def sleeping(tmp_path: Path):
    """Starts a child that sleeps, in a thread of its own; answers its process and the future answer."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as threads:

        def start(seconds: float = LONG) -> tuple[psutil.Process, Any]:
            starter()  # what it loads first is not the child's time
            answer = threads.submit(done, f"sleep {pipe}", seconds)
            return psutil.Process(int(pipe.read_text())), answer

        yield start


def is_gone(process: psutil.Process) -> bool:
    psutil.wait_procs([process], timeout=LONG)
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


# What a child knows and may do


def test_a_child_knows_nothing_of_the_portals_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    monkeypatch.setenv("SIGNING_CA_P12_PASSWORD", "geheim")
    asking._starters.end()
    assert set(circumstances()["environment"]) <= {"PATH", "LANG", "LC_CTYPE", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    assert set(starter().environ()) <= {"PATH", "LANG", "LC_CTYPE", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}


@pytest.mark.django_db
def test_a_child_has_upload_and_answer_and_no_other_descriptor(tmp_path):
    asking._starters.end()
    with socket.create_server(("127.0.0.1", 0)), (tmp_path / "document").open("w"):
        targets = circumstances()["descriptors"]
    assert sorted(targets) == ["0", "1", "2"]
    assert targets["0"].startswith("/memfd:upload")
    assert targets["1"].startswith("pipe:")
    assert targets["2"] == "/dev/null"


@pytest.mark.django_db
def test_the_starter_has_the_line_and_no_other_descriptor(tmp_path):
    asking._starters.end()
    with socket.create_server(("127.0.0.1", 0)), (tmp_path / "document").open("w"):
        folder = Path(f"/proc/{starter().pid}/fd")
        targets = {entry.name: str(entry.readlink()) for entry in folder.iterdir()}
    assert [targets.pop(name) for name in "012"] == ["/dev/null"] * 3
    assert len(targets) == 1
    assert next(iter(targets.values())).startswith("socket:")


def test_the_portals_secrets_are_nowhere_in_the_starters_memory():
    """It was started afresh; what was forked from the portal would have had all of it."""
    secret = settings.SECRET_KEY.encode()
    assert in_memory(os.getpid(), secret), "the search finds what is there"
    assert not in_memory(starter().pid, secret)


def in_memory(pid: int, text: bytes) -> bool:
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            place, rights = line.split()[:2]
            start, end = (int(number, 16) for number in place.split("-"))
            if rights.startswith("rw") and "[v" not in line:
                memory.seek(start)
                if text in (memory.read(end - start) or b""):
                    return True
    return False


def test_every_child_has_its_own_limits():
    limits = circumstances()["limits"]
    memory = hostile_program.LIMITS.memory
    assert limits == {
        "CPU": [1, 2],
        "AS": [memory, memory],
        "FSIZE": [0, 0],
        "NOFILE": [16, 16],
        "NPROC": [0, 0],
        "CORE": [0, 0],
    }


def test_memory_is_counted_for_each_child_alone():
    asking._starters.end()  # what other programs have loaded counts, too
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(done, ["swell 150"] * 4))
    assert [answer.output for answer in answers] == [b"%d" % (150 * 1024 * 1024)] * 4
    assert done("swell 300").code == 1


def test_a_child_writes_no_file(tmp_path):
    assert done(f"write {tmp_path / 'file'}").code != 0
    assert (tmp_path / "file").read_bytes() == b""


def test_cpu_time_is_limited():
    answer = done("spin")
    assert answer.out_of_time
    assert answer.output == b""


def test_what_floods_the_portal_is_cut_off(monkeypatch):
    monkeypatch.setattr(listening, "MOST_OUTPUT", 3_000_000)
    answer = done("flood")
    assert answer.code != 0
    assert answer.output == b""


def test_the_portal_waits_no_longer_than_it_said_and_the_child_is_killed(sleeping):
    child, answer = sleeping(seconds=2)
    with pytest.raises(TimeoutError):
        answer.result()
    assert is_gone(child)


def test_who_talks_all_the_time_gets_no_more_time():
    with pytest.raises(TimeoutError):
        done("drip", seconds=1)


# What the others notice of it


def test_each_upload_gets_a_process_of_its_own_from_the_same_starter():
    first, second = circumstances(), circumstances()
    assert first["pid"] != second["pid"]
    assert first["starter"] == second["starter"] == starter().pid


def test_uploads_at_the_same_moment_do_not_wait_for_each_other(sleeping):
    child, answer = sleeping()
    assert done("echo schon da").output == b"schon da"
    assert child.is_running()
    assert not answer.done()
    child.kill()
    assert answer.result().code == -signal.SIGKILL


def test_many_threads_each_get_their_own_answer():
    words = [f"Wort {number}" for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        assert [answer.output.decode() for answer in threads.map(lambda word: done(f"echo {word}"), words)] == words


@pytest.mark.parametrize("deed", ["swell 300", "spin", f"die {signal.SIGSEGV}", f"die {signal.SIGKILL}", "no such"])
def test_a_bomb_ends_its_own_child_only(deed, sleeping):
    other, answer = sleeping()
    before = starter().pid
    assert done(deed).code != 0
    assert starter().pid == before
    assert other.is_running()
    other.kill()
    assert answer.result().code == -signal.SIGKILL


def test_the_starter_has_one_thread_whatever_it_loaded():
    for program in (inspection.PROGRAM, outside.PROGRAM, scans.PROGRAM, workbook.PROGRAM):
        ask(program, b"", seconds=LONG)
    assert starter().num_threads() == 1


# What a child says is data


FORGED = [b"", b"\x00", b"null", b"[]", b'"x"', b"{}", b'{"problem": 1}', b'{"refusal": "x"}', b"[" * 99_999, b"1\nPDF"]


@pytest.mark.parametrize("said", FORGED, ids=range(len(FORGED)))
def test_a_child_that_was_taken_over_may_say_what_it_likes(said, monkeypatch):
    for module in (inspection, outside, scans, workbook):
        monkeypatch.setattr(module, "ask", lambda *_, **__: Answer(0, said))
    assert inspection.inspect_upload(b"%PDF-").problem is inspection.Problem.UNREADABLE
    with pytest.raises(OutsideSignatureRefused):
        outside._read(outside._ask(b""))
    with pytest.raises(ScanRefusedError):
        scans.clean_scan(b"%PDF-")


def test_what_a_child_says_is_never_unpickled(tmp_path, monkeypatch):
    trap = done(f"trap {tmp_path / 'gefangen'}")
    assert b"gefangen" in trap.output
    for module in (inspection, workbook):
        monkeypatch.setattr(module, "ask", lambda *_, **__: trap)
    assert inspection.inspect_upload(b"%PDF-").problem is inspection.Problem.UNREADABLE
    with pytest.raises(WorkbookRefusedError):
        workbook.read_workbook(b"PK")
    assert not (tmp_path / "gefangen").exists()


# What the starter survives, and what survives it


def test_a_starter_that_was_killed_between_uploads_is_replaced():
    before = starter()
    before.kill()
    assert done("echo wieder da").output == b"wieder da"
    assert starter().pid != before.pid
    assert is_gone(before)


def test_a_starter_that_is_killed_at_work_is_replaced_and_takes_its_children_along(sleeping, tmp_path):
    child, answer = sleeping()
    starter().kill()
    second = psutil.Process(int((tmp_path / "pipe").read_text()))  # it was tried once more
    assert is_gone(child)
    assert second.pid != child.pid
    second.kill()
    assert answer.result().code == -signal.SIGKILL


def test_an_upload_that_kills_every_starter_is_given_up():
    with pytest.raises(TimeoutError):
        done("kill-the-starter")
    assert done("echo geht weiter").output == b"geht weiter"


def test_a_starter_that_hangs_is_replaced(monkeypatch):
    hanging = starter()
    monkeypatch.setattr(listening, "FORKS_WITHIN", 0.3)
    os.kill(hanging.pid, signal.SIGSTOP)
    line = asking._starters.current()
    with pytest.raises(listening.StarterLostError):
        line.have_done(PROGRAM, b"echo", time.monotonic() + LONG)
    monkeypatch.undo()
    asking._starters.bury(line)
    assert is_gone(hanging)
    assert done("echo wieder da").output == b"wieder da"


def test_when_none_can_be_started_the_visitor_is_not_kept_waiting(monkeypatch, caplog):
    asking._starters.end()
    monkeypatch.setattr(asking, "STARTER", "core.there_is_no_such_module")
    with pytest.raises(TimeoutError):
        done("echo")
    assert "core.there_is_no_such_module" in caplog.text
    assert inspection.inspect_upload(b"%PDF-1.7").problem is inspection.Problem.TOO_SLOW
    asking._starters.end()


def test_when_the_machine_has_no_more_processes_nobody_is_kept_waiting(monkeypatch, caplog):
    asking._starters.end()
    monkeypatch.setattr(sys, "executable", "/gibt/es/nicht")
    with pytest.raises(TimeoutError):
        done("echo")
    assert "No limited process" in caplog.text


def test_a_program_that_cannot_be_loaded_keeps_nobody_waiting():
    with pytest.raises(TimeoutError):
        ask("tests.core.there_is_no_such_program", b"", seconds=LONG)


def test_a_starter_outlives_the_thread_that_began_it():
    asking._starters.end()
    begun = threading.Thread(target=starter)
    begun.start()
    begun.join()
    before = asking._starters.current().process.pid
    assert circumstances()["starter"] == before


def test_a_process_that_is_forked_has_a_starter_of_its_own():
    before = starter().pid
    reading_end, writing_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing_end, b"%d" % circumstances()["starter"])
        finally:
            asking._starters.end()
            os._exit(0)
    os.close(writing_end)
    with os.fdopen(reading_end, "rb") as told:
        others = int(told.read())
    os.waitpid(pid, 0)
    assert others != before
    assert circumstances()["starter"] == before


PORTAL = f"""
import os, sys, threading
from core.limited_processes import asking, listening
def work():
    asking.ask("{PROGRAM}", b"sleep " + sys.argv[1].encode(), seconds=600)
threading.Thread(target=work).start()
if len(sys.argv) > 2:  # a copy of the line in a process that lives on
    while not asking._starters._starter:
        pass
    if os.fork() == 0:
        threading.Event().wait()
threading.Event().wait()
"""


@pytest.mark.parametrize("copies", [[], ["and a copy"]], ids=["alone", "with a fork that lives on"])
def test_starter_and_children_die_with_the_portals_process(copies, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    portal = subprocess.Popen([sys.executable, "-c", PORTAL, str(pipe), *copies], cwd=PROJECT)
    child = psutil.Process(int(pipe.read_text()))
    its_starter = child.parent()
    assert its_starter is not None
    assert its_starter.ppid() == portal.pid
    forks = [other for other in psutil.Process(portal.pid).children() if other.pid != its_starter.pid]
    assert len(forks) == len(copies)
    portal.kill()
    portal.wait()
    try:
        assert is_gone(its_starter)
        assert is_gone(child)
    finally:
        for other in forks:
            other.kill()
