"""Several people enter sessions at once: together they never use more than was granted."""

import threading
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone

from coaching import changes
from coaching.forms import SessionForm
from coaching.models import Engagement
from core.journal import verify_chain
from staff.actors import StaffActor
from tests.factories.coaching import running

THREADS = 6


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_last_day_is_given_once():
    engagement = running(granted_days=Decimal(1))
    actor = StaffActor(engagement.coach.user)
    barrier, refused, others = threading.Barrier(THREADS), [], []

    def enter() -> None:
        try:
            mine = Engagement.objects.with_parties().get(pk=engagement.pk)
            values = {
                "date": timezone.localdate(),
                "form": "online",
                "minutes": 480,
                "participants": 1,
                "result": "Gut.",
            }
            form = SessionForm(values, engagement=mine, cancel_url="")
            assert form.is_valid()
            barrier.wait(timeout=30)
            changes.save_session(form, actor=actor)
        except changes.BudgetExceededError as exceeded:
            refused.append(str(exceeded))
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            others.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=enter) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert others == []
    assert len(refused) == THREADS - 1
    assert engagement.budget().left == 0
    assert verify_chain(engagement.journal_key) == 1
