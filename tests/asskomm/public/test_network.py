"""What is published about a single commune: in the network today and since when, and nothing else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agreements.models import PreAgreement
from asskomm.public.network import Membership, members, published_memberships
from asskomm.reports.models import Figure, FigureDefinition
from communes.models import Milestone
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory
from tests.factories.facts import MilestoneFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
LONG_AGO, BEFORE, AFTER = DAY - timedelta(days=400), DAY - timedelta(days=1), DAY + timedelta(days=1)
COOPERATION = Milestone.Kind.COOPERATION_AGREEMENT
UNPUBLISHED = {"draft", "issued", "commune_signed", "scanned", "declined", "withdrawn", "expired", "ended"}


def known(commune):
    return published_memberships(DAY).get(commune.ags)


def test_an_agreement_in_force_is_published_with_its_first_day():
    agreement = PreAgreementFactory(status="in_force", signed_on=LONG_AGO)
    assert known(agreement.commune) == Membership(LONG_AGO, made_up=True)


@pytest.mark.parametrize("status", sorted(UNPUBLISHED))
def test_no_other_state_is_published(status):
    more = {"ended": {"signed_on": LONG_AGO, "ended_on": BEFORE}, "scanned": {"route": "printed"}}
    agreement = PreAgreementFactory(status=status, **more.get(status, {}))
    assert known(agreement.commune) is None
    assert set(PreAgreement.Status.values) == UNPUBLISHED | {"in_force"}


@pytest.mark.parametrize(
    "dates",
    [
        {"signed_on": AFTER},
        {"signed_on": LONG_AGO, "term_from": AFTER},
        {"signed_on": LONG_AGO, "term_from": LONG_AGO, "term_until": BEFORE},
    ],
    ids=["signed later", "begins later", "over"],
)
def test_an_agreement_that_does_not_hold_on_the_day_is_not_published(dates):
    agreement = PreAgreementFactory(status="in_force", **dates)
    assert known(agreement.commune) is None


@pytest.mark.parametrize("kind", sorted(set(Milestone.Kind.values) - {COOPERATION}))
def test_no_other_fact_about_a_commune_is_published(kind):
    commune = CommuneFactory()
    MilestoneFactory(kind=kind, happened_on=LONG_AGO, communes=[commune])
    assert known(commune) is None


def test_a_cooperation_agreement_counts_for_each_of_its_communes_until_it_ends_or_is_retracted():
    communes = CommuneFactory.create_batch(2)
    fact = MilestoneFactory(kind=COOPERATION, happened_on=LONG_AGO, communes=communes)
    assert [known(commune) for commune in communes] == [Membership(LONG_AGO, made_up=False)] * 2
    Milestone.objects.filter(pk=fact.pk).update(ended_on=BEFORE)
    assert [known(commune) for commune in communes] == [None, None]
    Milestone.objects.filter(pk=fact.pk).update(ended_on=None, retracted_at=timezone.now())
    assert [known(commune) for commune in communes] == [None, None]


def test_of_several_agreements_the_oldest_that_still_holds_says_since_when():
    agreement = PreAgreementFactory(status="in_force", signed_on=BEFORE)
    commune = agreement.commune
    MilestoneFactory(kind=COOPERATION, happened_on=LONG_AGO, fictitious=True, communes=[commune])
    MilestoneFactory(kind=COOPERATION, happened_on=date(2019, 1, 1), ended_on=LONG_AGO, communes=[commune])
    assert known(commune) == Membership(LONG_AGO, made_up=True)


def test_a_wider_definition_of_a_figure_publishes_no_more():
    commune = CommuneFactory()
    MilestoneFactory(happened_on=LONG_AGO, communes=[commune])
    words = {"text": "Alle, die beraten wurden.", "facts": ["advice", "agreement", "cooperation"]}
    FigureDefinition.objects.create(figure=Figure.CLOSE, version=2, published_by=UserFactory(), **words)
    assert known(commune) is None


def test_the_question_about_one_commune_hears_of_no_other():
    asked, alone, together = CommuneFactory.create_batch(3)
    PreAgreementFactory(commune=alone, status="in_force", signed_on=LONG_AGO)
    PreAgreementFactory(commune=asked, status="in_force", signed_on=BEFORE)
    MilestoneFactory(kind=COOPERATION, happened_on=LONG_AGO, communes=[together, asked])
    assert published_memberships(DAY, among=[asked.ags]) == {asked.ags: Membership(LONG_AGO, made_up=False)}
    MilestoneFactory(kind=COOPERATION, happened_on=date(2018, 1, 1), communes=[together])
    assert published_memberships(DAY, among=[asked.ags]) == {asked.ags: Membership(LONG_AGO, made_up=False)}


def test_map_and_list_leave_out_what_the_demo_made_up_and_what_no_longer_exists(django_assert_num_queries):
    real = CommuneFactory(fictitious=False, name="Beispielberg")
    gone = CommuneFactory(fictitious=False, valid_until=BEFORE)
    for commune in (real, gone, CommuneFactory(fictitious=True)):
        PreAgreementFactory(commune=commune, status="in_force", signed_on=LONG_AGO)
    with django_assert_num_queries(3):
        found = members(DAY)
    assert [member.name for member in found] == ["Beispielberg"]
