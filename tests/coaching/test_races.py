"""Several people enter sessions at once: together they never use more than was granted."""

from decimal import Decimal

import pytest
from django.utils import timezone

from coaching.models import Engagement
from coaching.sessions import saving
from coaching.sessions.forms import SessionForm
from core.journal import verify_chain
from staff.actors import StaffActor
from tests.factories.coaching import running
from tests.races import at_once

THREADS = 6


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_last_day_is_given_once():
    engagement = running(granted_days=Decimal(1))
    actor = StaffActor(engagement.coach.user)

    def enter() -> None:
        mine = Engagement.objects.with_parties().get(pk=engagement.pk)
        values = {"date": timezone.localdate(), "form": "online", "minutes": 480, "participants": 1, "result": "Gut."}
        form = SessionForm(values, engagement=mine, cancel_url="")
        assert form.is_valid()
        saving.save_session(form, actor=actor)

    refused = at_once(enter, threads=THREADS, refusal=saving.BudgetExceededError)
    assert len(refused) == THREADS - 1
    assert engagement.budget().left == 0
    assert verify_chain(engagement.journal_key) == 1
