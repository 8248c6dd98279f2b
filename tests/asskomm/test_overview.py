"""The first screen of a commune's file."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from asskomm.desk.overview import NEXT, Overview
from communes.models import Commune
from tests.factories.coaching import RunningFactory
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.facts import ContactFactory, MilestoneFactory, TaskFactory
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


def page_of(commune: Commune, user=None):
    client = Client()
    client.force_login(user or UserFactory())
    return client.get(commune.get_absolute_url())


def overview(commune: Commune) -> Overview:
    return page_of(commune).context["overview"]


def steps(commune: Commune) -> dict[str, tuple[str, str]]:
    return {step.label: (step.state, step.text) for step in overview(commune).steps}


def test_whom_to_call_stands_first_with_ways_that_open():
    commune = CommuneFactory()
    OfficeHolderFactory(
        commune=commune, valid_from=date(2000, 1, 1), valid_until=date(2022, 7, 31), last_name="Altfrau"
    )
    OfficeHolderFactory(commune=commune)
    for rank in (2, 1):
        OfficeHolderFactory(commune=commune, office="deputy", deputy_rank=rank, last_name=f"Beispielfrau {rank}")
    ContactFactory(commune=commune, active=False, last_name="Abermuster")
    ContactFactory(commune=commune, last_name="Zumuster", phone="03721 555 0")
    response = page_of(commune)
    found = response.context["overview"]
    assert [person.name.split(maxsplit=1)[1] for person in found.people] == ["Musterfrau", "Beispielfrau 1", "Zumuster"]
    page = response.content.decode()
    assert 'href="tel:037215550"' in page
    assert 'href="mailto:buergermeisterin@musterstadt.example"' in page


def test_nothing_known_is_said_in_a_line():
    page = page_of(CommuneFactory()).content.decode()
    assert "noch niemand erfasst" in page
    assert "noch keiner" in page


def test_the_programme_by_its_dated_facts_whatever_their_order():
    commune = CommuneFactory()
    MilestoneFactory(kind="security_analysis", happened_on=date(2026, 3, 1)).communes.set([commune])
    MilestoneFactory(kind="contact", happened_on=date(2026, 1, 14)).communes.set([commune])
    MilestoneFactory(kind="contact", happened_on=timezone.localdate() + timedelta(days=9)).communes.set([commune])
    MilestoneFactory(kind="advice", happened_on=date(2026, 2, 1), retracted_at=timezone.now()).communes.set([commune])
    MilestoneFactory(kind="kpr_dormant", happened_on=date(2026, 4, 1)).communes.set([commune])
    found = steps(commune)
    assert found["Kontakt"] == ("done", "14.01.2026"), "not the one that is to come"
    assert found["Beratung"] == (NEXT, "Nächster Schritt"), "a retracted fact is none"
    assert found["Analyse"] == ("done", "01.03.2026")
    assert found["Präventionsrat"] == ("done", "ruht seit 01.04.2026")
    assert found["Förderung"] == ("offen", "offen")
    assert overview(commune).last_contact.happened_on == date(2026, 1, 14)


def test_an_agreement_and_a_coaching_say_how_far_they_are():
    assert steps(ready_draft().commune)["Vorvereinbarung"] == ("offen", "Entwurf")
    found = steps(RunningFactory().commune)
    assert found["Vorvereinbarung"][1].startswith("in Kraft seit ")
    assert found["Coaching"][1].startswith("Läuft ")


def test_the_main_button_fits_where_the_commune_stands():
    commune = CommuneFactory()
    assert page_of(commune).context["next_step"] is None
    draft = ready_draft(commune=commune)
    user = caseworker_of(commune)
    assert page_of(commune, user).context["next_step"].label == "Entwurf fertigstellen"
    issued(draft)
    response = page_of(commune, user)
    assert response.context["next_step"].label == "Stand der Unterschrift ansehen"
    assert "Weitere Schritte" in response.content.decode()


def test_what_is_most_urgent_is_named():
    commune = CommuneFactory()
    TaskFactory(commune=commune, title="Später", due_on=timezone.localdate() + timedelta(days=3))
    TaskFactory(commune=commune, title="Zuerst", due_on=timezone.localdate() - timedelta(days=3))
    due = overview(commune).due
    assert (due.task.title, due.overdue) == ("Zuerst", True)
