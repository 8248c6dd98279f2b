"""The list of agreements: which side is waited for, and what it can be narrowed by."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.transitions import ending, pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core.actors import SYSTEM
from staff.actors import StaffActor
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory, TopicFactory
from tests.factories.ready_agreements import published_template
from tests.factories.staff import UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(UserFactory())
    return client


def agreement(name: str, **changes) -> PreAgreement:
    return PreAgreementFactory(commune=CommuneFactory(name=name), template_version=published_template(), **changes)


def waiting(name: str, status: str, days: int) -> PreAgreement:
    return agreement(name, status=status, status_since=timezone.now() - timedelta(days=days))


def on_paper(name: str, signed_on: date, **changes) -> PreAgreement:
    made = agreement(name, **changes)
    pre_agreement.record_paper(made, actor=SYSTEM, paper=PaperSignatures(signed_on, "Max Mustermann", "Petra Muster"))
    return made


def found(client, **filters) -> set[str]:
    shown = page(client, "/vereinbarungen/", **filters)
    return {name for name in ("Ahausen", "Bedorf", "Cestadt") if name in shown}


def test_each_row_says_who_is_waited_for_and_since_when(desk):
    waiting("Ahausen", "issued", 8)
    waiting("Bedorf", "commune_signed", 1)
    waiting("Cestadt", "declined", 0)
    shown = page(desk, "/vereinbarungen/")
    for words in ("wartet auf Kommune seit 8 Tagen", "wartet auf LPR seit gestern", "Kommune hat abgelehnt"):
        assert words in shown


def test_narrowed_to_the_side_that_is_waited_for(desk):
    waiting("Ahausen", "issued", 8)
    waiting("Bedorf", "commune_signed", 1)
    waiting("Cestadt", "draft", 1)
    assert found(desk, wartet="issued") == {"Ahausen"}
    assert found(desk, wartet="commune_signed") == {"Bedorf"}


def test_narrowed_to_a_topic(desk):
    topic = TopicFactory(name="Zivilcourage")
    agreement("Ahausen").topics.add(topic, TopicFactory())
    agreement("Bedorf").topics.add(TopicFactory())
    assert found(desk, thema=topic.pk) == {"Ahausen"}


def amended(agreement: PreAgreement, name: str, *topics, **changes) -> PreAgreement:
    """What changes or ends ``agreement``; its page is found by ``name``, its commune's is not."""
    row = PreAgreementFactory(
        reference=name,
        commune=agreement.commune,
        amends=agreement,
        template_version=agreement.template_version,
        **{"kind": "amendment", **changes},
    )
    row.topics.set(topics)
    return row


def references(client, **filters) -> set[str]:
    answer = client.get("/vereinbarungen/", filters)
    return {row.cells[0].text for row in answer.context["rows"]}


def test_narrowed_to_a_topic_that_an_amendment_brought_and_not_to_one_that_it_took(desk):
    former, later = TopicFactory(name="Graffiti"), TopicFactory(name="Zivilcourage")
    signed = timezone.localdate() - timedelta(days=30)
    base = on_paper("Ahausen", signed)
    base.topics.add(former)
    amended(base, "A1", later, status="in_force", signed_on=signed)
    assert references(desk, thema=later.pk) == {base.reference, "A1"}
    assert references(desk, thema=former.pk) == set()


def test_an_amendment_of_tomorrow_or_a_draft_changes_no_topics_of_the_agreement(desk):
    former, later = TopicFactory(name="Graffiti"), TopicFactory(name="Zivilcourage")
    base = on_paper("Ahausen", date(2021, 9, 1))
    base.topics.add(former)
    amended(base, "A1", later)
    assert references(desk, thema=former.pk) == {base.reference}
    assert references(desk, thema=later.pk) == {"A1"}


def test_what_has_no_topics_of_its_own_is_found_by_those_of_its_agreement(desk):
    topic = TopicFactory(name="Graffiti")
    signed = date(2021, 9, 1)
    base = on_paper("Ahausen", signed)
    base.topics.add(topic)
    amended(base, "A1")
    amended(base, "K1", kind="termination", last_day=signed, status="in_force", signed_on=signed)
    assert references(desk, thema=topic.pk) == {base.reference, "A1", "K1"}
    assert references(desk, thema=TopicFactory().pk) == set()


def test_in_force_is_never_before_the_term_begins(desk):
    on_paper("Ahausen", date(2021, 9, 1), term_from=date(2022, 1, 1))
    on_paper("Bedorf", date(2021, 9, 1), term_from=date(2021, 9, 1))
    shown = page(desk, "/vereinbarungen/")
    assert shown.count("01.01.2022") == shown.count("01.09.2021") == 1


def test_narrowed_to_what_was_in_force_on_a_day(desk):
    ending.end(
        on_paper("Ahausen", date(2021, 9, 1)),
        actor=StaffActor(UserFactory(role="head")),
        on=date(2023, 5, 31),
        reason="Ende",
    )
    on_paper("Bedorf", date(2022, 1, 1), term_from=date(2022, 1, 1), term_until=date(2024, 12, 31))
    waiting("Cestadt", "issued", 8)
    expected = {
        "2021-08-31": set(),
        "2021-09-01": {"Ahausen"},
        "2023-05-31": {"Ahausen", "Bedorf"},
        "2023-06-01": {"Bedorf"},
        "2024-12-31": {"Bedorf"},
        "2025-01-01": set(),
    }
    assert {day: found(desk, inkraft=day) for day in expected} == expected


def test_a_day_that_is_none_finds_nothing_and_says_so(desk):
    on_paper("Ahausen", date(2021, 9, 1))
    assert found(desk, inkraft="gestern") == set()


def test_in_force_is_what_holds_today(desk):
    """What both sides signed for a day to come is found by a name of its own, here and among the communes."""
    today = timezone.localdate()
    on_paper("Ahausen", today, term_from=today - timedelta(days=9))
    on_paper("Bedorf", today, term_from=today + timedelta(days=9))
    for state, name in (("in_force", "Ahausen"), ("signed", "Bedorf")):
        assert found(desk, stand=state) == {name}
        communes = page(desk, "/kommunen/", vereinbarung=state)
        assert [each for each in ("Ahausen", "Bedorf") if each in communes] == [name]


def test_a_commune_shows_the_agreement_that_holds_before_the_one_to_come(desk):
    today = timezone.localdate()
    first = on_paper("Ahausen", today - timedelta(days=9), term_from=today - timedelta(days=9))
    later = PreAgreementFactory(
        commune=first.commune, template_version=published_template(), term_from=today + timedelta(days=9)
    )
    pre_agreement.record_paper(later, actor=SYSTEM, paper=PaperSignatures(today, "Max Mustermann", "Petra Muster"))
    assert "gilt ab" not in page(desk, "/kommunen/")


def test_what_ended_before_its_first_day_was_never_in_force(desk):
    today = timezone.localdate()
    row = on_paper("Ahausen", today, term_from=today + timedelta(days=9))
    PreAgreement.objects.filter(pk=row.pk).update(status="ended", ended_on=today)
    begins = f"{row.term_from:%d.%m.%Y}"
    assert begins not in page(desk, "/vereinbarungen/")
    shown = page(desk, row.get_absolute_url())
    assert "In Kraft seit" not in shown
    assert "Sollte gelten ab" in shown
    assert begins not in page(desk, row.commune.get_absolute_url())
