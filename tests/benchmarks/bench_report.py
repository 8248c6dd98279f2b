"""The report for a key date against one bare SQL statement that gives the same numbers."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from agreements.text import standard_template
from asskomm.demo_data import press_release, published_totals
from asskomm.reports.models import Figure
from asskomm.reports.report import Scope, report_on
from tests.benchmarks.interleaved import print_ratio

DAY = date(2021, 11, 30)
STATEMENT = """
WITH fact AS (
  SELECT m.*, mc.commune_id FROM communes_milestone m JOIN communes_milestone_communes mc ON mc.milestone_id = m.id
  WHERE m.retracted_at IS NULL AND m.happened_on <= %(day)s
), lasting AS (SELECT * FROM fact WHERE ended_on IS NULL OR ended_on >= %(day)s
), kpr AS (
  SELECT DISTINCT ON (commune_id) commune_id, kind FROM fact
  WHERE kind IN ('kpr_constituted', 'kpr_reactivated', 'kpr_dormant') ORDER BY commune_id, happened_on DESC, id DESC
), agreed AS (
  SELECT commune_id FROM agreements_preagreement WHERE in_force_on <= %(day)s
  AND (ended_on IS NULL OR ended_on >= %(day)s) AND (term_until IS NULL OR term_until >= %(day)s)
), coached AS (
  SELECT commune_id FROM lasting WHERE kind = 'coaching'
  UNION SELECT a.commune_id FROM coaching_engagement e JOIN agreements_preagreement a ON a.id = e.agreement_id
  WHERE e.started_on <= %(day)s AND (e.ended_on IS NULL OR e.ended_on >= %(day)s)
)
SELECT c.ags, c.district_id, c.successor_id,
  c.ags IN (SELECT commune_id FROM fact WHERE kind IN ('contact', 'advice')),
  c.ags IN (SELECT commune_id FROM fact WHERE kind = 'advice'),
  c.ags IN (SELECT commune_id FROM agreed)
    OR c.ags IN (SELECT commune_id FROM lasting WHERE kind = 'cooperation_agreement'),
  c.ags IN (SELECT commune_id FROM agreed),
  c.ags IN (SELECT commune_id FROM lasting WHERE kind = 'cooperation_agreement'),
  c.ags IN (SELECT commune_id FROM coached),
  c.ags IN (SELECT commune_id FROM kpr WHERE kind <> 'kpr_dormant')
FROM communes_commune c
WHERE (c.valid_until IS NULL OR c.valid_until >= %(day)s) AND (c.valid_from IS NULL OR c.valid_from <= %(day)s)
  AND NOT c.fictitious
"""


def bare() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"day": DAY})
        rows = cursor.fetchall()
    return [sum(row[3 + place] for row in rows) for place in range(len(Figure))]


def ours() -> list[int]:
    return [result.count.number for result in report_on(Scope(DAY)).results.values()]


@pytest.mark.django_db
def test_report_against_bare_sql():
    call_command("load_register", verbosity=0)
    standard_template.load()
    press_release.load()
    published_totals.load()
    assert ours() == bare()
    print_ratio("report to a bare SQL statement", ours, bare, rounds=30, aim=5)
