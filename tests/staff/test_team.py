"""The page of the team: handing over districts, entering substitutions, granting the right to sign."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.models import Responsibility
from core.journal import PORTAL, verify_chain
from core.models import JournalEntry
from staff import saving
from staff.actors import StaffActor
from staff.models import Role, SigningAuthority, Substitution
from tests.factories.communes import DistrictFactory, ResponsibilityFactory
from tests.factories.staff import SigningAuthorityFactory, SubstitutionFactory, UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def head(client):
    user = UserFactory(role=Role.HEAD, first_name="Hanna", last_name="Vorlage")
    client.force_login(user)
    return user


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def present(district):
    user = UserFactory(first_name="Paula", last_name="Bisher")
    return ResponsibilityFactory(district=district, user=user)


@pytest.fixture
def successor():
    return UserFactory(first_name="Nora", last_name="Nachfolge")


def days(number):
    return timezone.localdate() + timedelta(days=number)


def post(client, address, **fields):
    return client.post(address, fields, follow=True)


def handover(client, district, successor, day):
    return post(client, f"/team/landkreise/{district.key}/uebergeben/", successor=successor.pk, day=day.isoformat())


def periods(district):
    return [
        (row.user.last_name, row.valid_from, row.valid_until)
        for row in district.responsibilities.order_by("valid_from").select_related("user")
    ]


def test_a_handover_ends_the_old_responsibility_the_day_before(client, head, district, present, successor):
    answer = handover(client, district, successor, days(10))
    assert answer.status_code == 200
    assert periods(district) == [
        ("Bisher", present.valid_from, days(9)),
        ("Nachfolge", days(10), None),
    ]
    entry = JournalEntry.objects.get()
    assert (entry.key, entry.kind, entry.actor_id) == (PORTAL, "responsibility.handed_over", str(head.pk))
    assert entry.data == {
        "district": district.key,
        "from": present.user.pk,
        "to": successor.pk,
        "on": days(10).isoformat(),
    }
    assert verify_chain(PORTAL) == 1
    shown = page(client, "/team/")
    assert "Landkreis übergeben" in shown
    assert f"ab {days(10):%d.%m.%Y} Nora Nachfolge, zuvor Paula Bisher" in shown


def test_a_handover_from_today_on_is_in_force_at_once_and_the_past_is_shown(client, head, district, present, successor):
    handover(client, district, successor, days(0))
    assert Responsibility.objects.on(days(0)).get().user == successor
    assert f"Musterkreis: Paula Bisher, 01.01.2020 bis {days(-1):%d.%m.%Y}" in page(client, "/team/")


def test_a_district_without_anybody_gets_somebody(client, head, district, successor):
    handover(client, district, successor, days(0))
    assert periods(district) == [("Nachfolge", days(0), None)]


def test_a_planned_handover_to_the_same_day_is_replaced(client, head, district, present, successor):
    handover(client, district, UserFactory(), days(10))
    handover(client, district, successor, days(10))
    assert periods(district) == [
        ("Bisher", present.valid_from, days(9)),
        ("Nachfolge", days(10), None),
    ]


def test_an_earlier_handover_lasts_until_the_planned_one(client, head, district, present, successor):
    later = UserFactory(last_name="Später")
    handover(client, district, later, days(20))
    handover(client, district, successor, days(10))
    assert [end for _, _, end in periods(district)] == [days(9), days(19), None]


def test_what_has_begun_today_is_not_handed_over_today_again(client, head, district, present, successor):
    handover(client, district, successor, days(0))
    answer = handover(client, district, UserFactory(), days(0))
    assert "frühestens ab morgen" in answer.content.decode()
    assert Responsibility.objects.on(days(0)).get().user == successor


@pytest.mark.parametrize(
    ("person", "day", "complaint"),
    [("successor", -1, "heute oder einen späteren Tag"), ("present", 5, "ist an diesem Tag schon zuständig")],
)
def test_a_handover_that_changes_the_past_or_nothing_is_refused(
    client, head, district, present, successor, person, day, complaint
):
    answer = handover(client, district, successor if person == "successor" else present.user, days(day))
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert periods(district) == [("Bisher", present.valid_from, None)]
    assert not JournalEntry.objects.exists()


def test_a_coach_is_no_successor(client, head, district, present):
    assert handover(client, district, UserFactory(role=Role.COACH), days(5)).status_code == 422
    assert Responsibility.objects.count() == 1


def test_a_caseworker_reads_the_team_but_does_not_hand_over(client, district, present, successor):
    client.force_login(present.user)
    assert "uebergeben" not in page(client, "/team/")
    answer = handover(client, district, successor, days(5))
    assert "Das können nur die Leitung und die Administration." in answer.content.decode()
    assert Responsibility.objects.count() == 1


def substitution(client, absent, substitute, first=0, last=5):
    fields = {"absent": absent.pk, "substitute": substitute.pk}
    return post(client, "/team/vertretungen/neu/", **fields, valid_from=days(first), valid_until=days(last))


def test_everyone_enters_the_own_absence(client, present, successor):
    client.force_login(present.user)
    answer = substitution(client, present.user, successor)
    assert "Eingetragen: Nora Nachfolge für Paula Bisher" in answer.content.decode()
    assert "heute vertreten durch Nora Nachfolge" in page(client, "/team/")
    entry = JournalEntry.objects.get()
    assert (entry.key, entry.kind) == (PORTAL, "substitution.entered")
    assert "Nachfolge" not in str(JournalEntry.objects.values().get())


def test_a_caseworker_does_not_enter_somebody_elses_absence(client, present, successor):
    client.force_login(successor)
    assert substitution(client, present.user, successor).status_code == 422
    assert not Substitution.objects.exists()


def test_the_head_enters_everyones_absence(client, head, present, successor):
    substitution(client, present.user, successor)
    assert Substitution.objects.get().absent == present.user


def test_two_substitutes_at_a_time_and_oneself_are_refused_with_a_sentence(client, head, present, successor):
    SubstitutionFactory(absent=present.user, valid_from=days(3), valid_until=days(8))
    answer = substitution(client, present.user, successor)
    assert "In dieser Zeit ist schon eine Vertretung eingetragen." in answer.content.decode()
    answer = substitution(client, successor, successor)
    assert "Niemand kann sich selbst vertreten." in answer.content.decode()
    assert Substitution.objects.count() == 1


@pytest.mark.parametrize(("who", "allowed"), [("absent", True), ("head", True), ("substitute", False)])
def test_who_ends_a_substitution(client, present, successor, who, allowed):
    row = SubstitutionFactory(absent=present.user, substitute=successor, valid_from=days(-3), valid_until=days(8))
    users = {"absent": present.user, "substitute": successor, "head": UserFactory(role=Role.HEAD)}
    client.force_login(users[who])
    post(client, f"/team/vertretungen/{row.pk}/beenden/", last_day=days(0))
    row.refresh_from_db()
    assert row.valid_until == (days(0) if allowed else days(8))
    assert JournalEntry.objects.filter(kind="substitution.ended").exists() is allowed


def test_the_last_day_is_today_unless_another_one_is_chosen(client, head):
    row = SubstitutionFactory(valid_from=days(-3))
    assert f'value="{days(0).isoformat()}"' in page(client, f"/team/vertretungen/{row.pk}/beenden/")


@pytest.mark.parametrize("day", [-1, 9])
def test_an_end_lies_between_today_and_the_present_end(client, head, day):
    row = SubstitutionFactory(valid_from=days(-3), valid_until=days(8))
    assert post(client, f"/team/vertretungen/{row.pk}/beenden/", last_day=days(day)).status_code == 422
    row.refresh_from_db()
    assert row.valid_until == days(8)


def test_what_is_over_is_not_ended_again(client, head):
    row = SubstitutionFactory(valid_from=days(-9), valid_until=days(-5))
    post(client, f"/team/vertretungen/{row.pk}/beenden/", last_day=days(0))
    row.refresh_from_db()
    assert row.valid_until == days(-5)


def test_only_a_planned_substitution_is_taken_back(client, head):
    begun = SubstitutionFactory(valid_from=days(0))
    planned = SubstitutionFactory(valid_from=days(3))
    for row in (begun, planned):
        post(client, f"/team/vertretungen/{row.pk}/zuruecknehmen/")
    assert list(Substitution.objects.all()) == [begun]
    assert JournalEntry.objects.get().kind == "substitution.taken_back"


def test_the_right_to_sign_is_granted_and_ended(client, head, successor):
    post(client, "/team/zeichnungsbefugnisse/neu/", user=successor.pk, valid_from=days(0))
    row = SigningAuthority.objects.get()
    assert not successor.may_sign_on(days(0))
    saving.confirm(row, actor=StaffActor(UserFactory(role=Role.ADMIN)))
    assert successor.may_sign_on(days(0))
    post(client, f"/team/zeichnungsbefugnisse/{row.pk}/beenden/", last_day=days(1))
    assert not successor.may_sign_on(days(2))
    kinds = list(JournalEntry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["signingauthority.entered", "signingauthority.confirmed", "signingauthority.ended"]
    assert "Zeichnungsbefugnis erteilt" in page(client, "/team/")


def test_a_second_right_to_sign_at_the_same_time_is_refused(client, head, successor):
    SigningAuthorityFactory(user=successor)
    answer = post(client, "/team/zeichnungsbefugnisse/neu/", user=successor.pk, valid_from=days(0))
    assert "besteht schon eine Zeichnungsbefugnis" in answer.content.decode()
    assert SigningAuthority.objects.count() == 1


def test_a_caseworker_grants_nobody_anything(client, successor):
    client.force_login(successor)
    post(client, "/team/zeichnungsbefugnisse/neu/", user=successor.pk, valid_from=days(0))
    row = SigningAuthorityFactory(user=successor)
    post(client, f"/team/zeichnungsbefugnisse/{row.pk}/beenden/", last_day=days(0))
    assert list(SigningAuthority.objects.values_list("valid_until", flat=True)) == [None]


def test_a_coach_finds_no_team_but_the_own_account(client):
    client.force_login(UserFactory(role=Role.COACH))
    assert client.get("/team/").status_code == 404
    assert client.get("/team/vertretungen/neu/").status_code == 404
    shown = page(client, "/konto/")
    assert "Coach" in shown
    assert "Zeichnungsbefugnis" not in shown


def test_the_account_tells_what_holds_today(client, present, successor):
    SigningAuthorityFactory(user=successor)
    SubstitutionFactory(absent=present.user, substitute=successor)
    client.force_login(successor)
    shown = page(client, "/konto/")
    assert "Sie vertreten Paula Bisher (seit 01.01.2020)." in shown
    assert "/konto/passwort/" in shown
    client.force_login(present.user)
    assert "Sie werden vertreten durch Nora Nachfolge" in page(client, "/konto/")


def test_the_number_of_queries_does_not_depend_on_the_size_of_the_team(client, head, present):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client, "/team/")
        return len(captured)

    def grow(number):
        for _ in range(number):
            free = 14_700 + Responsibility.objects.count()
            ResponsibilityFactory(district=DistrictFactory(key=str(free)))
            ResponsibilityFactory(district=DistrictFactory(key=str(free + 1)), valid_until=days(-1))
            for factory in (SubstitutionFactory, SigningAuthorityFactory):
                factory()
                factory(valid_until=days(-1))

    grow(1)
    few = queries()
    grow(20)
    assert queries() == few
