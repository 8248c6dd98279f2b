"""The timestamp authority fails while somebody signs: a clear page, nothing typed is lost, nothing is stored."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings

from agreements.models import PreAgreement, Signature, SignatureDraft
from core.models import OutgoingMessage, StoredFile
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.signing.test_timestamps import replying, served
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

STROKES = [[[20, 100], [60, 40], [120, 150], [300, 90]]]
MESSAGE = "Der Zeitstempeldienst ist im Moment nicht erreichbar. Es wurde nichts unterzeichnet"


@pytest.fixture(params=["down", "silent", "error", "garbage"])
def failing_authority(request) -> Iterator[str]:
    """The address of an authority that is no use, each in its way."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        if request.param == "down":
            listening.close()
        if request.param == "error":
            address = stack.enter_context(served(replying(lambda _query: b"", status=500)))
        if request.param == "garbage":
            address = stack.enter_context(served(replying(lambda _query: b"<html>Wartung</html>")))
        yield address


@pytest.fixture
def break_it(monkeypatch, failing_authority):
    def work() -> None:
        monkeypatch.setitem(settings.SIGNING, "TSA_URL", failing_authority)
        monkeypatch.setitem(settings.SIGNING, "TSA_TIMEOUT", 1)

    return work


def left_behind() -> tuple[int, int, int, int]:
    files = sum(1 for _ in Path(settings.DOCUMENT_STORE).glob("??/*"))
    return Signature.objects.count(), StoredFile.objects.count(), OutgoingMessage.objects.count(), files


def test_the_mayor_s_strokes_stay_and_the_next_try_signs(newest_link, newest_code, break_it, monkeypatch):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    before = left_behind()
    break_it()
    answer = mayor.sign_drawn(STROKES)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert MESSAGE in page
    assert SignatureDraft.objects.get().strokes == STROKES, "kept, and seen in the page's picture of the document"
    assert left_behind() == before
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.ISSUED
    monkeypatch.undo()
    assert mayor.sign_drawn(STROKES).status_code == 302


def test_the_caseworker_is_told_and_the_next_try_signs(client, newest_link, newest_code, break_it, monkeypatch):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    client.force_login(caseworker_of(agreement.commune))
    before = left_behind()
    version = agreement.current_version
    assert version is not None
    address = f"/vereinbarungen/{agreement.reference}/gegenzeichnen/"
    form = {"version": version.pk, "password": PASSWORD}
    break_it()
    answer = client.post(address, form)
    assert answer.status_code == 503
    assert "Es wurde nicht gegengezeichnet" in answer.content.decode()
    assert MESSAGE in answer.content.decode()
    assert left_behind() == before
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.COMMUNE_SIGNED
    monkeypatch.undo()
    assert client.post(address, form).status_code == 302
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.IN_FORCE
