"""An agreement in force, its caseworker at the desk, a notice that waits, and the mayor who has opened its link."""

from typing import Any

import pytest
from django.test import Client

from agreements.models import ChangeNotice, PreAgreement
from communes.responsibility import staff_actor
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import settled
from tests.factories.notices import agreement_in_force, link_of, waiting_notice
from tests.factories.ready_agreements import caseworker_of

ANSWER, REFUSE = "/unterzeichnen/mitteilung/", "/unterzeichnen/mitteilung/ablehnen/"


@pytest.fixture
def agreement(db: None) -> PreAgreement:
    return agreement_in_force()


@pytest.fixture
def desk(client: Client, agreement: PreAgreement) -> Client:
    client.force_login(caseworker_of(agreement.commune))
    return client


@pytest.fixture
def notice(agreement: PreAgreement) -> ChangeNotice:
    return waiting_notice(agreement)


@pytest.fixture
def mayor(notice: ChangeNotice) -> Client:
    """Has opened the link."""
    browser = Client()
    assert browser.get(link_of(notice), follow=True).status_code == 200
    return browser


def confirm(browser: Client, notice: ChangeNotice) -> Any:
    return settled(browser, browser.post(ANSWER, {"shown": notice.content_sha256}))


def status(notice: ChangeNotice) -> str:
    return ChangeNotice.objects.get(pk=notice.pk).status


def actor_of(agreement: PreAgreement) -> StaffActor:
    return staff_actor(caseworker_of(agreement.commune), agreement.commune)
