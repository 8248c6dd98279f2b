"""What somebody typed at the office comes back in the form when it comes too late, with the reason."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.ceremony import ceremonies
from agreements.models import PreAgreement
from core.models import JournalEntry
from core.transitions import TransitionRefusedError
from tests.agreements.ceremony_pages import Mayor
from tests.asskomm import portal_world
from tests.asskomm.portal_world import World
from tests.asskomm.role_addresses import ARGUMENTS
from tests.factories.ready_agreements import issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_keys")]

LATER = "Das habe ich lange überlegt."


@pytest.fixture
def world() -> World:
    return portal_world.build()


def page_of(world: World, name: str) -> tuple[Client, str]:
    """The head's browser and the address of ``name``, as the role matrix reaches it."""
    return world.client("head"), reverse(name, kwargs=ARGUMENTS[name](world))


@pytest.mark.parametrize(
    ("name", "field", "more"),
    [
        ("agreement-withdraw", "reason", {}),
        ("agreement-discard", "reason", {}),
        ("agreement-end", "reason", {"on": timezone.localdate().isoformat()}),
        ("agreement-answer", "text", {}),
        ("notice-withdraw", "reason", {}),
        ("edition-return", "reason", {}),
    ],
)
def test_a_reason_that_comes_too_late_stays_in_the_form(world, name: str, field: str, more: dict[str, Any]):
    head, address = page_of(world, name)
    assert head.post(address, {field: "Zuerst.", **more}).status_code == 302
    entries = JournalEntry.objects.count()
    late = head.post(address, {field: LATER, **more})
    assert late.status_code == 409
    assert late.context["form"].non_field_errors(), "it says why"
    assert late.context["form"][field].value() == LATER
    assert LATER in late.content.decode()
    assert JournalEntry.objects.count() == entries


@pytest.mark.parametrize(
    ("name", "field"),
    [("agreement-edit", "contact_name"), ("agreement-signatory", "reason"), ("agreement-resolution", "number")],
)
def test_what_was_typed_for_a_draft_that_was_sent_meanwhile_stays(world, name: str, field: str):
    head, address = page_of(world, name)
    assert head.get(address).status_code == 200
    PreAgreement.objects.filter(status="draft").update(status="withdrawn")
    late = head.post(address, {field: LATER, "token": "1"})
    assert late.status_code == 409
    assert "Nur ein Entwurf lässt sich bearbeiten." in late.content.decode()
    assert LATER in late.content.decode()


def test_who_may_not_at_all_is_led_back_with_the_reason(world):
    _, address = page_of(world, "agreement-withdraw")
    colleague = world.client("colleague")
    answer = colleague.post(address, {"reason": LATER}, follow=True)
    assert answer.redirect_chain == [(address.removesuffix("zurueckziehen/"), 302)]
    assert "Zuständig ist" in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "field", "step"),
    [("ablehnen/", "reason", "decline"), ("aenderung/", "text", "request_change")],
    ids=["no", "wish"],
)
def test_the_mayors_words_stay_when_the_office_was_faster_by_a_moment(
    newest_link, newest_code, monkeypatch, page, field, step
):
    def too_late(_ceremony: Any, _words: str) -> None:
        raise TransitionRefusedError("Das geht nicht mehr.")

    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    monkeypatch.setattr(ceremonies, step, too_late)
    answer = mayor.say(f"/unterzeichnen/{page}", **{field: LATER})
    assert answer.status_code == 409
    assert "Das geht nicht mehr." in answer.content.decode()
    assert LATER in answer.content.decode()
