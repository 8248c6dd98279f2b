"""Coach and caseworker have the same form open, or one clicks twice: nothing is lost, nothing is made twice."""

import html
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from agreements.models import PreAgreement
from coaching.models import Engagement, Goal, Session
from core.models import JournalEntry
from tests.factories.coaching import GoalFactory, SessionFactory, planned, running, session_values
from tests.races import at_once
from tests.tokens import token_of

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(answer) -> str:
    return html.unescape(answer.content.decode())


@pytest.fixture
def engagement() -> Engagement:
    return running()


@pytest.fixture
def coach(engagement) -> Client:
    return signed_in(engagement.coach.user)


@pytest.fixture
def desk(engagement) -> Client:
    return signed_in(engagement.prepared_by)


def test_a_session_that_somebody_else_corrected_is_not_saved_over_unseen(engagement, coach, desk):
    session = SessionFactory(engagement=engagement)
    address = f"{engagement.get_absolute_url()}termine/{session.pk}/"
    opened = token_of(coach, address)
    corrected = session_values(minutes=60, participants=3, token=token_of(desk, address))
    assert desk.post(address, corrected).status_code == 302
    answer = coach.post(address, session_values(minutes=480, result="Lang besprochen.", token=opened))
    assert answer.status_code == 409
    assert f"{engagement.prepared_by.full_name} hat diese Angaben inzwischen geändert" in said(answer)
    assert "Minuten: jetzt „60“" in said(answer)
    assert "Lang besprochen." in said(answer)
    session.refresh_from_db()
    assert (session.minutes, session.result) == (60, "Orte besichtigt.")


def test_who_has_seen_the_newer_session_may_save_over_it(engagement, coach, desk):
    session = SessionFactory(engagement=engagement)
    address = f"{engagement.get_absolute_url()}termine/{session.pk}/"
    opened = token_of(coach, address)
    desk.post(address, session_values(minutes=60, token=token_of(desk, address)))
    refused = coach.post(address, session_values(minutes=480, token=opened))
    renewed = html.unescape(refused.content.decode().split('name="token" value="')[1].split('"')[0])
    assert coach.post(address, session_values(minutes=480, token=renewed)).status_code == 302
    session.refresh_from_db()
    assert session.minutes == 480


def test_a_goal_that_somebody_else_put_otherwise_is_not_saved_over_unseen(engagement, desk):
    goal = GoalFactory(engagement=engagement)
    address = f"{engagement.get_absolute_url()}ziele/{goal.pk}/"
    opened = token_of(desk, address)
    desk.post(address, {"text": "Ein Konzept liegt vor.", "token": opened})
    answer = desk.post(address, {"text": "Ein Rat ist gegründet.", "token": opened})
    assert answer.status_code == 409
    assert "Ziel: jetzt „Ein Konzept liegt vor.“" in said(answer)
    assert 'value="Ein Rat ist gegründet."' in said(answer)
    goal.refresh_from_db()
    assert goal.text == "Ein Konzept liegt vor."


def test_a_goal_that_was_ticked_meanwhile_can_still_be_put_otherwise(engagement, coach, desk):
    goal = GoalFactory(engagement=engagement)
    address = f"{engagement.get_absolute_url()}ziele/{goal.pk}/"
    opened = token_of(desk, address)
    coach.post(f"{address}erreicht/", {"done": "1"})
    assert desk.post(address, {"text": "Ein Konzept liegt vor.", "token": opened}).status_code == 302
    goal.refresh_from_db()
    assert goal.text == "Ein Konzept liegt vor."
    assert goal.done_on == timezone.localdate()


