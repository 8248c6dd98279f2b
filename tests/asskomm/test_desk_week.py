"""Meine Arbeit: the dates of the next seven days and what one opened last."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import CouncilResolution, Invitation, PreAgreement
from asskomm.desk import recently_viewed as recently_viewed
from asskomm.desk.models import RecentlyUsed
from staff.models import Role
from tests.factories.agreements import PreAgreementFactory
from tests.factories.coaching import EngagementFactory, InForceFactory, RunningFactory
from tests.factories.communes import CommuneFactory, DistrictFactory, ResponsibilityFactory
from tests.factories.facts import TaskFactory
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import SubstitutionFactory, UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def commune():
    return CommuneFactory(name="Musterau")


@pytest.fixture
def responsible(commune):
    return ResponsibilityFactory(district=commune.district).user


@pytest.fixture
def desk(client, responsible):
    client.force_login(responsible)
    return client


def week_of(client: Client) -> str:
    """The section as people read it, without markup."""
    section = page(client, "/arbeit/").split('id="termine"')[1].split("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", section).split())


def to_do(client: Client, view: str = "") -> str:
    """The list of tasks, without markup."""
    section = page(client, f"/arbeit/?sicht={view}").split('id="faellig"')[1].split("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", section).split())


def test_an_empty_week_says_what_would_stand_there(desk):
    assert "Keine Termine in den nächsten sieben Tagen." in week_of(desk)


def test_coaching_that_begins_ends_or_should_have_begun(desk, commune):
    agreement = InForceFactory(commune=commune)
    EngagementFactory(agreement=agreement, planned_from=in_days(-3))
    EngagementFactory(agreement=agreement, planned_from=in_days(1))
    EngagementFactory(agreement=agreement, planned_from=in_days(7))
    RunningFactory(agreement=agreement, planned_from=in_days(-60), planned_until=in_days(6))
    shown = week_of(desk)
    assert f"überfällig seit {in_days(-3):%d.%m.}" in shown
    assert shown.count("Coaching beginnen Musterau") == 2
    assert f"{in_days(6):%d.%m.} Coaching endet wie geplant Musterau" in shown
    assert shown.index("überfällig") < shown.index("morgen") < shown.index("endet wie geplant")


def test_a_term_ends_as_it_was_amended_or_by_agreement(desk, commune):
    extended = InForceFactory(commune=commune, reference="LPR-2025-0001", term_until=in_days(2))
    of_extended = {"commune": commune, "amends": extended, "kind": "amendment"}
    InForceFactory(**of_extended, reference="LPR-2025-0001-A1", term_until=in_days(400))
    assert "Laufzeit der" not in week_of(desk)

    InForceFactory(**of_extended, reference="LPR-2025-0001-A2", term_until=in_days(3))
    shown = week_of(desk)
    assert shown.count("Laufzeit der Vereinbarung endet") == 1
    assert f"{in_days(3):%d.%m.} Laufzeit der Vereinbarung endet LPR-2025-0001, Musterau" in shown

    termination = {"commune": commune, "amends": extended, "kind": "termination"}
    InForceFactory(**termination, reference="LPR-2025-0001-K1", last_day=in_days(1))
    shown = week_of(desk)
    assert "Laufzeit der" not in shown
    assert "morgen Letzter Tag der Vereinbarung, aufgehoben LPR-2025-0001, Musterau" in shown


def test_what_amends_is_named_by_its_kind(desk, commune):
    agreement = InForceFactory(commune=commune, reference="LPR-2025-0001")
    pending = {"state": "pending", "expected_on": in_days(3)}
    of_agreement = {"commune": commune, "amends": agreement, "kind": "amendment", "reference": "LPR-2025-0001-A1"}
    CouncilResolution.objects.create(agreement=PreAgreementFactory(**of_agreement), **pending)
    assert "Ratsbeschluss erwartet Änderung LPR-2025-0001-A1, Musterau" in week_of(desk)
    assert "Änderung LPR-2025-0001-A1" in page(desk, "/arbeit/").split('id="faellig"')[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("status", "before", "after", "waits"),
    [
        ("draft", "Entwurf fertigstellen und senden", "Verwerfen: Die Vereinbarung ist beendet", False),
        ("issued", "Alles erledigt", "Zurückziehen: Die Vereinbarung ist beendet", True),
        ("commune_signed", "Gegenzeichnen", "Zurückziehen: Die Vereinbarung ist beendet", False),
        ("declined", "Ablehnung klären", "Alles erledigt", False),
    ],
)
def test_what_amends_an_ended_agreement_is_taken_back_and_not_worked_on(desk, commune, status, before, after, waits):
    agreement = InForceFactory(commune=commune)
    PreAgreementFactory(commune=commune, amends=agreement, kind="amendment", status=status)
    assert before in to_do(desk)
    assert ("die Kommune hat den Link" in to_do(desk, "wartet").replace("Die", "die")) == waits
    PreAgreement.objects.filter(pk=agreement.pk).update(status="ended", ended_on=in_days(-1))
    assert after in to_do(desk)
    assert before == after or before not in to_do(desk)
    assert "Keine Vereinbarung wartet auf eine Kommune" in to_do(desk, "wartet")


def test_terms_council_resolutions_and_tasks(desk, commune, responsible):
    InForceFactory(commune=commune, term_from=in_days(-90), term_until=in_days(2))
    pending = {"state": "pending", "expected_on": in_days(3)}
    draft = PreAgreementFactory(commune=commune)
    CouncilResolution.objects.create(agreement=draft, **pending)
    TaskFactory(commune=commune, title="Unterlagen nachfordern", due_on=in_days(0), assigned_to=responsible)
    TaskFactory(commune=commune, title="Viel später", due_on=in_days(20), assigned_to=responsible)
    shown = week_of(desk)
    assert "Laufzeit der Vereinbarung endet" in shown
    assert f"Ratsbeschluss erwartet {draft.reference}, Musterau" in shown
    assert "heute Aufgabe Unterlagen nachfordern, Musterau" in shown
    assert "Viel später" not in shown


def test_a_link_that_expires_this_week(client):
    agreement = issued()
    client.force_login(caseworker_of(agreement.commune))
    assert "läuft ab" not in week_of(client)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=2))
    assert f"Link zum Unterzeichnen läuft ab {agreement.reference}" in week_of(client)


def test_ones_own_substitutions_begin_and_end(desk, responsible):
    mine = SubstitutionFactory(absent=responsible, valid_from=in_days(1), valid_until=in_days(5))
    SubstitutionFactory(valid_from=in_days(1), absent__last_name="Fremd")
    shown = week_of(desk)
    assert f"morgen Vertretung beginnt {mine.substitute} für {responsible}" in shown
    assert "Letzter Tag der Vertretung" in shown
    assert "Fremd" not in shown


def test_the_week_is_about_ones_own_communes_and_those_one_stands_in_for(client, commune, responsible):
    InForceFactory(commune=commune, term_from=in_days(-90), term_until=in_days(2))
    colleague = UserFactory()
    client.force_login(colleague)
    assert "Keine Termine" in week_of(client)
    SubstitutionFactory(absent=responsible, substitute=colleague, valid_until=in_days(30))
    assert "Laufzeit der Vereinbarung endet" in week_of(client)
    assert f"in Vertretung für {responsible}" in week_of(client)
    client.force_login(UserFactory(role=Role.HEAD))
    assert "Laufzeit der Vereinbarung endet" in week_of(client)


def test_a_long_week_says_how_much_is_left_out(desk, commune, responsible):
    for _ in range(45):
        TaskFactory(commune=commune, due_on=in_days(1), assigned_to=responsible)
    assert "Und 5 weitere, die später anstehen." in week_of(desk)


def test_the_desk_asks_as_often_for_one_date_as_for_many(desk, commune, responsible):
    def fill(number: int) -> None:
        for _ in range(number):
            agreement = InForceFactory(commune=commune, term_from=in_days(-90), term_until=in_days(2))
            EngagementFactory(agreement=agreement, planned_from=in_days(-1))
            RunningFactory(agreement=agreement, planned_from=in_days(-60), planned_until=in_days(1))
            TaskFactory(commune=commune, due_on=in_days(1), assigned_to=responsible)
            draft = PreAgreementFactory(commune=CommuneFactory(district=commune.district))
            CouncilResolution.objects.create(agreement=draft, state="pending", expected_on=in_days(-2))
            RecentlyUsed.objects.create(user=responsible, agreement=agreement, used_at=timezone.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(desk, "/arbeit/")
        return len(captured)

    fill(1)
    for_one = queries()
    fill(12)
    assert queries() == for_one
    assert week_of(desk).count("Ratsbeschluss erwartet") == 13


def recent(client: Client) -> list[str]:
    section = page(client, "/arbeit/").split('id="benutzt"')[1].split("</section>")[0]
    return re.findall(r'<a href="([^"]+)"', section)


def test_what_one_opened_last_stands_on_ones_own_desk_and_on_no_other(desk, commune):
    assert "Nur Sie sehen das." in page(desk, "/arbeit/")
    agreement = InForceFactory(commune=commune)
    for address in (commune.get_absolute_url(), agreement.get_absolute_url(), commune.get_absolute_url()):
        page(desk, address)
    assert recent(desk) == [commune.get_absolute_url(), agreement.get_absolute_url()]
    other = Client()
    other.force_login(UserFactory(role=Role.HEAD))
    assert recent(other) == []


def test_no_more_than_eight_are_kept(desk):
    communes = CommuneFactory.create_batch(10)
    for commune in communes:
        page(desk, commune.get_absolute_url())
    assert recent(desk) == [commune.get_absolute_url() for commune in reversed(communes[2:])]
    assert RecentlyUsed.objects.count() == 8


def test_what_is_refused_or_not_there_is_not_remembered(client, desk, commune):
    client.get("/kommunen/00000000/")
    client.post(commune.get_absolute_url())
    client.force_login(UserFactory(role=Role.COACH))
    client.get(commune.get_absolute_url())
    assert not RecentlyUsed.objects.exists()


def test_a_page_comes_even_when_nothing_can_be_remembered(desk, commune, monkeypatch):
    def broken(_request):
        raise DatabaseError("read-only")

    monkeypatch.setattr(recently_viewed, "_remember", broken)
    assert "Musterau" in page(desk, commune.get_absolute_url())


@pytest.mark.parametrize("address", ["/kommunen/?zustaendig=ich", "/vereinbarungen/?meine=on", "/coaching/?meine=on"])
def test_lists_of_ones_own_hold_what_one_stands_in_for_today(client, commune, responsible, address):
    RunningFactory(agreement=InForceFactory(commune=commune))
    colleague = UserFactory()
    ResponsibilityFactory(district=DistrictFactory(key="14998", name="Nebenkreis"), user=colleague)
    client.force_login(colleague)
    assert "Musterau" not in page(client, address).split('role="status"')[1]
    SubstitutionFactory(absent=responsible, substitute=colleague, valid_until=in_days(1))
    assert "Musterau" in page(client, address).split('role="status"')[1]
