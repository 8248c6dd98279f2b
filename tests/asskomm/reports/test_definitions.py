"""Definitions are versioned: administrators publish, every report prints which one it used."""

from datetime import date

import pytest
from django.test import Client

from asskomm.reports.models import Figure, FigureDefinition
from asskomm.reports.report import Scope, report_on
from core.models import JournalEntry
from staff.models import Role
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory
from tests.factories.facts import MilestoneFactory
from tests.factories.staff import UserFactory
from tests.races import at_once
from tests.strict_templates import get, page

pytestmark = pytest.mark.django_db
ADDRESS = "/berichte/definitionen/eng-zusammenarbeitend/neu/"
DAY = date(2021, 9, 1)


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    return client


def publish(admin, text, *facts, after=1):
    return admin.post(ADDRESS, {"text": text, "facts": facts, "after": after})


def test_an_administrator_decides_which_facts_count(admin):
    PreAgreementFactory(commune=CommuneFactory(fictitious=False), status="in_force", signed_on=DAY)
    MilestoneFactory(happened_on=DAY, communes=[CommuneFactory(fictitious=False)])
    assert report_on(Scope(DAY)).results[Figure.CLOSE].count.number == 1
    answer = publish(admin, "Vereinbarung oder Beratung.", "agreement", "advice")
    assert answer.status_code == 302
    result = report_on(Scope(DAY)).results[Figure.CLOSE]
    assert (result.count.number, result.definition.version) == (2, 2)
    source = page(admin, "/berichte/", stichtag="2021-09-01")
    assert "Vereinbarung oder Beratung." in source
    assert "(Fassung 2)" in source
    entry = JournalEntry.objects.get(kind="figuredefinition.publish")
    assert entry.data["version"] == 2


def test_former_versions_stay_readable(admin):
    publish(admin, "Zweite Fassung.", "agreement")
    publish(admin, "Dritte Fassung.", "cooperation", after=2)
    source = page(admin, "/berichte/definitionen/")
    for text in ("Zweite Fassung.", "Dritte Fassung.", "Fassung 3 (gilt)", "Mit dem Portal ausgeliefert."):
        assert text in source


def test_a_definition_needs_a_text_and_a_fact(admin):
    answer = admin.post(ADDRESS, {"text": ""})
    assert answer.status_code == 422
    assert report_on(Scope(DAY)).results[Figure.CLOSE].definition.version == 1
    assert get(admin, ADDRESS).status_code == 200
    assert get(admin, "/berichte/definitionen/gibt-es-nicht/neu/").status_code == 404


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.HEAD])
def test_others_read_and_are_told_who_publishes(client, role):
    client.force_login(UserFactory(role=role))
    assert "Definitionen ändert die Administration." in page(client, "/berichte/definitionen/")
    answer = client.post(ADDRESS, {"text": "Meine.", "facts": ["advice"]})
    assert answer.status_code == 302
    assert report_on(Scope(DAY)).results[Figure.CLOSE].definition.version == 1


def test_a_double_click_publishes_once(admin):
    for _ in range(2):
        assert publish(admin, "Zweite Fassung.", "agreement").status_code == 302
    assert FigureDefinition.objects.count() == 1
    assert JournalEntry.objects.filter(kind="figuredefinition.publish").count() == 1


def test_anyone_who_read_an_older_version_is_told_and_loses_no_text(admin):
    publish(admin, "Zweite Fassung.", "agreement")
    answer = publish(admin, "Mein langer Text.", "advice")
    assert answer.status_code == 409
    assert "Inzwischen gilt Fassung 2" in answer.content.decode()
    assert "Mein langer Text." in answer.content.decode()
    assert FigureDefinition.objects.get().text == "Zweite Fassung."


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told():
    people = [UserFactory(role=Role.ADMIN) for _ in range(4)]
    answers = []

    def work():
        client, person = Client(), people.pop()
        client.force_login(person)
        answers.append(publish(client, f"Fassung von {person.pk}.", "agreement").status_code)

    at_once(work, threads=4)
    assert sorted(answers) == [302, 409, 409, 409]
    assert FigureDefinition.objects.count() == 1
