"""The report for a key date: dated facts in, figures, lists and files out."""

import io
from datetime import date, timedelta

import openpyxl
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from asskomm.reports.chart import shapes
from asskomm.reports.models import Figure
from asskomm.reports.report import Scope, report_on
from communes.models import Commune, Milestone
from communes.register.reading import read_register
from staff.models import Role
from tests.accessible_pdf import findings
from tests.agreements.pdf_text import page_text
from tests.factories.agreements import PreAgreementFactory
from tests.factories.coaching import EngagementFactory
from tests.factories.communes import CommuneFactory, DistrictFactory
from tests.factories.facts import MilestoneFactory
from tests.factories.staff import UserFactory
from tests.strict_templates import get, page

pytestmark = pytest.mark.django_db
DAY = date(2021, 9, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture
def desk(client):
    client.force_login(UserFactory())
    return client


def real(**fields):
    return CommuneFactory(fictitious=False, **fields)


def numbers(day: date = DAY) -> dict[Figure, int]:
    return {figure: result.count.number for figure, result in report_on(Scope(day)).results.items()}


def test_a_fact_counts_from_its_day_on():
    MilestoneFactory(happened_on=DAY, communes=[real()])
    assert numbers(BEFORE)[Figure.ADVISED] == 0
    assert numbers(DAY)[Figure.ADVISED] == numbers(AFTER)[Figure.ADVISED] == 1


def test_a_retracted_fact_never_counts():
    MilestoneFactory(happened_on=DAY, communes=[real()], retracted_at=timezone.now())
    assert numbers()[Figure.ADVISED] == 0


def test_a_commune_counts_once():
    commune = real()
    for day in (BEFORE, DAY):
        MilestoneFactory(happened_on=day, communes=[commune])
    assert numbers()[Figure.ADVISED] == 1


def test_an_agreement_counts_from_the_last_signature_to_its_last_day():
    PreAgreementFactory(commune=real(), status="ended", signed_on=DAY, ended_on=AFTER)
    figures = [numbers(day)[Figure.IN_FORCE] for day in (BEFORE, DAY, AFTER, AFTER + timedelta(days=1))]
    assert figures == [0, 1, 1, 0]


def test_close_is_an_agreement_or_a_cooperation_agreement():
    both, one, other = real(), real(), real()
    for commune in (both, one):
        PreAgreementFactory(commune=commune, status="in_force", signed_on=DAY)
    MilestoneFactory(kind=Milestone.Kind.COOPERATION_AGREEMENT, happened_on=DAY, communes=[both, other])
    result = report_on(Scope(DAY)).results[Figure.CLOSE]
    assert result.ags == {both.ags, one.ags, other.ags}
    assert report_on(Scope(DAY)).agreements == 1


@pytest.mark.parametrize(
    ("day", "counts"), [(date(2020, 6, 1), 1), (date(2021, 6, 1), 0), (date(2022, 6, 1), 1), (date(2019, 6, 1), 0)]
)
def test_the_newest_fact_tells_how_a_praeventionsrat_stood_on_the_day(day, counts):
    commune = real()
    for year, kind in ((2020, "kpr_constituted"), (2021, "kpr_dormant"), (2022, "kpr_reactivated")):
        MilestoneFactory(kind=kind, happened_on=date(year, 1, 1), communes=[commune])
    assert numbers(day)[Figure.KPR] == counts


def test_the_list_of_communes_and_the_report_agree_on_every_praeventionsrat():
    communes = [real() for _ in range(4)]
    kinds = ("kpr_constituted", "kpr_dormant", "kpr_reactivated", "kpr_dormant")
    for number, kind in enumerate(kinds):
        MilestoneFactory(kind=kind, happened_on=DAY, communes=communes[number:])
    listed = Commune.objects.by_kpr(("kpr_constituted", "kpr_reactivated"), DAY).values_list("ags", flat=True)
    assert report_on(Scope(DAY)).results[Figure.KPR].ags == set(listed) == {communes[0].ags, communes[2].ags}


def test_an_engagement_counts_as_coaching_while_it_runs():
    EngagementFactory(agreement__commune=real(), status="completed", started_on=DAY, ended_on=AFTER)
    EngagementFactory(agreement__commune=real())
    figures = [numbers(day)[Figure.COACHING] for day in (BEFORE, DAY, AFTER, AFTER + timedelta(days=1))]
    assert figures == [0, 1, 1, 0]


def test_a_commune_that_has_merged_still_counts_on_an_old_key_date():
    successor = real(valid_from=AFTER)
    former = real(ars=None, valid_until=DAY, successor=successor)
    MilestoneFactory(happened_on=BEFORE, communes=[former])
    assert report_on(Scope(DAY)).results[Figure.ADVISED].ags == {former.ags}
    assert report_on(Scope(DAY)).total == 1
    assert numbers(AFTER)[Figure.ADVISED] == 0


def test_made_up_communes_count_only_when_asked_for():
    MilestoneFactory(happened_on=DAY, communes=[CommuneFactory()])
    assert numbers()[Figure.ADVISED] == 0
    assert report_on(Scope(DAY, made_up=True)).results[Figure.ADVISED].count.number == 1


def test_district_and_size_narrow_figure_and_base():
    other = DistrictFactory(key="14998", name="Beispielkreis")
    MilestoneFactory(happened_on=DAY, communes=[real(district=other, ags="14998010", population=1_999), real()])
    by_district = report_on(Scope(DAY, district="14998")).results[Figure.ADVISED]
    assert (by_district.ags, by_district.count.total) == ({"14998010"}, 1)
    assert report_on(Scope(DAY, size="bis-2000")).results[Figure.ADVISED].ags == {"14998010"}


def test_the_page_says_number_share_definition_and_version(desk):
    MilestoneFactory(happened_on=DAY, communes=[real()])
    real()
    source = page(desk, "/berichte/", stichtag="2021-09-01")
    assert "50,0 %" in source
    assert "mindestens einmal beraten" in source
    assert "(Fassung 1)" in source
    assert "/berichte/beraten/?stichtag=2021-09-01" in source
    assert "© GeoBasis-DE / BKG 2017 (Daten verändert)" in source


def test_numbers_in_drawings_have_no_thousands_separator(desk):
    assert 'viewBox="0 0 1000 ' in page(desk, "/berichte/")


def test_a_key_date_that_is_none_is_refused_in_words(desk):
    assert "gültiges Datum" in page(desk, "/berichte/", stichtag="gestern")


def test_every_commune_and_district_of_the_register_has_a_shape():
    register = read_register()
    assert shapes().communes.keys() == register.communes.keys()
    assert shapes().districts.keys() == register.districts.keys()
    assert all(path.startswith("M") and path.endswith("z") for path in shapes().communes.values())


def test_excel_holds_real_numbers_and_says_what_they_mean(desk):
    MilestoneFactory(happened_on=DAY, communes=[real()])
    content = b"".join(get(desk, "/berichte/", stichtag="2021-09-01", als="excel").streaming_content)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]
    head = "\n".join(str(row[0]) for row in rows)
    assert "Stichtag: 01.09.2021" in head
    assert "(Definition, Fassung 1)" in head
    assert "Quelle: " in head
    assert ["Beratene Kommunen", "gesamt", None, 1, 1, 100, 1] in rows
    assert ["Beratene Kommunen", "Musterkreis", "14999", 1, 1, 100, 1] in rows


