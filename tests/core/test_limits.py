"""What many do at once or too often, counted over all processes."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from asskomm.settings import base
from core.limits import within_limit
from core.slots import place_for
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


@pytest.mark.django_db
def test_of_eight_at_once_three_find_a_place_and_give_it_back():
    all_have_tried = threading.Barrier(8)
    answers: list[bool] = []

    def work() -> None:
        with place_for("test", at_once=3) as free:
            answers.append(free)
            all_have_tried.wait(timeout=30)

    assert at_once(work) == []
    assert sorted(answers) == [False] * 5 + [True] * 3
    with place_for("test", at_once=1) as free:
        assert free


@pytest.mark.django_db
def test_a_process_that_dies_gives_its_place_back():
    taken = place_for("test", at_once=1)

    def die() -> None:
        assert taken.__enter__()
        connections.close_all()

    thread = threading.Thread(target=die)
    thread.start()
    thread.join(timeout=30)
    deadline = time.monotonic() + 20  # the server notices a closed connection when it gets to it
    while not _is_free() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert _is_free()
    taken.__exit__(None, None, None)  # nobody's any more


def _is_free() -> bool:
    with place_for("test", at_once=1) as free:
        return free
