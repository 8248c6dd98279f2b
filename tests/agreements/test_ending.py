"""The end of an agreement in force."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.results import PaperSignatures
from core.actors import SYSTEM
from core.models import JournalEntry
from tests.factories.ready_agreements import caseworker_of, ready_draft
from tests.factories.staff import UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db

SIGNED_ON = date(2021, 9, 1)


@pytest.fixture
def agreement():
    draft = ready_draft(term_from=SIGNED_ON, term_until=None)
    draft.record_paper(actor=SYSTEM, paper=PaperSignatures(SIGNED_ON, "Bürgermeister Max Mustermann", "Petra Muster"))
    return draft


@pytest.fixture
def desk(client, agreement):
    client.force_login(caseworker_of(agreement.commune))
    return client


def end(client, agreement, on: date, reason: str = "Die Kommune möchte nicht mehr."):
    values = {"on": on.isoformat(), "reason": reason}
    return client.post(f"/vereinbarungen/{agreement.reference}/beenden/", values)


def test_its_page_leads_to_the_form(desk, agreement):
    address = f"/vereinbarungen/{agreement.reference}/beenden/"
    assert f'href="{address}"' in page(desk, agreement.get_absolute_url())
    assert "Letzter Tag" in page(desk, address)


@pytest.mark.parametrize("days_ago", [0, 400])
def test_it_ends_today_or_in_the_past(desk, agreement, days_ago):
    day = timezone.localdate() - timedelta(days=days_ago)
    assert end(desk, agreement, day).url == agreement.get_absolute_url()
    agreement.refresh_from_db()
    assert (agreement.status, agreement.ended_on) == ("ended", day)
    shown = page(desk, agreement.get_absolute_url())
    assert f"Vereinbarung beendet, letzter Tag {day:%d.%m.%Y}" in shown
    assert "Die Kommune möchte nicht mehr." in shown
    assert "/beenden/" not in shown
    assert JournalEntry.objects.get(kind="preagreement.end").data["to"] == "ended"


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (date.today() + timedelta(days=2), "Bitte beenden Sie die Vereinbarung an diesem Tag oder danach"),
        (SIGNED_ON - timedelta(days=1), "erst seit dem 01.09.2021 in Kraft"),
    ],
    ids=["future", "before it was in force"],
)
def test_another_day_is_refused_with_what_to_do(desk, agreement, day, message):
    answer = end(desk, agreement, day)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.status == "in_force"


def test_a_reason_is_needed(desk, agreement):
    assert end(desk, agreement, SIGNED_ON, reason="").status_code == 422


def test_it_ends_once(desk, agreement):
    end(desk, agreement, SIGNED_ON)
    end(desk, agreement, timezone.localdate())
    agreement.refresh_from_db()
    assert agreement.ended_on == SIGNED_ON


def test_a_draft_has_no_end(client):
    draft = ready_draft()
    client.force_login(caseworker_of(draft.commune))
    answer = client.get(f"/vereinbarungen/{draft.reference}/beenden/", follow=True)
    assert "nur eine Vereinbarung, die in Kraft ist" in answer.content.decode()


def test_another_caseworker_sees_why_not(client, agreement):
    client.force_login(UserFactory())
    assert "Vereinbarung beenden: Zuständig ist" in page(client, agreement.get_absolute_url())
    end(client, agreement, SIGNED_ON)
    agreement.refresh_from_db()
    assert agreement.status == "in_force"


def test_the_database_knows_that_an_end_comes_after_the_beginning(agreement):
    with pytest.raises(IntegrityError, match="agreement_ends_after_beginning"), transaction.atomic():
        PreAgreement.objects.filter(pk=agreement.pk).update(status="ended", ended_on=SIGNED_ON - timedelta(days=1))
