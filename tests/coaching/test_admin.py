"""Coaches in Django's admin; engagements change in the portal only."""

import pytest

from coaching.models import Coach
from staff.models import Role
from tests.factories.coaching import RunningFactory
from tests.factories.communes import TopicFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administration(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    return client


def test_the_administration_makes_an_account_of_a_coach_a_coach(administration):
    account, topic = UserFactory(role=Role.COACH), TopicFactory()
    values = {"user": account.pk, "competences": [topic.pk], "days_per_year": "40"}
    assert administration.post("/verwaltung/coaching/coach/add/", values).status_code == 302
    assert list(Coach.objects.get(user=account).competences.all()) == [topic]
    assert administration.get("/verwaltung/coaching/coach/").status_code == 200


def test_an_account_of_the_office_is_not_made_a_coach(administration):
    values = {"user": UserFactory(role=Role.CASEWORKER).pk, "days_per_year": "40"}
    assert administration.post("/verwaltung/coaching/coach/add/", values).status_code == 200
    assert not Coach.objects.exists()


def test_engagements_are_shown_with_the_way_to_their_page_and_not_changed(administration):
    engagement = RunningFactory()
    listed = administration.get("/verwaltung/coaching/engagement/").content.decode()
    assert f'<a href="{engagement.get_absolute_url()}">Seite öffnen</a>' in listed
    where = f"/verwaltung/coaching/engagement/{engagement.pk}/change/"
    assert administration.get(where).status_code == 200
    assert administration.post(where, {"granted_days": "100"}).status_code == 403
    assert administration.get("/verwaltung/coaching/engagement/add/").status_code == 403
    assert administration.post(f"/verwaltung/coaching/engagement/{engagement.pk}/delete/").status_code == 403
    assert administration.post(f"/verwaltung/coaching/coach/{engagement.coach.pk}/delete/").status_code == 403


@pytest.mark.parametrize(("role", "status"), [(Role.CASEWORKER, 403), (Role.HEAD, 403), (Role.COACH, 404)])
def test_nobody_else_keeps_coaches(client, role, status):
    client.force_login(UserFactory(role=role))
    assert client.get("/verwaltung/coaching/coach/").status_code == status