@pytest.mark.parametrize(("path", "model"), [("ziele", Goal), ("termine", Session)])
def test_the_same_form_sent_twice_makes_one_and_another_one_makes_two(engagement, desk, path, model):
    address = f"{engagement.get_absolute_url()}{path}/neu/"
    fields = {"ziele": {"text": "Ein Konzept liegt vor."}, "termine": session_values()}[path]
    sent = {**fields, "token": token_of(desk, address)}
    assert [desk.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert model.objects.count() == JournalEntry.objects.count() == 1
    desk.post(address, {**fields, "token": token_of(desk, address)})
    assert model.objects.count() == 2


def test_a_session_that_was_refused_can_be_sent_again_with_fewer_minutes(engagement, coach):
    for _ in range(3):
        SessionFactory(engagement=engagement, minutes=950)
    address = f"{engagement.get_absolute_url()}termine/neu/"
    nonce = token_of(coach, address)
    assert coach.post(address, session_values(minutes=60, token=nonce)).status_code == 422
    assert coach.post(address, session_values(minutes=30, token=nonce)).status_code == 302
    assert engagement.sessions.count() == 4


def test_what_was_typed_while_the_coaching_ended_stays_in_the_form(engagement, coach, desk):
    session, goal = f"{engagement.get_absolute_url()}termine/neu/", f"{engagement.get_absolute_url()}ziele/neu/"
    nonces = token_of(coach, session), token_of(desk, goal)
    engagement_over(engagement)
    late = coach.post(session, session_values(seen=nonces[0]))
    assert late.status_code == 409
    assert "solange das Coaching läuft" in said(late)
    assert "Orte besichtigt." in said(late)
    late = desk.post(goal, {"text": "Ein Konzept liegt vor.", "token": nonces[1]})
    assert late.status_code == 409
    assert 'value="Ein Konzept liegt vor."' in said(late)
    assert (engagement.sessions.count(), engagement.goals.count()) == (0, 0)


def test_what_was_typed_about_a_plan_that_began_meanwhile_stays_in_the_form():
    engagement = planned()
    desk, address = signed_in(engagement.prepared_by), f"{engagement.get_absolute_url()}bearbeiten/"
    opened = token_of(desk, address)
    Engagement.objects.update(status="running", started_on=timezone.localdate())
    late = desk.post(address, {"granted_days": "7.25", "token": opened})
    assert late.status_code == 409
    assert "Nur ein geplantes Coaching lässt sich bearbeiten." in said(late)
    assert 'value="7.25"' in said(late)
    assert Engagement.objects.get().granted_days == engagement.granted_days


@pytest.mark.parametrize("way", ["beginnen", "abschliessen", "abbrechen"])
def test_a_step_that_somebody_else_took_first_is_refused_in_the_form(engagement, desk, way):
    engagement_over(engagement)
    today = timezone.localdate().isoformat()
    late = desk.post(f"{engagement.get_absolute_url()}{way}/", {"on": today, "reason": "Der Rat will nicht mehr."})
    assert late.status_code == 409
    assert late.context["form"]["on"].value() == today
    assert late.context["form"].non_field_errors()
    assert way != "abbrechen" or "Der Rat will nicht mehr." in said(late)


def plan_of(engagement: Engagement, desk: Client, address: str) -> dict[str, Any]:
    """What the form sends for another engagement like this one."""
    return {
        "coach": engagement.coach_id,
        "granted_days": "3.5",
        "planned_from": "2027-02-01",
        "planned_until": "2027-05-01",
        "token": token_of(desk, address),
    }


def test_a_double_click_plans_one_engagement_and_leads_to_it_twice():
    engagement = planned()
    desk = signed_in(engagement.prepared_by)
    address = f"/coaching/neu/?vereinbarung={engagement.agreement.reference}"
    sent = plan_of(engagement, desk, address)
    answers = [desk.post(address, sent) for _ in range(2)]
    made = Engagement.objects.exclude(pk=engagement.pk).get()
    assert [answer["Location"] for answer in answers] == [made.get_absolute_url()] * 2
    desk.post(address, plan_of(engagement, desk, address))
    assert Engagement.objects.count() == 3, "the same plan opened once more is meant"


def test_a_plan_on_an_agreement_that_ended_meanwhile_stays_in_the_form():
    engagement = planned()
    desk = signed_in(engagement.prepared_by)
    address = f"/coaching/neu/?vereinbarung={engagement.agreement.reference}"
    sent = plan_of(engagement, desk, address)
    PreAgreement.objects.update(status="ended", ended_on=timezone.localdate())
    late = desk.post(address, sent)
    assert late.status_code == 409
    assert "Ein Coaching ist erst möglich, wenn die Vereinbarung in Kraft ist." in said(late)
    assert 'value="3.5"' in said(late)
    assert Engagement.objects.count() == 1


def engagement_over(engagement: Engagement) -> None:
    Engagement.objects.filter(pk=engagement.pk).update(status="completed", ended_on=timezone.localdate())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_corrections_and_ticks_at_once_do_not_wait_for_each_other_in_a_circle():
    engagement = running()
    goal = GoalFactory(engagement=engagement)
    address = f"{engagement.get_absolute_url()}ziele/{goal.pk}/"
    opened = token_of(signed_in(engagement.prepared_by), address)
    turns = iter(range(100))

    def click() -> None:
        desk, turn = signed_in(engagement.prepared_by), next(turns)
        if turn % 2:
            assert desk.post(f"{address}erreicht/", {"done": str(turn // 2 % 2)}).status_code == 302
        else:
            assert desk.post(address, {"text": "Ein Konzept liegt vor.", "token": opened}).status_code == 302

    at_once(click)
    goal.refresh_from_db()
    assert goal.text == "Ein Konzept liegt vor."


def test_a_planned_engagement_takes_a_goal_once_too():
    engagement = planned()
    desk = signed_in(engagement.prepared_by)
    address = f"{engagement.get_absolute_url()}ziele/neu/"
    sent = {"text": "Ein Konzept liegt vor.", "token": token_of(desk, address)}
    assert [desk.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert engagement.goals.count() == 1
