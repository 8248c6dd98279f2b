"""What many try too often, counted over all processes."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from asskomm.settings import base
from core.limits import within_limit
from tests.races import at_once

HOUR = 60 * 60


@pytest.fixture
def _shared_cache(settings):
    """The cache that the portal has in production."""
    settings.CACHES = base.CACHES


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_shared_cache")
def test_of_eight_tries_at_once_three_are_within_a_limit_of_three():
    answers: list[bool] = []
    assert at_once(lambda: answers.append(within_limit("test", "192.0.2.1", times=3, seconds=HOUR))) == []
    assert sorted(answers) == [False] * 5 + [True] * 3


@pytest.mark.django_db
@pytest.mark.usefixtures("_shared_cache")
def test_an_hour_is_an_hour_however_often_somebody_tries():
    begin = timezone.now()
    for minute in (0, 10, 20, 30, 40, 50):
        with time_machine.travel(begin + timedelta(minutes=minute), tick=False):
            assert within_limit("test", "192.0.2.1", times=2, seconds=HOUR) is (minute < 20)
    with time_machine.travel(begin + timedelta(minutes=61), tick=False):
        assert within_limit("test", "192.0.2.1", times=2, seconds=HOUR)


@pytest.mark.django_db
@pytest.mark.usefixtures("_shared_cache")
def test_nobody_gets_new_tries_by_filling_the_cache_with_others():
    assert within_limit("test", "192.0.2.1", times=1, seconds=HOUR)
    for number in range(450):
        within_limit("test", f"somebody-else-{number}", times=1, seconds=HOUR)
    forgotten = [n for n in range(450) if within_limit("test", f"somebody-else-{n}", times=1, seconds=HOUR)]
    assert forgotten == []
    assert not within_limit("test", "192.0.2.1", times=1, seconds=HOUR)


@pytest.mark.django_db
def test_each_address_and_each_action_is_counted_for_itself():
    assert within_limit("test", "192.0.2.1", times=1, seconds=HOUR)
    assert not within_limit("test", "192.0.2.1", times=1, seconds=HOUR)
    assert within_limit("test", "192.0.2.2", times=1, seconds=HOUR)
    assert within_limit("other", "192.0.2.1", times=1, seconds=HOUR)
