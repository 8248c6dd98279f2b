"""The list of communes: what it finds, shows and hides."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.register.reading import ATTRIBUTION
from staff.models import Role
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import (
    CommuneFactory,
    DistrictFactory,
    OfficeHolderFactory,
    ResponsibilityFactory,
    TopicFactory,
)
from tests.factories.facts import MilestoneFactory
from tests.factories.staff import UserFactory
from tests.strict_templates import get, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseworker():
    return UserFactory(first_name="Petra", last_name="Musterkraft")


@pytest.fixture
def desk(client, caseworker):
    client.force_login(caseworker)
    return client


def names(desk, **filters: str) -> list[str]:
    response = get(desk, "/kommunen/", **filters)
    return [row.cells[0].text for row in response.context["rows"]]


def test_a_name_is_found_however_its_umlaut_is_typed(desk):
    CommuneFactory(name="Mühlau")
    CommuneFactory(name="Musterau")
    assert names(desk, q="Muehlau") == names(desk, q="mühl") == ["Mühlau"]


def test_an_ags_finds_its_commune(desk):
    commune = CommuneFactory()
    CommuneFactory()
    assert names(desk, q=commune.ags) == [commune.name]


def test_the_list_is_narrowed_by_district(desk):
    other = DistrictFactory(key="14998", name="Beispielkreis")
    CommuneFactory(name="Musterau")
    CommuneFactory(name="Beispielberg", district=other, ags="14998010")
    assert names(desk, landkreis="14998") == ["Beispielberg"]


@pytest.mark.parametrize(
    ("size", "found"), [("bis-2000", ["Klein"]), ("bis-5000", ["Mittel"]), ("ab-100000", ["Groß"])]
)
def test_the_list_is_narrowed_by_size(desk, size, found):
    for name, population in (("Klein", 1_999), ("Mittel", 2_000), ("Groß", 100_000)):
        CommuneFactory(name=name, population=population)
    assert names(desk, groesse=size) == found


def test_my_responsibility_is_that_of_today(desk, caseworker):
    today = timezone.localdate()
    former = DistrictFactory(key="14998", name="Beispielkreis")
    ResponsibilityFactory(user=caseworker)
    ResponsibilityFactory(user=caseworker, district=former, valid_until=today - timedelta(days=1))
    CommuneFactory(name="Musterau")
    CommuneFactory(name="Beispielberg", district=former, ags="14998010")
    assert names(desk, zustaendig="ich") == ["Musterau"]
    assert names(desk, zustaendig=str(caseworker.pk)) == ["Musterau"]


def test_the_list_is_narrowed_by_the_state_of_an_agreement(desk):
    CommuneFactory(name="Musterau")
    PreAgreementFactory(commune__name="Musterstadt")
    assert names(desk, vereinbarung="draft") == ["Musterstadt"]
    assert names(desk, vereinbarung="ohne") == ["Musterau"]
    assert names(desk, vereinbarung="in_force") == []


def test_the_list_is_narrowed_by_the_topic_of_an_agreement(desk):
    CommuneFactory(name="Musterau")
    agreement = PreAgreementFactory(commune__name="Musterstadt")
    graffiti, other = TopicFactory(name="Graffiti"), TopicFactory(name="Beleuchtung")
    agreement.topics.add(graffiti)
    assert names(desk, thema=str(graffiti.pk)) == ["Musterstadt"]
    assert names(desk, thema=str(other.pk)) == []


def test_the_topics_are_those_in_effect_today(desk):
    """As the newest amendment in force has them; those of drafts of amendments and of what ended do not count."""
    agreement = PreAgreementFactory(commune__name="Musterstadt", status="in_force", signed_on=date(2025, 1, 1))
    of_amendment = {"kind": "amendment", "amends": agreement, "commune": agreement.commune}
    amendment = PreAgreementFactory(**of_amendment, status="in_force", signed_on=timezone.localdate())
    drafted = PreAgreementFactory(**of_amendment)
    ended = PreAgreementFactory(
        commune=agreement.commune, status="ended", signed_on=date(2020, 1, 1), ended_on=date(2021, 1, 1)
    )
    topics = [TopicFactory(name=name) for name in ("Graffiti", "Beleuchtung", "Vandalismus", "Lärm")]
    for row, topic in zip((agreement, amendment, drafted, ended), topics, strict=True):
        row.topics.add(topic)
    assert [names(desk, thema=str(topic.pk)) for topic in topics] == [[], ["Musterstadt"], [], []]
    facts = page(desk, agreement.commune.get_absolute_url()).split("Themen")[1].split("</dd>")[0]
    assert "Beleuchtung" in facts
    for other in ("Graffiti", "Vandalismus", "Lärm"):
        assert other not in facts


def test_the_list_is_narrowed_by_facts_that_have_happened(desk):
    CommuneFactory(name="Musterau")
    MilestoneFactory(communes=[CommuneFactory(name="Musterstadt")])
    MilestoneFactory(communes=[CommuneFactory(name="Irrberg")], retracted_at=timezone.now())
    tomorrow = timezone.localdate() + timedelta(days=1)
    MilestoneFactory(communes=[CommuneFactory(name="Morgenau")], happened_on=tomorrow)
    assert names(desk, fakt="advice") == ["Musterstadt"]
    assert names(desk, fakt="funding") == []


def test_the_list_is_narrowed_by_how_it_stands_with_the_praeventionsrat(desk):
    first, second, third = (CommuneFactory(name=name) for name in ("Aktivau", "Ruhberg", "Wiederau"))
    CommuneFactory(name="Ohnerat")
    everyone = [first, second, third]
    MilestoneFactory(kind="kpr_constituted", happened_on=date(2020, 1, 1), communes=everyone)
    MilestoneFactory(kind="kpr_dormant", happened_on=date(2022, 1, 1), communes=[second, third])
    MilestoneFactory(kind="kpr_reactivated", happened_on=date(2024, 1, 1), communes=[third])
    retracted = timezone.now()
    MilestoneFactory(kind="kpr_dormant", happened_on=date(2025, 1, 1), communes=[first], retracted_at=retracted)
    assert names(desk, kpr="aktiv") == ["Aktivau", "Wiederau"]
    assert names(desk, kpr="ruht") == ["Ruhberg"]
    assert names(desk, kpr="ohne") == ["Ohnerat"]


def test_a_slip_of_the_finger_leads_to_the_names_that_were_meant(desk):
    meant = CommuneFactory(name="Oelsnitz/Erzgeb.")
    CommuneFactory(name="Musterau")
    source = page(desk, "/kommunen/", q="Oelznitz")
    assert "Meinten Sie" in source
    assert f'href="/kommunen/{meant.ags}/"' in source
    assert "Musterau" not in source
    assert "Meinten Sie" not in page(desk, "/kommunen/", q="Oelsnitz")
    assert "Meinten Sie" not in page(desk, "/kommunen/", q="Xyxyxy")
    assert "Meinten Sie" not in page(desk, "/kommunen/", q="!!")


def test_a_coach_is_not_told_which_names_are_alike(client):
    CommuneFactory(name="Oelsnitz/Erzgeb.")
    client.force_login(UserFactory(role=Role.COACH))
    assert "Oelsnitz" not in get(client, "/kommunen/", q="Oelznitz").content.decode()


def test_the_file_to_download_holds_the_list_with_real_values(desk):
    CommuneFactory(name="Musterau", population=12_345)
    CommuneFactory(name="Zittau")
    content = b"".join(get(desk, "/kommunen/", q="muster", als="excel").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet["A"]][:2] == ["Kommunen", sheet["A2"].value]
    assert f"Quelle: {ATTRIBUTION}" in [cell.value for cell in sheet["A"]]
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last[:2] == ["Musterau", "(Demo, erfunden)"]
    assert 12_345 in last


def test_former_communes_are_shown_only_when_asked_for(desk):
    CommuneFactory(name="Musterau")
    CommuneFactory(name="Altmuster", ars=None, valid_until=date(2018, 12, 31))
    assert names(desk) == ["Musterau"]
    assert names(desk, frueher="on") == ["Altmuster", "Musterau"]
    assert "(bis 31.12.2018; Demo, erfunden)" in page(desk, "/kommunen/", frueher="on")


def test_communes_of_one_name_are_told_apart_by_their_district(desk):
    other = DistrictFactory(key="14998", name="Beispielkreis")
    CommuneFactory(name="Bernsdorf", fictitious=False)
    CommuneFactory(name="Bernsdorf", district=other, ags="14998010", fictitious=False)
    CommuneFactory(name="Musterau", fictitious=False)
    notes = {(row.cells[0].text, row.cells[0].note) for row in get(desk, "/kommunen/").context["rows"]}
    assert notes == {("Bernsdorf", "(Musterkreis)"), ("Bernsdorf", "(Beispielkreis)"), ("Musterau", "")}


def test_a_row_names_who_is_in_office_who_is_responsible_and_the_agreement(desk, caseworker):
    ResponsibilityFactory(user=caseworker)
    agreement = PreAgreementFactory()
    OfficeHolderFactory(
        commune=agreement.commune, valid_until=timezone.localdate() - timedelta(days=1), last_name="Vormals"
    )
    OfficeHolderFactory(commune=agreement.commune, valid_from=timezone.localdate(), last_name="Musterfrau")
    row = get(desk, "/kommunen/").context["rows"][0]
    assert [cell.text for cell in row.cells[3:6]] == ["12.345", "Erika Musterfrau", "Petra Musterkraft"]
    assert row.cells[6].badge.label == "Entwurf"


def test_an_agreement_in_force_counts_whatever_came_after_it(desk):
    agreement = PreAgreementFactory(
        reference="LPR-2024-0001", commune__name="Musterstadt", status="in_force", signed_on=date(2024, 5, 1)
    )
    of_commune = {"commune": agreement.commune, "template_version": agreement.template_version}
    PreAgreementFactory(reference="LPR-2025-0001", status="withdrawn", **of_commune)
    row = get(desk, "/kommunen/").context["rows"][0]
    assert (row.cells[6].badge.label, row.cells[6].note) == ("In Kraft", "")
    PreAgreementFactory(reference="LPR-2026-0001", kind="amendment", amends=agreement, **of_commune)
    row = get(desk, "/kommunen/").context["rows"][0]
    assert (row.cells[6].badge.label, row.cells[6].note) == ("In Kraft", "Änderung: Entwurf")


def test_the_source_of_the_data_is_named(desk):
    assert ATTRIBUTION in page(desk, "/kommunen/")


def test_the_ags_has_no_thousands_separator(desk):
    commune = CommuneFactory()
    assert f">{commune.ags}</td>" in page(desk, "/kommunen/")


def test_a_coach_finds_no_list(client):
    CommuneFactory()
    client.force_login(UserFactory(role=Role.COACH))
    assert client.get("/kommunen/").status_code == 404


def test_nobody_reads_the_list_without_signing_in(client):
    response = client.get("/kommunen/")
    assert (response.status_code, response.url) == (302, "/anmelden/?next=/kommunen/")


def test_the_number_of_queries_does_not_depend_on_the_rows(desk, caseworker):
    ResponsibilityFactory(user=caseworker)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(desk, "/kommunen/")
        return len(captured)

    OfficeHolderFactory(commune=PreAgreementFactory().commune)
    for_one = queries()
    for commune in CommuneFactory.create_batch(499):
        if commune.ags.endswith("7"):
            OfficeHolderFactory(commune=commune)
            PreAgreementFactory(commune=commune)
    assert queries() == for_one
