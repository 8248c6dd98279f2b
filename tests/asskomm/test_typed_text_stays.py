"""What somebody typed in the commune's file or about the team comes back in the form when it comes too late."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes.daily_work import saving as daily_work
from communes.facts import saving as facts
from communes.models import Milestone, Task
from core.actors import SYSTEM
from core.models import JournalEntry
from staff import saving as team
from staff.actors import StaffActor
from staff.models import SigningAuthority, Substitution
from tests.asskomm import portal_world
from tests.asskomm.portal_world import World
from tests.asskomm.role_addresses import ARGUMENTS
from tests.factories.staff import SigningAuthorityFactory, SubstitutionFactory

pytestmark = pytest.mark.django_db

LATER = "Das habe ich lange überlegt."
DAY = date(2026, 5, 4)
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def world() -> World:
    return portal_world.build()


def page_of(world: World, name: str) -> tuple[Client, str]:
    """The head's browser and the address of ``name``, as the role matrix reaches it."""
    arguments = ARGUMENTS[name](world) if name in ARGUMENTS else {}
    return world.client("head"), reverse(name, kwargs=arguments)


def in_between(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, change: Callable[[], object]) -> None:
    """Let ``change`` happen when the form is checked and before the lock is taken."""
    step = getattr(module, name)

    def later(*args: Any, **arguments: Any) -> Any:
        monkeypatch.setattr(module, name, step)
        change()
        return step(*args, **arguments)

    monkeypatch.setattr(module, name, later)


def is_told_and_kept(answer: Any, typed: dict[str, str], why: str) -> None:
    form = answer.context["form"]
    assert answer.status_code == 409
    assert any(why in text for text in form.non_field_errors()), form.errors
    assert {name: form[name].value() for name in typed} == typed


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("attachment-remove", {"reason": LATER}, "ist schon aus der Akte entfernt"),
        ("milestone-retract", {"reason": LATER}, "wurde schon zurückgenommen"),
        ("milestone-end", {"ended_on": "2026-06-02"}, "ist schon beendet"),
    ],
)
def test_what_comes_second_stays_in_the_form(world, name, typed, why):
    Milestone.objects.update(kind="cooperation_agreement", happened_on=DAY)
    head, address = page_of(world, name)
    assert head.post(address, typed).status_code == 302
    entries = JournalEntry.objects.count()
    is_told_and_kept(head.post(address, typed), typed, why)
    assert JournalEntry.objects.count() == entries


def test_a_fact_that_somebody_records_in_the_same_moment_is_said_in_the_form(world, monkeypatch):
    head, address = page_of(world, "milestone-add")

    def change() -> None:
        facts.record(Milestone(kind="advice", happened_on=DAY), commune=world.commune, actor=SYSTEM)

    in_between(monkeypatch, facts, "record", change)
    typed = {"kind": "advice", "happened_on": DAY.isoformat(), "note": LATER}
    is_told_and_kept(head.post(address, typed), typed, "schon erfasst")
    assert not Milestone.objects.filter(note=LATER).exists()


@pytest.mark.parametrize("thing", ["substitution", "authority"])
def test_the_last_day_of_what_ended_meanwhile_stays_in_the_form(world, monkeypatch, thing):
    head, address = page_of(world, f"{thing}-end")
    row, today = world.things[thing], timezone.localdate()
    rows = type(row).objects.filter(pk=row.pk)
    in_between(monkeypatch, team, "end", lambda: rows.update(valid_until=today))
    typed = {"last_day": TOMORROW.isoformat()}
    is_told_and_kept(head.post(address, typed), typed, "Das Ende ist schon früher.")
    assert not JournalEntry.objects.filter(kind__endswith=".ended").exists()


def test_a_substitution_for_a_time_that_was_free_a_moment_ago_is_said_in_the_form(world, monkeypatch):
    head, address = page_of(world, "substitution-add")
    absent, substitute = world.people["head"], world.people["colleague"]
    period = {"valid_from": date(2099, 1, 1), "valid_until": date(2099, 1, 9)}
    in_between(monkeypatch, team, "enter", lambda: SubstitutionFactory(absent=absent, **period))
    typed = {"absent": str(absent.pk), "substitute": str(substitute.pk)} | {k: str(v) for k, v in period.items()}
    is_told_and_kept(head.post(address, typed), typed, "wurde gerade schon etwas eingetragen")
    assert not Substitution.objects.filter(absent=absent, substitute=substitute).exists()


def test_a_right_to_sign_for_a_time_that_was_free_a_moment_ago_is_said_in_the_form(world, monkeypatch):
    head, address = page_of(world, "authority-grant")
    user, begin = world.people["colleague"], date(2099, 1, 1)
    SigningAuthority.objects.filter(user=user).delete()
    in_between(monkeypatch, team, "grant", lambda: SigningAuthorityFactory(user=user, valid_from=begin))
    typed = {"user": str(user.pk), "valid_from": str(begin)}
    is_told_and_kept(head.post(address, typed), typed, "wurde gerade schon etwas eingetragen")
    assert SigningAuthority.objects.filter(user=user).count() == 1


def test_who_may_not_change_a_finished_task_is_led_back_and_sees_no_form(world):
    task: Task = world.things["task"]
    _, address = page_of(world, "task")
    daily_work.finish_task(task, actor=StaffActor(world.people["responsible"]))
    answer = world.client("colleague").post(address, {"title": LATER})
    assert (answer.status_code, answer.url) == (302, world.commune.get_absolute_url())
