"""Where signing in and out lead to."""

import pytest

from tests.core.test_way_back import STRANGE_WAYS_BACK
from tests.factories.staff import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", STRANGE_WAYS_BACK)
def test_nobody_is_led_away_by_signing_in_or_out(client, address):
    user = UserFactory()
    signed_in = client.post("/anmelden/", {"login": user.email, "password": PASSWORD, "next": address})
    assert signed_in.url == "/arbeit/"
    confirmed = client.post("/anmelden/bestaetigen/", {"password": PASSWORD, "next": address})
    assert confirmed.url == "/arbeit/"
    signed_out = client.post("/abmelden/", {"next": address})
    assert signed_out.url == "/"


def test_signing_in_leads_to_the_page_one_came_for(client):
    user = UserFactory()
    sent = {"login": user.email, "password": PASSWORD, "next": "/kommunen/?q=au"}
    assert client.post("/anmelden/", sent).url == "/kommunen/?q=au"
