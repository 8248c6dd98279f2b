"""The one rule about absences, also when the substitute is away: who acts, who is told, what may be entered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.policies.handling import can_handle
from communes.models import Commune, Milestone, Responsibility
from communes.policies import can_change_commune, can_change_milestone
from communes.responsibility import contact_today, in_charge_today, staff_actor, stood_in_for, today_in_words
from core.models import JournalEntry
from staff.models import Role, Substitution
from staff.standing_in import Absences
from tests.factories.communes import CommuneFactory, DistrictFactory, ResponsibilityFactory
from tests.factories.facts import MilestoneFactory, TaskFactory
from tests.factories.staff import SubstitutionFactory, UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


def days(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def commune():
    return CommuneFactory(name="Musterau")


@pytest.fixture
def people(commune):
    """Paula is responsible; Volker, Zoe and Hanna, the head, are there."""
    paula = UserFactory(first_name="Paula", last_name="Abwesend")
    ResponsibilityFactory(district=commune.district, user=paula)
    volker = UserFactory(first_name="Volker", last_name="Vertretung")
    zoe = UserFactory(first_name="Zoe", last_name="Zweite")
    hanna = UserFactory(first_name="Hanna", last_name="Vorlage", role=Role.HEAD)
    return paula, volker, zoe, hanna


def away(absent, substitute, first=0, last=5):
    until = None if last is None else days(last)
    return SubstitutionFactory(absent=absent, substitute=substitute, valid_from=days(first), valid_until=until)


# Who acts, who is told


def test_nobody_away_the_responsible_person_acts_and_is_told(commune, people):
    paula, *_ = people
    assert in_charge_today(commune) == [paula]
    assert contact_today(commune) == paula
    assert today_in_words(paula) == ""


def test_a_substitute_who_is_there_acts(commune, people):
    paula, volker, *_ = people
    away(paula, volker)
    assert in_charge_today(commune) == [paula, volker]
    assert contact_today(commune) == volker


def test_a_substitute_who_is_away_is_stood_in_for_in_turn(commune, people):
    paula, volker, zoe, _ = people
    away(paula, volker)
    away(volker, zoe)
    assert in_charge_today(commune) == [paula, zoe], "Volker is away and gets no mail"
    assert contact_today(commune) == zoe
    assert today_in_words(paula) == "heute vertreten durch Zoe Zweite"
    assert stood_in_for(zoe, days(0)) == {commune.district_id: paula}
    assert list(Commune.objects.handled_by(zoe, days(0))) == [commune]
    assert {row.absent for row in Absences.on(days(0)).stood_in_for_by(zoe)} == {paula, volker}


def test_who_came_back_early_may_act_all_the_same(commune, people):
    paula, volker, zoe, _ = people
    away(paula, volker)
    away(volker, zoe)
    for user in (paula, volker, zoe):
        actor = staff_actor(user, commune)
        assert actor.acting_for == (None if user == paula else paula)
        assert can_handle(actor, commune)
        assert can_change_commune(actor, commune)


def closed(user):
    user.is_active = False
    user.save()


def coach(user):
    user.role = Role.COACH
    user.save()


def away_in_a_circle(user):
    SubstitutionFactory(absent=user, substitute=user.substitutions.get().absent)


@pytest.mark.parametrize("what_happens", [closed, coach, away_in_a_circle])
def test_where_nobody_is_there_it_is_the_heads(commune, people, what_happens):
    paula, volker, zoe, hanna = people
    away(paula, volker, last=None)
    what_happens(volker)
    assert in_charge_today(commune) == [paula, hanna]
    assert contact_today(commune) == hanna
    assert "Es handelt die Leitung" in today_in_words(paula)
    assert not can_handle(staff_actor(zoe, commune), commune)
    assert can_handle(staff_actor(hanna, commune), commune)


def test_a_circle_of_three_ends_and_is_the_heads(commune, people):
    paula, volker, zoe, hanna = people
    away(paula, volker)
    away(volker, zoe)
    away(zoe, paula)
    assert Absences.on(days(0)).substitutes_of(paula) == [volker, zoe]
    assert contact_today(commune) == hanna


def test_a_district_of_nobody_is_the_heads(commune, people):
    *_, hanna = people
    Responsibility.objects.all().delete()
    assert in_charge_today(commune) == [hanna]
    assert contact_today(commune) == hanna


def test_a_district_of_somebody_who_left_is_the_heads(commune, people):
    paula, *_, hanna = people
    closed(paula)
    assert in_charge_today(commune) == [hanna]


def test_the_pages_say_who_acts(client, commune, people):
    paula, volker, zoe, _ = people
    away(paula, volker)
    away(volker, zoe)
    client.force_login(zoe)
    file = f"/kommunen/{commune.ags}/"
    assert "heute vertreten durch Zoe Zweite" in page(client, file)
    assert "in Vertretung für Paula Abwesend" in page(client, file)
    assert "1 Kommunen in Vertretung für Paula Abwesend" in page(client, "/arbeit/")
    assert "Sie vertreten Paula Abwesend" in page(client, "/konto/")
    assert "heute vertreten durch Zoe Zweite" in page(client, "/team/")
    Substitution.objects.filter(absent=volker).update(substitute=paula)
    assert "Es handelt die Leitung" in page(client, file)
    assert "Es handelt die Leitung" in page(client, "/team/")


# The same from every file


@pytest.fixture
def shared_fact(commune, people):
    """A fact of three districts: Zoe's own, Paula's and Volker's, for whom Zoe stands in."""
    paula, volker, zoe, _ = people
    of_volker = CommuneFactory(district=DistrictFactory(key="14998", name="Nebenkreis"), ags="14998010")
    of_zoe = CommuneFactory(district=DistrictFactory(key="14997", name="Eigenkreis"), ags="14997010")
    ResponsibilityFactory(district=of_volker.district, user=volker)
    ResponsibilityFactory(district=of_zoe.district, user=zoe)
    away(paula, zoe)
    away(volker, zoe)
    return MilestoneFactory(kind=Milestone.Kind.COOPERATION_AGREEMENT, communes=[commune, of_volker, of_zoe])


