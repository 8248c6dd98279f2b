"""Work that several processes may want to do at once: who may, who waits, and what the dead leave behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import DataError, OperationalError, connection, connections, transaction

from core.concurrency import only_worker, place_for, wait_for_turn
from tests.races import at_once

A_PLACE: list[Callable[[], AbstractContextManager[bool]]] = [
    lambda: place_for("place", at_once=1),
    lambda: only_worker("work"),
]

HOLD_ALL = """
import sys, django
django.setup()
from django.db import transaction
from core.concurrency import only_worker, place_for, wait_for_turn
with place_for("place", at_once=1), only_worker("work"), transaction.atomic():
    wait_for_turn("turn")
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process() -> Iterator[subprocess.Popen[str]]:
    """A process of its own that holds a lock of each kind until it is killed."""
    host = connection.settings_dict
    address = f"postgres://{host['USER']}:{host['PASSWORD']}@/{host['NAME']}?host={host['HOST']}&port={host['PORT']}"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_ALL],
        env={**os.environ, "DATABASE_URL": address},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def is_free(lock: Callable[[], AbstractContextManager[bool]]) -> bool:
    with lock() as free:
        return free


def becomes_free(lock: Callable[[], AbstractContextManager[bool]]) -> bool:
    """The server notices a closed connection when it gets to it."""
    deadline = time.monotonic() + 20
    while not is_free(lock) and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_free(lock)


@pytest.mark.django_db
def test_of_eight_at_once_three_find_a_place_and_give_it_back():
    all_have_tried = threading.Barrier(8)
    answers: list[bool] = []

    def work() -> None:
        with place_for("test", at_once=3) as free:
            answers.append(free)
            all_have_tried.wait(timeout=30)

    assert at_once(work) == []
    assert sorted(answers) == [False] * 5 + [True] * 3
    with place_for("test", at_once=1) as free:
        assert free


@pytest.mark.django_db
@pytest.mark.parametrize("lock", A_PLACE)
def test_a_connection_that_ends_gives_its_place_back(lock):
    taken = lock()

    def die() -> None:
        assert taken.__enter__()
        connections.close_all()

    thread = threading.Thread(target=die)
    thread.start()
    thread.join(timeout=30)
    assert becomes_free(lock)
    taken.__exit__(None, None, None)  # nobody's any more


@pytest.mark.django_db(transaction=True)
def test_two_processes_exclude_each_other_and_a_killed_one_leaves_nothing_behind():
    my_turn = threading.Event()

    def wait() -> None:
        with transaction.atomic():
            wait_for_turn("turn")
            my_turn.set()
        connections.close_all()

    waiting = threading.Thread(target=wait)
    with another_process() as other:
        waiting.start()
        assert [is_free(lock) for lock in A_PLACE] == [False, False]
        assert not my_turn.wait(timeout=0.5)
        other.send_signal(signal.SIGKILL)
        assert [becomes_free(lock) for lock in A_PLACE] == [True, True]
        assert my_turn.wait(timeout=30)
        waiting.join(timeout=30)


@pytest.mark.django_db(transaction=True)
def test_a_lock_of_the_session_is_kept_beyond_a_transaction_and_freed_after_a_failed_one():
    with only_worker("test"):
        with transaction.atomic():
            connection.cursor().execute("SELECT 1")
        assert taken_for_others("test")
    with pytest.raises(DataError), transaction.atomic(), only_worker("test"):
        connection.cursor().execute("SELECT 1/0")
    assert not taken_for_others("test")


@pytest.mark.django_db(transaction=True)
def test_a_turn_ends_with_its_transaction_however_that_ends():
    with transaction.atomic():
        wait_for_turn("test")
        assert taken_for_others("test")
    assert not taken_for_others("test")
    with pytest.raises(DataError):
        fail_in_turn()
    assert not taken_for_others("test")
    with pytest.raises(RuntimeError):
        wait_for_turn("test")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lock", A_PLACE)
def test_a_lost_connection_is_not_told_as_somebody_else_at_work(lock):
    said = []

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (mine,) = cursor.fetchone()
        end_connection(mine)
        with pytest.raises(OperationalError) as raised, lock():
            pass
        said.append(str(raised.value))
        connections.close_all()

    assert at_once(work, threads=1) == []
    assert len(said) == 1


def taken_for_others(work: str) -> bool:
    """Ask from another connection."""
    answers: list[bool] = []

    def ask() -> None:
        answers.append(not is_free(lambda: only_worker(work)))
        connections.close_all()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(timeout=30)
    return answers[0]


def fail_in_turn() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        wait_for_turn("test")
        cursor.execute("SELECT 1/0")


def end_connection(number: int) -> None:
    """As if the server had been started again."""

    def end() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [number])
        connections.close_all()

    thread = threading.Thread(target=end)
    thread.start()
    thread.join(timeout=30)
