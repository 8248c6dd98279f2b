"""A figure is the number of communes listed behind it, whatever the facts and the key date."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from asskomm.reports import definitions
from asskomm.reports.report import Scope, communes_behind, report_on
from communes.models import Milestone
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory
from tests.factories.facts import MilestoneFactory

days = st.dates(date(2020, 1, 1), date(2020, 1, 12))
spans = st.tuples(days, days).map(sorted)
KINDS = [kind for kind in Milestone.Kind if kind not in {Milestone.Kind.FUNDING, Milestone.Kind.SECURITY_ANALYSIS}]
facts = st.tuples(st.sampled_from(KINDS), spans, st.sets(st.integers(0, 4), min_size=1))
LASTING = {Milestone.Kind.COOPERATION_AGREEMENT, Milestone.Kind.COACHING}


class AFigureEqualsItsList(TestCase):
    @settings(max_examples=25)
    @given(
        facts=st.lists(facts, max_size=12),
        agreements=st.lists(st.tuples(st.integers(0, 4), spans), max_size=3),
        ends=st.dictionaries(st.integers(0, 4), days, max_size=2),
        key_date=days,
    )
    def test_for_random_facts_and_key_dates(self, facts, agreements, ends, key_date):
        communes = [CommuneFactory(fictitious=False, valid_until=ends.get(number)) for number in range(5)]
        for kind, (first, last), members in facts:
            MilestoneFactory(
                kind=kind,
                happened_on=first,
                ended_on=last if kind in LASTING else None,
                communes=[communes[number] for number in members],
            )
        for number, (first, last) in agreements:
            PreAgreementFactory(commune=communes[number], status="ended", signed_on=first, ended_on=last)
        scope = Scope(key_date)
        report = report_on(scope)
        for figure, definition in definitions.current().items():
            listed = set(communes_behind(definition, scope).values_list("ags", flat=True))
            result = report.results[figure]
            assert result.ags == listed
            assert result.count.number == len(listed) == communes_behind(definition, scope).count()
            assert result.count.number == sum(count.number for count in report.by_district(figure).values())
            assert result.count.total == sum(ends.get(number, key_date) >= key_date for number in range(5))
