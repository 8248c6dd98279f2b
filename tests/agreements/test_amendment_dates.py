"""What is in force on a day, for agreements that were amended, terminated, ended, or that ran out."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agreements.models import PreAgreement
from agreements.office.clock import end_as_agreed
from asskomm.reports.facts import Fact, holding
from coaching import policies as coaching
from communes.models import Commune
from core.models import JournalEntry
from tests.factories.agreements import PreAgreementFactory

BEGIN = date(2026, 1, 1)
DAYS = st.integers(0, 40).map(lambda days: BEGIN + timedelta(days=days))
MAYBE = st.none() | DAYS


def child(agreement: PreAgreement, kind: str, signed: date, **values) -> PreAgreement:
    return PreAgreementFactory(
        commune=agreement.commune,
        kind=kind,
        amends=agreement,
        status="in_force",
        signed_on=signed,
        term_from=BEGIN,
        **values,
    )


def expected(day: date, signed: date, until: date | None, ended: date | None, amendments, terminations) -> bool:
    """Day by day, as a person would tell the story."""
    if day < signed:
        return False
    for amended_on, amended_until in amendments:
        if amended_on <= day:
            until = amended_until
    ends = [end for end in (until, ended, *(last for _, last in terminations)) if end is not None]
    return all(day <= end for end in ends)


class RandomChains(TestCase):
    @settings(max_examples=60)
    @given(
        signed=DAYS,
        until=MAYBE,
        ended=MAYBE,
        amendments=st.lists(st.tuples(DAYS, MAYBE), max_size=3),
        terminations=st.lists(st.tuples(DAYS, DAYS), max_size=1),
        days=st.lists(DAYS, min_size=1, max_size=8),
    )
    def test_in_force_on_tells_the_truth_for_every_key_date(self, signed, until, ended, amendments, terminations, days):
        ended = ended if ended is None or ended >= signed else None
        agreement = PreAgreementFactory(
            status="ended" if ended else "in_force",
            signed_on=signed,
            ended_on=ended,
            term_from=BEGIN,
            term_until=until,
        )
        amendments.sort(key=lambda row: row[0])
        for amended_on, amended_until in amendments:
            child(agreement, "amendment", amended_on, term_until=amended_until)
        for agreed_on, last_day in terminations:
            child(agreement, "termination", agreed_on, last_day=last_day)
        agreement.refresh_from_db()
        for day in days:
            wanted = expected(day, signed, until, ended, amendments, terminations)
            found = set(PreAgreement.objects.in_force_on(day))
            assert found == ({agreement} if wanted else set()), day
            assert agreement.is_in_force_on(day) == wanted, day
            counted = Commune.objects.filter(holding([Fact.AGREEMENT], day))
            assert set(counted) == ({agreement.commune} if wanted else set()), day


@pytest.fixture
def agreement(db) -> PreAgreement:
    return PreAgreementFactory(status="in_force", signed_on=BEGIN, term_from=BEGIN)


def test_the_clock_ends_it_on_the_agreed_day_and_not_before(agreement):
    today = timezone.localdate()
    termination = child(agreement, "termination", today, last_day=today + timedelta(days=1))
    assert end_as_agreed() == 0
    PreAgreement.objects.filter(pk=termination.pk).update(last_day=today)
    assert end_as_agreed() == 1
    assert end_as_agreed() == 0
    agreement.refresh_from_db()
    assert (agreement.status, agreement.ended_on) == ("ended", today)
    assert JournalEntry.objects.get(kind="preagreement.end_as_agreed").data["on"] == today.isoformat()


def test_coaching_stands_on_the_agreement_as_it_was_amended(agreement):
    yesterday = timezone.localdate() - timedelta(days=1)
    PreAgreement.objects.filter(pk=agreement.pk).update(term_until=yesterday)
    agreement.refresh_from_db()
    assert not coaching.in_force(agreement)
    extension = child(agreement, "amendment", BEGIN, term_until=yesterday + timedelta(days=365))
    agreement.refresh_from_db()
    assert coaching.in_force(agreement)
    assert "ein Coaching steht auf dieser" in coaching.in_force(extension).reason


def test_coaching_needs_more_than_a_clock_that_is_late(agreement):
    child(agreement, "termination", BEGIN, last_day=timezone.localdate() - timedelta(days=1))
    assert not coaching.in_force(agreement)


@pytest.mark.parametrize(
    ("kind", "values", "constraint"),
    [
        ("amendment", {"amends": None}, "agreement_kind_fits_amends"),
        ("termination", {}, "agreement_termination_has_last_day"),
        ("amendment", {"last_day": BEGIN}, "agreement_termination_has_last_day"),
    ],
)
def test_the_database_knows_what_an_amendment_is(agreement, kind, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PreAgreementFactory(**{"kind": kind, "amends": agreement, "commune": agreement.commune, **values})


def test_the_database_allows_one_open_amendment_and_a_new_agreement_beside_it(agreement):
    PreAgreementFactory(commune=agreement.commune, kind="amendment", amends=agreement)
    PreAgreementFactory(commune=agreement.commune)
    with pytest.raises(IntegrityError, match="agreement_one_open_amendment"), transaction.atomic():
        PreAgreementFactory(commune=agreement.commune, kind="termination", amends=agreement, last_day=BEGIN)


def test_a_commune_is_counted_by_its_agreements_only(agreement):
    PreAgreement.objects.filter(pk=agreement.pk).update(status="ended", ended_on=BEGIN)
    child(agreement, "amendment", BEGIN)
    assert not PreAgreement.objects.in_force_on(timezone.localdate()).exists()
