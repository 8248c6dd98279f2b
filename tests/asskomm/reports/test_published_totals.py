"""The demo's invented spread gives every total that was published, by way of the report."""

from datetime import date

import pytest
from django.core.management import call_command

from agreements.text import standard_template
from asskomm.demo_data import press_release, published_agreements, published_totals
from asskomm.public.commune_search import answer_to
from asskomm.reports.models import Figure
from asskomm.reports.remarks import DEMO_REMARK
from asskomm.reports.report import Scope, report_on
from communes.models import Milestone
from tests.factories.staff import UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(db):
    call_command("load_register", verbosity=0)
    standard_template.load()
    press_release.load()
    published_totals.load()


@pytest.mark.parametrize(
    ("day", "totals"),
    [
        (date(2020, 2, 29), {Figure.ADVISED: 64, Figure.KPR: 16}),
        (date(2021, 6, 30), {Figure.KPR: 21}),
        (date(2021, 9, 1), {Figure.ADVISED: 121, Figure.CLOSE: 43, Figure.KPR: 25}),
        (date(2021, 11, 30), {Figure.CONTACTED: 126, Figure.COACHING: 32, Figure.KPR: 26}),
    ],
)
def test_the_report_gives_what_was_published(day, totals):
    results = report_on(Scope(day)).results
    assert {figure: results[figure].count.number for figure in totals} == totals


def test_there_were_29_cooperation_agreements_in_november_2021():
    report = report_on(Scope(date(2021, 11, 30)))
    assert report.agreements == 29
    assert report.results[Figure.COOPERATION].remark == "29 Kooperationsvereinbarungen"


def test_oelsnitz_is_one_of_the_43_by_its_paper_agreement():
    day = date(2021, 9, 1)
    assert press_release.AGS in report_on(Scope(day)).results[Figure.CLOSE].ags
    assert report_on(Scope(day)).results[Figure.IN_FORCE].ags == {press_release.AGS}


def test_loading_again_adds_nothing_and_everything_is_marked():
    before = Milestone.objects.count()
    published_totals.load()
    assert Milestone.objects.count() == before
    told = Milestone.objects.filter(fictitious=False)
    assert {fact.note for fact in told} == {published_agreements.NOTE}
    assert told.count() == len(published_agreements.BY_DAY)


@pytest.mark.parametrize(
    ("name", "since"),
    [("Pirna", date(2020, 11, 5)), ("Crimmitschau", date(2021, 12, 1)), ("Rodewisch", date(2022, 7, 22))],
)
def test_a_commune_whose_agreement_was_published_is_in_the_network_since_its_day(name, since):
    membership = answer_to(name, date(2026, 11, 30)).membership
    assert (membership.since, membership.made_up) == (since, False)


def test_no_real_commune_is_shown_in_a_bad_light():
    assert not Milestone.objects.filter(kind=Milestone.Kind.KPR_DORMANT).exists()


def test_pages_and_files_say_what_is_made_up(client, settings):
    settings.DEMO = True
    client.force_login(UserFactory())
    for address in ("/", "/berichte/", "/berichte/beraten/"):
        assert DEMO_REMARK in page(client, address)
    for address in ("/berichte/?als=csv", "/berichte/beraten/?als=csv"):
        content = b"".join(client.get(address).streaming_content).decode()
        assert DEMO_REMARK in content
