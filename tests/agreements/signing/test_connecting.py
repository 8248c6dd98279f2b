"""Connecting to the timestamp authority in bounded time, whatever its name and its addresses are like."""

import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from agreements.signing.connecting import LOOKUPS_AT_ONCE, look_up
from tests.agreements.signing.authorities import replying, served
from tests.agreements.signing.conftest import sign_for_commune
from tests.plugins.signing_keys import make_service


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
    refuses_to_sign("http://zeitstempel.example:8001")
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


def test_an_address_that_does_not_answer_leaves_time_for_the_next(signing_keys, issued, authority, monkeypatch):
    """A name with two addresses; behind the first is a queue that is full."""
    with served(replying(authority.answer)) as url, socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        good = ("127.0.0.1", urlsplit(url).port)
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in (full.getsockname(), good)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
        service = make_service(signing_keys, "http://zeitstempel.example:8001", 4)
        assert sign_for_commune(service, issued).signed_at
        for each in waiting:
            each.close()