def test_a_fact_of_several_districts_is_changed_from_each_of_its_files(shared_fact, people):
    *_, zoe, _ = people
    for commune in shared_fact.communes.all():
        assert can_change_milestone(staff_actor(zoe, commune), shared_fact), commune.ags


@pytest.mark.parametrize("ags", ["", "14998010", "14997010"])
def test_each_journal_says_for_whom_wherever_it_was_done(client, commune, shared_fact, people, ags):
    paula, volker, zoe, _ = people
    client.force_login(zoe)
    address = f"/kommunen/{ags or commune.ags}/fakten/{shared_fact.pk}/zuruecknehmen/"
    assert client.post(address, {"reason": "Ein Irrtum."}).status_code == 302
    entries = {e.key: e.acted_for_id for e in JournalEntry.objects.filter(kind="milestone.retracted")}
    assert entries == {commune.ags: str(paula.pk), "14998010": str(volker.pk), "14997010": ""}


def test_a_fact_is_not_changed_where_one_district_is_anothers(shared_fact, people):
    _, volker, zoe, _ = people
    Substitution.objects.filter(absent=volker).delete()
    for commune in shared_fact.communes.all():
        decision = can_change_milestone(staff_actor(zoe, commune), shared_fact)
        assert "Zuständig ist Volker Vertretung" in decision.reason


def test_tasks_of_the_absent_are_done_in_every_district(client, commune, people):
    """After a handover, tasks stay whose they were."""
    paula, volker, _, _ = people
    elsewhere = CommuneFactory(district=DistrictFactory(key="14998", name="Nebenkreis"), ags="14998010")
    ResponsibilityFactory(district=elsewhere.district)
    task = TaskFactory(commune=elsewhere, assigned_to=paula, title="Rathaus anrufen")
    away(paula, volker)
    client.force_login(volker)
    finish = f"/kommunen/{elsewhere.ags}/aufgaben/{task.pk}/erledigt/"
    assert finish in page(client, "/arbeit/")
    assert finish in page(client, f"/kommunen/{elsewhere.ags}/")
    client.post(finish)
    task.refresh_from_db()
    assert task.done_by == volker
    entry = JournalEntry.objects.get(kind="task.done")
    assert (entry.actor_id, entry.acted_for_id) == (str(volker.pk), str(paula.pk))


def test_the_number_of_queries_depends_on_no_number_of_absences(client, commune, people):
    paula, volker, zoe, _ = people
    away(paula, volker)
    away(volker, zoe)
    client.force_login(zoe)

    def queries():
        numbers = []
        for address in ("/arbeit/", f"/kommunen/{commune.ags}/", "/team/", "/kommunen/?zustaendig=ich"):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            numbers.append(len(captured))
        return numbers

    before = queries()
    for number in range(3):
        user = UserFactory()
        away(user, zoe)
        other = CommuneFactory(district=DistrictFactory(key=f"1499{number}"), ags=f"1499{number}010")
        ResponsibilityFactory(district=other.district, user=user)
    assert queries() == before


# Entering substitutions and handing over


def post(client, address, **fields):
    return client.post(address, fields, follow=True)


def enter(client, absent, substitute, first, last, **more):
    fields = {"absent": absent.pk, "substitute": substitute.pk, "valid_from": days(first), **more}
    return post(client, "/team/vertretungen/neu/", **fields, valid_until="" if last is None else days(last))