def test_the_pdf_is_accessible_and_says_what_the_figures_mean(desk):
    MilestoneFactory(happened_on=DAY, communes=[real()])
    answer = get(desk, "/berichte/", stichtag="2021-09-01", als="pdf")
    document = pikepdf.open(io.BytesIO(answer.content))
    text = " ".join(" ".join(page_text(each) for each in document.pages).split())
    assert "Bericht zum Stichtag 01.09.2021" in text
    assert "mindestens einmal beraten" in text
    assert "Fassung 1" in text
    assert "© GeoBasis-DE / BKG 2017 (Daten verändert)" in text
    assert b"pdfuaid:part" in answer.content
    assert document.Root.MarkInfo.Marked
    cells = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH"]
    assert findings(answer.content) == []
    assert {str(cell.A.Scope) for cell in cells} == {"/Row", "/Column"}, "each header says what it heads"
    assert text.count("Musterkreis") == 2, "in the bars and in the table"


def test_a_key_date_still_to_come_says_that_todays_entries_are_counted(desk):
    tomorrow, today = timezone.localdate() + timedelta(days=1), timezone.localdate()
    words = "gezählt ist, was heute dafür eingetragen ist"
    for address in ("/berichte/", "/berichte/beraten/"):
        assert words in page(desk, address, stichtag=f"{tomorrow}").lower(), address
        assert words not in page(desk, address, stichtag=f"{today}").lower(), address
    table = b"".join(get(desk, "/berichte/", stichtag=f"{tomorrow}", als="csv").streaming_content).decode()
    assert words in table


def test_the_list_behind_a_figure_says_definition_and_key_date(desk):
    MilestoneFactory(happened_on=DAY, communes=[real(name="Musterau")])
    address = "/berichte/beraten/"
    source = page(desk, address, stichtag="2021-09-01")
    assert "Musterau" in source
    assert "mindestens einmal beraten" in source
    assert "Stichtag: 01.09.2021" in source
    assert "Musterau" not in page(desk, address, stichtag="2021-08-31")
    assert get(desk, "/berichte/gibt-es-nicht/").status_code == 404


@pytest.mark.parametrize("address", ["/berichte/", "/berichte/beraten/", "/berichte/definitionen/"])
def test_a_coach_finds_no_reports(client, address):
    client.force_login(UserFactory(role=Role.COACH))
    assert client.get(address).status_code == 404


def test_visitors_see_todays_figures_and_no_lists(client):
    MilestoneFactory(happened_on=DAY, communes=[real()])
    source = page(client, "/")
    assert "Beratene Kommunen" in source
    assert "/berichte/" not in source


def test_the_number_of_queries_does_not_depend_on_the_communes():
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            report_on(Scope(DAY))
        return len(captured)

    for_none = queries()
    for number, commune in enumerate(CommuneFactory.create_batch(200, fictitious=False)):
        if number % 3 == 0:
            MilestoneFactory(happened_on=DAY, communes=[commune])
    assert queries() == for_none == 4
