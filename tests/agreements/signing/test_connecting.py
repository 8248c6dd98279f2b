"""Connecting to the timestamp authority in bounded time, whatever its name and its addresses are like."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from core.signing.connecting import LOOKUPS_AT_ONCE, connect, look_up


@pytest.fixture
def hanging_resolver(monkeypatch) -> Iterator[threading.Event]:
    """Names are looked up for ever, until the event is set."""
    answers = threading.Event()

    def hang(*_args: object, **_options: object) -> list[object]:
        answers.wait()
        raise socket.gaierror("no answer")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    yield answers
    answers.set()
    for thread in threading.enumerate():
        if thread.name == "name look-up":
            thread.join()


def test_a_name_whose_look_up_hangs(refuses_to_sign, hanging_resolver, caplog):
    refuses_to_sign("http://zeitstempel.example:8001", 3)
    assert "the look-up of zeitstempel.example takes too long" in caplog.text


def test_look_ups_that_hang_do_not_pile_up(hanging_resolver):
    for _ in range(LOOKUPS_AT_ONCE):
        with pytest.raises(TimeoutError, match="takes too long"):
            look_up("zeitstempel.example", 80, time.monotonic())
    before = threading.active_count()
    with pytest.raises(TimeoutError, match="too many"):
        look_up("zeitstempel.example", 80, time.monotonic())
    assert threading.active_count() == before


def test_names_are_looked_up_again_once_the_resolver_answers(hanging_resolver, monkeypatch):
    for _ in range(LOOKUPS_AT_ONCE + 1):
        with pytest.raises(TimeoutError):
            look_up("zeitstempel.example", 80, time.monotonic())
    hanging_resolver.set()
    monkeypatch.undo()
    assert look_up("127.0.0.1", 80, time.monotonic() + 5)


@pytest.mark.parametrize(
    "name",
    ["gibt-es-nicht.invalid", "a" * 70 + ".example", "zwei..punkte.example"],
    ids=["unknown", "too long", "empty label"],
)
def test_a_name_that_is_none(refuses_to_sign, monkeypatch, name):
    def unknown(host: str, *_args: object, **_options: object) -> list[object]:
        host.encode("idna")
        raise socket.gaierror("unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    refuses_to_sign(f"http://{name}:8001")


def test_an_address_that_does_not_answer_leaves_time_for_the_next(monkeypatch):
    """A name with two addresses; behind the first is a queue that is full."""
    with socket.create_server(("127.0.0.1", 0)) as answers, socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        addresses = [full.getsockname(), answers.getsockname()]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
        with connect("zeitstempel.example", 8001, time.monotonic() + 6) as connection:
            assert connection.getpeername() == answers.getsockname()
        for each in waiting:
            each.close()
