"""The mayor's pages with what nobody should send, at each step of the way: no answer is a fault of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Ceremony, PreAgreement, SignatureDraft, tokens
from tests.asskomm.hostile_walk import Walk
from tests.asskomm.test_hostile_requests import TRIED, try_page
from tests.asskomm.test_role_matrix import NAMES
from tests.factories.notices import link_of, waiting_notice
from tests.factories.qualified import trusted_provider
from tests.factories.ready_agreements import issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

PAGES = [name for name in NAMES if name.startswith("ceremony") and name != "ceremony-link"]
SECRET = "nur-fuer-tests"
OF_A_PAGE = {"ceremony-page", "ceremony-page-picture"}


def address(name: str) -> str:
    """The first page, where an address is about one page of the file."""
    return reverse(name, kwargs={"number": 1} if name in OF_A_PAGE else {})


def on_the_way(agreement: PreAgreement, step: str) -> Client:
    """A browser in whose ceremony ``step`` was reached."""
    now = timezone.now()
    reached: dict[str, Any] = {}
    if step != "begun":
        reached = {"identified_at": now, "identified_by": "mail", "changes_seen_at": now}
    ceremony = Ceremony.objects.create(
        invitation=agreement.open_invitation, cookie_hash=tokens.digest(SECRET), nonce="einmal", **reached
    )
    if step == "drawn":
        SignatureDraft.objects.create(ceremony=ceremony, strokes=[[[20, 100], [60, 40], [120, 150]]])
    client = Client()
    client.cookies[settings.CEREMONY_COOKIE_NAME] = SECRET
    return client


@pytest.fixture(autouse=True)
def provider() -> Iterator[None]:
    """Somebody whose qualified certificates are trusted; without, the portal rightly says that it cannot judge any."""
    with trusted_provider():
        yield


@pytest.mark.parametrize(
    ("step", "route"),
    [("begun", "online"), ("identified", "online"), ("drawn", "online"), ("identified", "qualified")],
)
def test_no_request_of_a_signatory_is_answered_by_a_fault(monkeypatch, step, route):
    agreement = issued()
    PreAgreement.objects.filter(pk=agreement.pk).update(route=route)
    walk = Walk(on_the_way(agreement, step))
    TRIED.clear()
    opened = []
    for name in PAGES:
        if walk.get(address(name)).status_code == 200:
            opened.append(name)
        try_page(walk, address(name), {}, monkeypatch)
    assert walk.faults == []
    assert opened, "the step shows a page"


def test_no_request_about_a_notice_of_change_is_answered_by_a_fault(monkeypatch):
    client = Client()
    client.get(link_of(waiting_notice()))
    walk = Walk(client)
    TRIED.clear()
    for name in ("notice-answer", "notice-refuse"):
        assert walk.get(reverse(name)).status_code == 200
        try_page(walk, reverse(name), {}, monkeypatch)
    assert walk.faults == []
