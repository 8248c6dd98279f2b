"""What the office does with coaching: plan on an agreement in force, start, complete, break off."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from agreements.models import PreAgreement
from coaching import transitions
from coaching.engagements import saving
from coaching.engagements.forms import EngagementForm
from coaching.models import Engagement
from core.models import JournalEntry
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.models import Role
from tests.factories.coaching import (
    CoachFactory,
    EngagementFactory,
    GoalFactory,
    InForceFactory,
    SessionFactory,
    planned,
    running,
)
from tests.factories.communes import ResponsibilityFactory, TopicFactory
from tests.factories.staff import SubstitutionFactory, UserFactory
from tests.strict_templates import page
from tests.tokens import token_of

pytestmark = pytest.mark.django_db


def day(ago: int = 0):
    return timezone.localdate() - timedelta(days=ago)


@pytest.fixture
def agreement():
    agreement = InForceFactory()
    ResponsibilityFactory(district=agreement.commune.district)
    return agreement


@pytest.fixture
def desk(client, agreement):
    client.force_login(agreement.commune.responsible_on(day()))
    return client


def plan(coach, /, **changes):
    values = {
        "coach": coach.pk,
        "granted_days": "6.5",
        "budget_proviso": "on",
        "planned_from": day().isoformat(),
        "planned_until": day(-200).isoformat(),
        "token": 1,
    }
    return {**values, **changes}


def address(agreement):
    return f"/coaching/neu/?vereinbarung={agreement.reference}"


def signed_in(client, engagement):
    client.force_login(engagement.prepared_by)
    return client


def kinds(engagement):
    entries = JournalEntry.objects.filter(key=engagement.journal_key, subject_id=str(engagement.pk))
    return list(entries.order_by("pk").values_list("kind", flat=True))


def test_an_engagement_is_planned_on_an_agreement_in_force(desk, agreement):
    coach = CoachFactory()
    coach.competences.add(TopicFactory(name="Graffiti"))
    EngagementFactory(coach=coach, granted_days=Decimal(4))
    source = page(desk, address(agreement))
    assert f"{coach} – Graffiti – {day().year}: 4 von 40 Tagen vergeben" in source
    answer = desk.post(address(agreement), plan(coach))
    engagement = Engagement.objects.get(agreement=agreement)
    assert answer["Location"] == f"/coaching/{engagement.pk}/"
    assert (engagement.status, engagement.granted_days, engagement.prepared_by) == (
        "planned",
        Decimal("6.5"),
        agreement.commune.responsible_on(day()),
    )
    assert kinds(engagement) == ["engagement.create"]
    shown = page(desk, answer["Location"])
    assert "Haushaltsvorbehalt: Der Landespräventionsrat bezahlt das Coaching nur, soweit" in shown
    assert "0 von 6,5 Tagen verbraucht" in shown
    assert "Ein Tag sind 8 Stunden (480 Minuten)." in shown


@pytest.mark.parametrize("status", sorted(set(PreAgreement.Status.values) - {"in_force"}))
def test_without_an_agreement_in_force_there_is_no_coaching_and_the_reason_is_shown(desk, agreement, status):
    ended = day() if status == "ended" else None
    in_force = agreement.in_force_on if status == "ended" else None
    route = "printed" if status == "scanned" else "online"
    stand = {"status": status, "ended_on": ended, "signed_on": in_force, "route": route}
    PreAgreement.objects.filter(pk=agreement.pk).update(**stand)
    late = desk.post(address(agreement), plan(CoachFactory()))
    assert late.status_code == 409, "what was typed stays in the form"
    assert "Ein Coaching ist erst möglich, wenn die Vereinbarung in Kraft ist." in late.content.decode()
    assert not Engagement.objects.exists()
    answer = desk.get(address(agreement))
    assert answer["Location"] == agreement.commune.get_absolute_url()
    source = page(desk, answer["Location"])
    assert "Ein Coaching ist erst möglich, wenn die Vereinbarung in Kraft ist." in source
    assert "/coaching/neu/" not in source


def test_after_the_end_of_its_term_an_agreement_carries_no_new_coaching(desk, agreement):
    PreAgreement.objects.filter(pk=agreement.pk).update(term_from=day(90), term_until=day(1))
    source = desk.get(address(agreement), follow=True).content.decode()
    assert f"Die Laufzeit der Vereinbarung {agreement.reference} endete am" in source


def test_an_agreement_that_ends_while_the_form_is_open_carries_no_coaching(desk, agreement):
    """The form was opened in time; what counts is the agreement under the lock."""
    engagement = Engagement(agreement=agreement)
    form = EngagementForm(plan(CoachFactory()), instance=engagement, cancel_url="")
    assert form.is_valid(), form.errors
    PreAgreement.objects.filter(pk=agreement.pk).update(status="ended", ended_on=day())
    with pytest.raises(TransitionRefusedError, match="in Kraft"):
        saving.create(form, actor=StaffActor(agreement.commune.responsible_on(day())))
    assert not Engagement.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"granted_days": "6.3"}, "Tage werden in Vierteln bewilligt"),
        ({"granted_days": "0"}, "mindestens einen Vierteltag"),
        ({"planned_until": day(1).isoformat()}, "Das Ende liegt vor dem Beginn."),
        ({"coach": ""}, "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_with_a_sentence(desk, agreement, changes, said):
    answer = desk.post(address(agreement), plan(CoachFactory(), **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Engagement.objects.exists()


def test_the_communes_file_shows_coaching_and_a_button_per_agreement_in_force(desk, agreement):
    engagement = EngagementFactory(agreement=agreement)
    SessionFactory(engagement=engagement, minutes=600)
    source = page(desk, agreement.commune.get_absolute_url())
    assert f'href="/coaching/{engagement.pk}/"' in source
    assert "1,25 von 6" in source
    assert f'href="{address(agreement)}"' in source


def test_a_commune_without_an_agreement_is_told_what_coaching_needs(desk, agreement):
    PreAgreement.objects.all().delete()
    source = page(desk, agreement.commune.get_absolute_url())
    assert "Ein Coaching ist möglich, sobald eine Vorvereinbarung in Kraft ist." in source


def test_others_read_and_do_not_change(client):
    engagement = planned()
    client.force_login(UserFactory())
    source = page(client, engagement.get_absolute_url())
    assert source.count("Zuständig ist") == 2  # beside the first step and beside the goals
    assert "bearbeiten/" not in source
    for action, values in (
        ("bearbeiten/", plan(engagement.coach)),
        ("beginnen/", {"on": day().isoformat()}),
        ("abbrechen/", {"on": day().isoformat(), "reason": "Nein."}),
        ("ziele/neu/", {"text": "Ein Ziel."}),
    ):
        answer = client.post(f"{engagement.get_absolute_url()}{action}", values)
        assert answer["Location"] == engagement.get_absolute_url()
    assert kinds(engagement) == []
    assert client.post(address(engagement.agreement), plan(engagement.coach)).status_code == 302
    assert Engagement.objects.count() == 1


def test_the_head_changes_everywhere(client):
    engagement = planned()
    client.force_login(UserFactory(role=Role.HEAD))
    client.post(f"{engagement.get_absolute_url()}beginnen/", {"on": day().isoformat()})
    assert kinds(engagement) == ["engagement.start"]


def test_a_plan_is_changed_while_it_is_one(client):
    engagement = planned()
    desk = signed_in(client, engagement)
    where = f"{engagement.get_absolute_url()}bearbeiten/"
    assert 'value="6.00"' in page(desk, where)
    desk.post(where, plan(engagement.coach, granted_days="8"))
    engagement.refresh_from_db()
    assert (engagement.granted_days, engagement.revision) == (Decimal(8), 2)
    transitions.start(engagement, actor=StaffActor(engagement.prepared_by), on=day())
    answer = desk.get(where, follow=True)
    assert "Nur ein geplantes Coaching lässt sich bearbeiten." in answer.content.decode()


def test_a_newer_plan_is_not_written_over(client):
    engagement = planned()
    desk = signed_in(client, engagement)
    where = f"{engagement.get_absolute_url()}bearbeiten/"
    desk.post(where, plan(engagement.coach, granted_days="8"))
    answer = desk.post(where, plan(engagement.coach, granted_days="9"))
    assert answer.status_code == 409
    told = answer.content.decode()
    assert f"{engagement.prepared_by} hat diese Angaben inzwischen geändert" in told
    assert "jetzt „8,00“" in told
    assert 'value="9"' in told
    engagement.refresh_from_db()
    assert engagement.granted_days == Decimal(8)
    assert desk.post(where, plan(engagement.coach, granted_days="9", token=engagement.revision)).status_code == 302


def test_from_plan_to_end(client):
    engagement = planned()
    desk = signed_in(client, engagement)
    where = engagement.get_absolute_url()
    assert "Coaching beginnen" in page(desk, where)
    assert page(desk, f"{where}beginnen/")
    desk.post(f"{where}beginnen/", {"on": day(30).isoformat()})
    assert page(desk, f"{where}abschliessen/")
    desk.post(f"{where}abschliessen/", {"on": day(1).isoformat()})
    engagement.refresh_from_db()
    assert (engagement.status, engagement.started_on, engagement.ended_on) == ("completed", day(30), day(1))
    assert kinds(engagement) == ["engagement.start", "engagement.complete"]
    assert "Termin eintragen" not in page(desk, where)


def test_breaking_off_needs_a_reason_which_the_journal_keeps(client):
    engagement = planned()
    desk = signed_in(client, engagement)
    where = f"{engagement.get_absolute_url()}abbrechen/"
    assert desk.post(where, {"on": day().isoformat()}).status_code == 422
    desk.post(where, {"on": day().isoformat(), "reason": "Der Stadtrat hat anders entschieden."})
    engagement.refresh_from_db()
    assert (engagement.status, engagement.started_on, engagement.ended_on) == ("broken_off", None, day())
    source = page(desk, engagement.get_absolute_url())
    assert "Der Stadtrat hat anders entschieden." in source
    assert "vor dem Beginn" in source


@pytest.mark.parametrize(
    ("action", "on", "said"),
    [
        ("beginnen/", 101, "Die Vereinbarung ist erst seit"),
        ("beginnen/", -1, "Das Datum liegt in der Zukunft."),
    ],
)
def test_a_coaching_begins_between_coming_into_force_and_today(client, action, on, said):
    engagement = planned()
    answer = signed_in(client, engagement).post(f"{engagement.get_absolute_url()}{action}", {"on": day(on).isoformat()})
    assert answer.status_code in {409, 422}
    assert said in answer.content.decode()
    assert kinds(engagement) == []


@pytest.mark.parametrize(
    ("on", "said"),
    [(51, "Das Coaching begann am"), (11, "Der letzte Termin war am"), (-1, "Das Datum liegt in der Zukunft.")],
)
def test_a_coaching_ends_between_its_last_session_and_today(client, on, said):
    engagement = running()
    SessionFactory(engagement=engagement, date=day(10))
    answer = signed_in(client, engagement).post(
        f"{engagement.get_absolute_url()}abschliessen/", {"on": day(on).isoformat()}
    )
    assert answer.status_code in {409, 422}
    assert said in answer.content.decode()
    engagement.refresh_from_db()
    assert engagement.status == "running"


def test_it_does_not_begin_once_the_agreement_has_ended(client):
    engagement = planned()
    PreAgreement.objects.filter(pk=engagement.agreement_id).update(status="ended", ended_on=day())
    desk = signed_in(client, engagement)
    assert "Ein Coaching ist erst möglich, wenn" in page(desk, engagement.get_absolute_url())
    desk.post(f"{engagement.get_absolute_url()}beginnen/", {"on": day().isoformat()})
    engagement.refresh_from_db()
    assert engagement.status == "planned"


def test_goals_are_set_and_put_otherwise(client):
    engagement = planned()
    desk = signed_in(client, engagement)
    where = f"{engagement.get_absolute_url()}ziele/"
    assert page(desk, f"{where}neu/")
    desk.post(f"{where}neu/", {"text": "Ein Konzept liegt vor."})
    goal = engagement.goals.get()
    opened = token_of(desk, f"{where}{goal.pk}/")
    desk.post(f"{where}{goal.pk}/", {"text": "Ein Konzept ist beschlossen.", "token": opened})
    source = page(desk, engagement.get_absolute_url())
    assert "Ein Konzept ist beschlossen." in source
    assert "0 von 1 erreicht" in source
    assert kinds(engagement) == ["engagement.goal_set", "engagement.goal_changed"]
    foreign = GoalFactory()
    assert desk.get(f"{where}{foreign.pk}/").status_code == 404


def test_the_responsible_caseworker_enters_sessions_too(client):
    engagement = running()
    desk = signed_in(client, engagement)
    values = {"date": day().isoformat(), "form": "phone", "minutes": 30, "participants": 1, "result": "Geklärt."}
    desk.post(f"{engagement.get_absolute_url()}termine/neu/", values)
    assert engagement.sessions.get().entered_by == engagement.prepared_by


def test_a_substitute_acts_and_the_journal_says_for_whom(client):
    engagement = planned()
    substitute = SubstitutionFactory(absent=engagement.prepared_by, valid_from=day()).substitute
    client.force_login(substitute)
    client.post(f"{engagement.get_absolute_url()}beginnen/", {"on": day().isoformat()})
    entry = JournalEntry.objects.get(key=engagement.journal_key)
    assert (entry.actor_id, entry.acted_for_id) == (str(substitute.pk), str(engagement.prepared_by.pk))
    assert f"{substitute} i. V. für {engagement.prepared_by}" in page(client, engagement.get_absolute_url())


def test_the_agreements_page_leads_to_its_coaching(desk, agreement):
    assert "Noch kein Coaching." in page(desk, agreement.get_absolute_url())
    engagement = EngagementFactory(agreement=agreement)
    source = page(desk, agreement.get_absolute_url())
    assert f'href="{engagement.get_absolute_url()}"' in source
    assert f'href="{agreement.commune.get_absolute_url()}#coaching"' in source


@pytest.mark.parametrize("days", ["1e999", "-1e999", "1e-999", "9" * 400])
def test_days_that_no_calendar_holds_are_refused_at_their_field(days):
    form = EngagementForm({"granted_days": days}, cancel_url="/", instance=Engagement(agreement=InForceFactory()))
    assert form.errors["granted_days"]
