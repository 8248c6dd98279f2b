"""The list of engagements: filters, sorting, and the same number of queries for one and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import journal
from staff.actors import StaffActor
from tests.factories.coaching import EngagementFactory, GoalFactory, RunningFactory, SessionFactory, running
from tests.factories.communes import CommuneFactory, DistrictFactory, TopicFactory
from tests.factories.staff import UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(UserFactory())
    return client


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)


def test_the_office_finds_engagements_by_state_coach_district_and_text(desk):
    engagement = running(agreement__commune=CommuneFactory(name="Mühlau"))
    other = EngagementFactory(
        agreement__commune=CommuneFactory(name="Aue", ags="14998001", district=DistrictFactory(key="14998"))
    )
    for query, found in (
        ({"q": "muehlau"}, engagement),
        ({"q": other.agreement.reference}, other),
        ({"stand": "running"}, engagement),
        ({"coach": other.coach.pk}, other),
        ({"landkreis": "14998"}, other),
    ):
        source = page(desk, "/coaching/", **query)
        assert "<strong>1 Coaching</strong>" in source, query
        assert f'href="{found.get_absolute_url()}"' in source
    desk.force_login(engagement.prepared_by)
    assert f'href="{engagement.get_absolute_url()}"' in page(desk, "/coaching/", meine="on")


@pytest.mark.parametrize(
    "key", ["kommune", "landkreis", "vereinbarung", "coach", "stand", "beginn", "ende", "verbraucht", "bewilligt"]
)
def test_every_column_sorts_both_ways(desk, key):
    RunningFactory.create_batch(2)
    for sort in (key, f"-{key}"):
        assert "<strong>2 Coachings</strong>" in page(desk, "/coaching/", sort=sort)


def test_days_that_did_not_happen_yet_are_said_to_be_planned(desk):
    RunningFactory()
    assert page(desk, "/coaching/").count(">geplant<") == 1


def test_the_list_costs_the_same_for_one_and_for_many(desk):
    SessionFactory()
    one = queries(desk, "/coaching/")
    for engagement in RunningFactory.create_batch(20):
        SessionFactory.create_batch(2, engagement=engagement)
    assert queries(desk, "/coaching/") == one


def test_the_page_costs_the_same_however_much_it_holds(client):
    engagement = running()
    client.force_login(engagement.prepared_by)

    def fill(number: int) -> None:
        GoalFactory.create_batch(number, engagement=engagement)
        for _ in range(number):
            SessionFactory(engagement=engagement, minutes=10, entered_by=UserFactory())
        engagement.agreement.topics.add(*[TopicFactory(name=f"Thema {number} {n}") for n in range(number)])
        journal.record(
            key=engagement.journal_key, kind="engagement.change", subject=engagement, actor=StaffActor(UserFactory())
        )

    fill(1)
    one = queries(client, engagement.get_absolute_url())
    fill(20)
    assert queries(client, engagement.get_absolute_url()) == one


def test_the_form_costs_the_same_for_one_coach_and_for_many(client):
    engagement = running()
    client.force_login(engagement.prepared_by)
    address = f"/coaching/neu/?vereinbarung={engagement.agreement.reference}"
    one = queries(client, address)
    RunningFactory.create_batch(10)
    assert queries(client, address) == one


def test_the_communes_file_costs_the_same_for_one_engagement_and_for_many(client):
    engagement = running()
    client.force_login(engagement.prepared_by)
    address = engagement.commune.get_absolute_url()
    one = queries(client, address)
    for more in RunningFactory.create_batch(10, agreement__commune=engagement.commune):
        SessionFactory(engagement=more, date=timezone.localdate())
    assert queries(client, address) == one
