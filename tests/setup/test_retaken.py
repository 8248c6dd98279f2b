"""A step is put in place only where everything is as it was when it was taken."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction

from communes.models import District
from tests.factories.communes import DistrictFactory
from tests.plugins.retaken import retaken

pytestmark = pytest.mark.django_db


class Step:
    """A row more, a row changed, a mail and something in the cache; it counts how often it was taken."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.taken = 0

    def __call__(self) -> list[str]:
        self.taken += 1
        DistrictFactory(key="14112", name="Nebenkreis")
        District.objects.filter(key="14111").update(name="Umbenannt")
        mail.EmailMessage("Betreff", "Text", to=["rathaus@musterau.example"]).send()
        cache.set("tries", 3)
        return ["14112"]

    def take(self) -> tuple[object, ...]:
        """Take it, and say what is there then."""
        answer = retaken(self.name, self)
        rows = list(District.objects.order_by("key").values_list("key", "name"))
        return answer, rows, [message.subject for message in mail.outbox], cache.get("tries")


AFTER = (["14112"], [("14111", "Umbenannt"), ("14112", "Nebenkreis")], ["Betreff"], 3)


@pytest.fixture
def step(request: pytest.FixtureRequest) -> Step:
    return Step(request.node.name)


@contextmanager
def once_more(name: str = "Musterkreis") -> Iterator[None]:
    """The rows that the step is taken from; everything is undone in the end."""
    with transaction.atomic():
        DistrictFactory(key="14111", name=name)
        yield
        transaction.set_rollback(True)
    mail.outbox.clear()
    cache.clear()


def test_from_the_same_rows_it_is_taken_once_and_leaves_the_same(step: Step) -> None:
    for _ in range(3):
        with once_more():
            assert step.take() == AFTER
    assert step.taken == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda: DistrictFactory(key="14999"),
        lambda: District.objects.update(name="Anderer Name"),
        lambda: mail.EmailMessage("Anderes", "Text", to=["rathaus@musterau.example"]).send(),
        lambda: cache.set("tries", 1),
    ],
    ids=["a row more", "a row changed", "a mail", "the cache"],
)
def test_where_anything_was_made_before_it_is_taken(step: Step, change: Callable[[], object]) -> None:
    with once_more():
        step.take()
    with once_more():
        change()
        step.take()
    assert step.taken == 2


def test_where_anything_is_replaced_it_is_taken(step: Step, monkeypatch: pytest.MonkeyPatch) -> None:
    with once_more():
        step.take()
    monkeypatch.setattr(District, "__str__", lambda district: "ein anderer")
    with once_more():
        assert step.take() == AFTER
    assert step.taken == 2


def test_where_a_setting_is_another_it_is_taken(step: Step, settings: Any) -> None:
    with once_more():
        step.take()
    settings.DEMO = True
    with once_more():
        assert step.take() == AFTER
    assert step.taken == 2


def test_what_is_old_is_taken_again(step: Step) -> None:
    with once_more():
        step.take()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.plugins.retaken.SECONDS", -1)
        with once_more():
            assert step.take() == AFTER
    assert step.taken == 2
