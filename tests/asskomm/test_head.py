"""HEAD answers wherever GET does, with the same status and without a body; the roles: ``test_role_matrix.py``."""

import pytest
from django.test import Client

from agreements.models import Ceremony
from core.models import JournalEntry
from tests.agreements.ceremony_pages import Mayor
from tests.asskomm.test_addresses import ALL, address
from tests.factories.ready_agreements import issued
from tests.factories.staff import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_keys")]


@pytest.fixture(autouse=True)
def _as_it_goes_over_the_wire(monkeypatch):
    """The test client takes the body of a HEAD away by itself, as some servers do; here the portal has to."""
    monkeypatch.setattr("django.test.client.conditional_content_removal", lambda request, response: response)


def body_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(("route", "pattern"), ALL, ids=[str(pattern.name) for _, pattern in ALL])
def test_a_stranger_gets_the_status_of_get_and_no_body(route, pattern):
    path = address(route, pattern)
    full, head = Client().get(path), Client().head(path)
    assert (head.status_code, body_of(head)) == (full.status_code, b"")
    assert head.get("Location") == full.get("Location")
    assert head.get("Content-Type") == full.get("Content-Type")
    assert body_of(full) or full.status_code in {301, 302}


@pytest.mark.parametrize("path", ["/arbeit/", "/kommunen/?als=csv", "/vereinbarungen/?als=excel", "/verwaltung/"])
def test_pages_and_files_of_staff_have_a_head_too(path):
    client = Client()
    client.force_login(UserFactory(role="admin"))
    full, head = client.get(path), client.head(path)
    assert (full.status_code, head.status_code) == (200, 200)
    assert body_of(full)
    assert body_of(head) == b""
    assert head["Content-Type"] == full["Content-Type"]
    assert head.has_header("Content-Length") == full.has_header("Content-Length")


@pytest.mark.usefixtures("timestamp_authority")
def test_a_head_on_the_link_to_sign_uses_nothing_up(newest_link, newest_code):
    issued()
    mayor = Mayor(newest_link, newest_code)
    link = newest_link()
    entries = JournalEntry.objects.count()
    for _ in range(3):
        assert Client().head(link).status_code == 302
    assert JournalEntry.objects.count() == entries
    assert not Ceremony.objects.exclude(identified_at=None).exists()
    mayor.open_link(link)
    mayor.identify()
    before = Ceremony.objects.order_by("pk").values_list("identified_at", "consented_sha256", "signed")
    seen = list(before)
    assert mayor.client.head(link).status_code == 302
    assert mayor.client.head("/unterzeichnen/lesen/").status_code == 200
    assert mayor.client.head("/unterzeichnen/vereinbarung.pdf").status_code == 200
    assert mayor.client.head("/unterzeichnen/unterschrift/").status_code == 200
    assert list(before.all()) == seen
    assert mayor.sign_typed("Erika Musterfrau").url == "/unterzeichnen/beleg/"
