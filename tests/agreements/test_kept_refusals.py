"""What a refused form leaves behind: little, whatever was sent, and found by a secret of the portal's own."""

import pytest
from django.conf import settings
from django.test import Client

from agreements.models import Ceremony, DocumentVersion, tokens
from core.models import RefusedForm
from core.refused_forms import cookie_name
from tests.agreements.ceremony_pages import PUT, settled
from tests.factories.ready_agreements import issued

pytestmark = pytest.mark.django_db

LOST_LINK, ASK = "/unterzeichnen/link-verloren/", "/unterzeichnen/frage/"


@pytest.fixture
def client() -> Client:
    """Of a mayor who has given the code."""
    invitation = issued().open_invitation
    Ceremony.objects.create(
        invitation=invitation,
        cookie_hash=tokens.digest("nur-fuer-tests"),
        nonce="einmal",
        identified_at=invitation.created_at,
        identified_by="mail",
    )
    client = Client()
    client.cookies[settings.CEREMONY_COOKIE_NAME] = "nur-fuer-tests"
    return client


def test_an_error_that_repeats_what_was_typed_is_kept_in_short(client):
    sent = {"method": "ü" * 900_000, "nonce": "einmal", "shown": DocumentVersion.objects.get().sha256}
    page = settled(client, client.post(PUT, sent))
    assert page.status_code == 422
    assert "üüü …" in page.content.decode()
    assert len(RefusedForm.objects.get().content) < 5_000


@pytest.mark.parametrize("address", ["a@" + "x" * 1_900_000, "a@" + "ü." * 300_000 + "1", "a" * 1_900_000], ids=len)
def test_a_stranger_leaves_little_behind(address):
    stranger = Client()
    page = settled(stranger, stranger.post(LOST_LINK, {"address": address}))
    assert page.status_code == 422
    assert len(page.content) < 20_000
    assert len(RefusedForm.objects.get().content) < 1_000


@pytest.mark.parametrize("planted", ["x" * 7_000, "\x00", "\u20ac" * 43, '"a\\012b"', "kurz"], ids=ascii)
def test_a_secret_that_the_portal_did_not_make_is_replaced(client, planted):
    del client.cookies[settings.CEREMONY_COOKIE_NAME]
    header = f"{settings.CEREMONY_COOKIE_NAME}=nur-fuer-tests; {cookie_name()}={planted}".encode().decode("latin-1")
    answer = client.post(ASK, {"text": ""}, headers={"cookie": header})
    given = answer.cookies[cookie_name()].value
    assert len(given) == 43
    assert given not in planted
    client.cookies[cookie_name()] = given
    client.cookies[settings.CEREMONY_COOKIE_NAME] = "nur-fuer-tests"
    assert client.post(ASK, {"text": ""}).cookies[cookie_name()].value == given
