"""Two drafts of one commune, given up and opened again by two people in the same moment: one of them is."""

import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from agreements.models import PreAgreement
from agreements.transitions import pre_agreement
from staff.actors import StaffActor
from tests.factories.agreements import PreAgreementFactory
from tests.factories.ready_agreements import caseworker_of, ready_draft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
PATIENCE = 30  # seconds


def given_up(draft: PreAgreement) -> PreAgreement:
    pre_agreement.discard(draft, actor=StaffActor(caseworker_of(draft.commune)), reason="Nach der Wahl.")
    return draft


def wait_until_somebody_waits() -> None:
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")


def test_only_one_is_opened_and_who_comes_second_is_told():
    one = given_up(ready_draft())
    other = given_up(PreAgreementFactory(commune=one.commune, template_version=one.template_version))
    opened, problems = threading.Event(), []

    def open_the_other_and_wait() -> None:
        try:
            with transaction.atomic():
                pre_agreement.reopen(other, actor=StaffActor(caseworker_of(other.commune)))
                opened.set()
                wait_until_somebody_waits()
        except BaseException as problem:  # noqa: BLE001 - shown by the assertion of the test's thread
            problems.append(problem)
        finally:
            opened.set()
            connections.close_all()

    colleague = threading.Thread(target=open_the_other_and_wait)
    colleague.start()
    assert opened.wait(PATIENCE)
    client = Client()
    client.force_login(caseworker_of(one.commune))
    page = client.post(f"{one.get_absolute_url()}wieder-oeffnen/", follow=True).content.decode()
    colleague.join(PATIENCE)
    assert problems == []
    assert PreAgreement.ANOTHER_OPEN in page
    assert list(PreAgreement.objects.open()) == [other]
