"""Checking files costs the portal memory and time: only so many at once, and from each address."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from agreements.verification import views as verify
from core.concurrency import place_for

pytestmark = pytest.mark.django_db


def send(data: bytes = b"%PDF-1.7 nichts", **extra: str):
    return Client().post("/pruefen/", {"file": SimpleUploadedFile("a.pdf", data), "code": "AAAA-BBBB-CCCC"}, **extra)


@contextmanager
def all_places_taken(number: int) -> Iterator[None]:
    """As if other workers were looking into files."""
    done, taken = threading.Event(), threading.Barrier(number + 1)

    def hold() -> None:
        with place_for("inspection", at_once=number) as free:
            assert free
            taken.wait(timeout=30)
            done.wait(timeout=30)
        connections.close_all()

    threads = [threading.Thread(target=hold) for _ in range(number)]
    for thread in threads:
        thread.start()
    taken.wait(timeout=30)
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_when_all_places_are_taken_the_visitor_is_asked_to_come_back(settings):
    with all_places_taken(settings.INSPECTIONS_AT_ONCE):
        answer = send()
        assert answer.status_code == 503
        assert answer["Retry-After"] == "60"
        page = answer.content.decode()
        assert "in einer Minute noch einmal" in page
        assert 'value="AAAA-BBBB-CCCC"' in page, "what was typed is not lost"
        assert "verdict__" not in page, "busy is no verdict"
        assert Client().get("/pruefen/", {"code": "AAAA-BBBB-CCCC"}).status_code == 200
    assert send().status_code == 200


def test_who_sends_very_many_files_waits_and_others_do_not(monkeypatch):
    monkeypatch.setattr(verify, "FILES_PER_ADDRESS", 2)
    answers = [send(REMOTE_ADDR="192.0.2.7") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "in zehn Minuten noch einmal" in answers[-1].content.decode()
    assert send(REMOTE_ADDR="192.0.2.8").status_code == 200
    by_code = Client().get("/pruefen/", {"code": "AAAA-BBBB-CCCC"}, REMOTE_ADDR="192.0.2.7")
    assert by_code.status_code == 200
