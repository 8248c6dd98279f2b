"""The commune's file: everything about one commune on one page."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.register.reading import ATTRIBUTION
from core import journal
from staff.actors import StaffActor
from staff.models import Role
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory, TopicFactory
from tests.factories.facts import AttachmentFactory, ContactFactory, MilestoneFactory, TaskFactory
from tests.factories.staff import UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return CommuneFactory(name="Musterau", district__name="Musterkreis")


@pytest.fixture
def responsible(commune):
    user = UserFactory(first_name="Petra", last_name="Musterkraft")
    return ResponsibilityFactory(district=commune.district, user=user, valid_from=date(2024, 1, 1)).user


@pytest.fixture
def desk(client, responsible):
    client.force_login(responsible)
    return client


def text(source: str) -> str:
    """What people read, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", source).split())


def file_of(client, commune) -> str:
    return text(page(client, f"/kommunen/{commune.ags}/"))


def test_the_file_shows_the_facts(desk, commune):
    shown = file_of(desk, commune)
    for fact in (
        "Stadt Musterau",
        f"AGS {commune.ags}",
        commune.ars,
        "12.345 (Stand 31.12.2024)",
        "Petra Musterkraft, seit 01.01.2024",
        "Demo, erfunden",
    ):
        assert fact in shown


def test_the_source_stands_beside_official_facts_and_not_beside_made_up_ones(desk, commune):
    assert ATTRIBUTION not in file_of(desk, commune)
    assert ATTRIBUTION in file_of(desk, CommuneFactory(fictitious=False, district=commune.district))


def test_the_responsible_caseworker_can_begin_an_agreement(desk, commune):
    source = page(desk, f"/kommunen/{commune.ags}/")
    assert f'href="/vereinbarungen/neu/?kommune={commune.ags}"' in source
    assert "disabled" not in source


def test_another_caseworker_reads_and_is_told_why_the_buttons_are_disabled(client, commune, responsible):
    OfficeHolderFactory(commune=commune)
    client.force_login(UserFactory())
    source = page(client, f"/kommunen/{commune.ags}/")
    assert "/vereinbarungen/neu/" not in source
    assert "/amtspersonen/" not in source
    assert source.count("disabled") == 2
    assert text(source).count("Zuständig ist Petra Musterkraft.") == 2


def test_an_open_agreement_is_listed_and_named_as_the_reason_against_another(desk, commune):
    agreement = PreAgreementFactory(commune=commune)
    source = page(desk, f"/kommunen/{commune.ags}/")
    assert f'<a href="/vereinbarungen/{agreement.reference}/">{agreement.reference}</a>' in source
    assert f"Es gibt schon eine offene Vereinbarung: {agreement.reference}." in text(source)


def test_the_topics_are_those_of_agreements_that_were_not_stopped(desk, commune):
    PreAgreementFactory(commune=commune).topics.add(TopicFactory(name="Vandalismus"))
    PreAgreementFactory(commune=commune, status="withdrawn").topics.add(TopicFactory(name="Graffiti"))
    shown = file_of(desk, commune)
    assert "Themen Vandalismus" in shown
    assert "Graffiti" not in shown


def test_people_in_office_are_shown_with_their_term_and_salutation(desk, commune):
    today = timezone.localdate()
    OfficeHolderFactory(commune=commune, valid_from=today, last_name="Musterfrau")
    OfficeHolderFactory(
        commune=commune, valid_until=today - timedelta(days=1), salutation="male", last_name="Vormals", email=""
    )
    OfficeHolderFactory(commune=commune, office="deputy", deputy_rank=1, title="Dr.", last_name="Beispiel", email="")
    shown = file_of(desk, commune)
    assert "Sehr geehrte Frau Bürgermeisterin Musterfrau," in shown
    assert shown.index("Erika Musterfrau") < shown.index("Dr. Erika Beispiel") < shown.index("Früher im Amt")
    assert shown.index("Früher im Amt") < shown.index("Erika Vormals")
    assert shown.count("E-Mail-Adresse fehlt") == 1


def test_a_large_district_town_is_headed_by_an_oberbuergermeister(desk, commune):
    commune.large_district_town = True
    commune.save()
    OfficeHolderFactory(commune=commune)
    assert "Sehr geehrte Frau Oberbürgermeisterin Musterfrau," in file_of(desk, commune)


def test_a_commune_without_people_says_what_that_means(desk, commune):
    assert "Noch niemand erfasst." in file_of(desk, commune)


def test_the_journal_reads_as_sentences_with_names(desk, commune, responsible):
    holder = OfficeHolderFactory(commune=commune)
    journal.record(key=commune.ags, kind="officeholder.changed", subject=holder, actor=StaffActor(responsible))
    shown = file_of(desk, commune)
    assert "Angaben einer Amtsperson geändert" in shown
    assert "officeholder.changed" not in shown
    assert "Uhr · Petra Musterkraft" in shown


def test_the_journal_of_another_commune_is_not_shown(desk, commune, responsible):
    other = OfficeHolderFactory()
    journal.record(key=other.commune.ags, kind="officeholder.changed", subject=other, actor=StaffActor(responsible))
    assert "Noch nichts geschehen." in file_of(desk, commune)


def test_a_former_commune_leads_to_its_successor_and_back(desk, commune):
    former = CommuneFactory(
        name="Altmuster", district=commune.district, ars=None, valid_until=date(2018, 12, 31), successor=commune
    )
    shown = file_of(desk, former)
    assert "bestand bis zum 31.12.2018 und ist in Stadt Musterau aufgegangen" in shown
    assert "Diese Kommune besteht nicht mehr." in shown
    assert "Altmuster (bis 31.12.2018)" in file_of(desk, commune)


def test_a_coach_does_not_find_the_file(client, commune):
    client.force_login(UserFactory(role=Role.COACH))
    assert client.get(f"/kommunen/{commune.ags}/").status_code == 404


def test_a_commune_that_does_not_exist_is_not_found(desk):
    assert desk.get("/kommunen/00000000/").status_code == 404


def test_the_number_of_queries_does_not_depend_on_what_the_file_holds(desk, commune, responsible):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(desk, f"/kommunen/{commune.ags}/")
        return len(captured)

    def fill(people: int, first_year: int) -> None:
        for number in range(people):
            day = date(first_year, 1, 1) + timedelta(days=number)
            holder = OfficeHolderFactory(commune=commune, valid_from=day, valid_until=day)
            PreAgreementFactory(commune=commune, status="declined")
            actor = StaffActor(UserFactory(), acting_for=responsible)
            journal.record(key=commune.ags, kind="officeholder.changed", subject=holder, actor=actor, text="Notiz")
            MilestoneFactory(communes=[commune, *others], happened_on=day, recorded_by=actor.user)
            ContactFactory(commune=commune)
            AttachmentFactory(commune=commune, added_by=actor.user)
            AttachmentFactory(commune=commune, removed_at=timezone.now(), removed_by=actor.user)
            TaskFactory(commune=commune)
            TaskFactory(commune=commune, done_at=timezone.now(), done_by=actor.user)

    others = CommuneFactory.create_batch(3)
    fill(1, first_year=1990)
    for_one = queries()
    fill(60, first_year=2000)
    assert queries() == for_one