def tick_of(answer):
    form = answer.context["form"]
    return {name: "on" for name in form.fields if name.startswith("bekannt_")}


def german(number):
    return f"{days(number):%d.%m.%Y}"


def test_a_substitute_who_is_away_on_some_days_is_named_with_the_days_and_confirmed(client, people):
    paula, volker, zoe, hanna = people
    away(volker, zoe, 3, 8)
    client.force_login(hanna)
    asked = enter(client, paula, volker, 0, 5)
    told = f"Volker Vertretung ist vom {german(3)} bis {german(5)} abwesend; dann handelt Zoe Zweite."
    assert asked.status_code == 422
    assert told in asked.content.decode()
    assert not Substitution.objects.filter(absent=paula).exists()
    assert enter(client, paula, volker, 0, 5, **tick_of(asked)).status_code == 200
    assert Substitution.objects.filter(absent=paula).count() == 1


def test_a_tick_under_other_remarks_is_none(client, people):
    paula, volker, zoe, hanna = people
    away(volker, zoe, 3, 8)
    client.force_login(hanna)
    tick = tick_of(enter(client, paula, volker, 0, 5))
    assert enter(client, paula, volker, 0, 7, **tick).status_code == 422


@pytest.mark.parametrize(("last", "words"), [(5, "Vom {} bis {}"), (3, "Am {}"), (None, "Ab dem {}")])
def test_days_on_which_nobody_would_be_there_are_refused(client, people, last, words):
    paula, volker, _, hanna = people
    away(volker, paula, 3, None)
    client.force_login(hanna)
    refused = enter(client, paula, volker, 0, last)
    days_of_it = words.format(german(3), german(5))
    assert f"{days_of_it} wäre für Paula Abwesend niemand da" in refused.content.decode()
    assert Substitution.objects.count() == 1


def test_who_goes_away_while_standing_in_leaves_nobody_alone(client, people):
    """Volker stands in for Paula: anyone who stands in for Volker does so for Paula, too, and must be there."""
    paula, volker, zoe, _ = people
    away(paula, volker, 0, 9)
    client.force_login(volker)
    refused = enter(client, volker, paula, 2, 4).content.decode()
    assert f"Vom {german(2)} bis {german(4)} wäre für Volker Vertretung niemand da" in refused
    asked = enter(client, volker, zoe, 2, 4)
    told = f"Volker Vertretung vertritt vom {german(2)} bis {german(4)} Paula Abwesend; dann handelt Zoe Zweite."
    assert told in asked.content.decode()
    assert enter(client, volker, zoe, 2, 4, **tick_of(asked)).status_code == 200


def test_absences_at_other_times_are_nobodys_business(client, people):
    paula, volker, zoe, hanna = people
    away(volker, zoe, 6, 8)
    away(zoe, paula, 20, None)
    client.force_login(hanna)
    assert enter(client, paula, volker, 0, 5).status_code == 200
    assert Substitution.objects.filter(absent=paula).exists()


def hand_over(client, commune, successor, day=0, **more):
    address = f"/team/landkreise/{commune.district_id}/uebergeben/"
    return post(client, address, successor=successor.pk, day=days(day).isoformat(), **more)


def test_a_district_goes_to_somebody_absent_only_knowingly(client, commune, people):
    _, volker, zoe, hanna = people
    away(volker, zoe, -2, 8)
    client.force_login(hanna)
    asked = hand_over(client, commune, volker, 1)
    assert asked.status_code == 422
    told = f"Volker Vertretung ist vom {german(1)} bis {german(8)} abwesend; dann handelt Zoe Zweite."
    assert told in asked.content.decode()
    assert not Responsibility.objects.filter(user=volker).exists()
    assert hand_over(client, commune, volker, 1, **tick_of(asked)).status_code == 200
    assert Responsibility.objects.filter(user=volker).exists()


def test_a_district_does_not_go_where_nobody_is_there(client, commune, people):
    paula, volker, _, hanna = people
    away(volker, paula, 3, 8)
    away(paula, volker, 3, 4)
    client.force_login(hanna)
    refused = hand_over(client, commune, volker)
    assert refused.status_code == 422
    assert f"Vom {german(3)} bis {german(4)} ist Volker Vertretung nicht da" in refused.content.decode()
    assert not Responsibility.objects.filter(user=volker).exists()


def test_a_district_goes_to_somebody_who_was_absent_before(client, commune, people):
    _, volker, zoe, hanna = people
    away(volker, zoe, 0, 3)
    client.force_login(hanna)
    assert hand_over(client, commune, volker, 4).status_code == 200
    assert Responsibility.objects.filter(user=volker).exists()
