"""Reports and definitions: with facts, without, narrowed, and after refused forms."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from staff.models import Role
from tests.e2e.inspector import Inspector
from tests.e2e.test_desk_accessibility import SignIn, look_at
from tests.factories.communes import CommuneFactory, DistrictFactory
from tests.factories.facts import MilestoneFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.usefixtures("live_server")


@pytest.fixture
def facts(transactional_db: None) -> None:
    long = DistrictFactory(key="14998", name="Sächsische Schweiz-Osterzgebirge", fictitious=False)
    far = CommuneFactory(name="Großbeispiel-Kleinmusterdorf", district=long, ags="14998010", fictitious=False)
    unbroken = DistrictFactory(key="14521", name="Erzgebirgskreis", fictitious=False)
    CommuneFactory(district=unbroken, ags="14521010", fictitious=False)
    MilestoneFactory(happened_on=date(2021, 9, 1), communes=[far, CommuneFactory(fictitious=False)])


def test_a_report_without_facts(page: Page, inspector: Inspector, sign_in: SignIn) -> None:
    sign_in(UserFactory())
    look_at(page, inspector, "/berichte/", "/berichte/kpr/")


def test_a_report_with_facts_and_the_lists_behind_it(
    page: Page, inspector: Inspector, sign_in: SignIn, facts: None
) -> None:
    sign_in(UserFactory())
    look_at(
        page,
        inspector,
        "/berichte/?stichtag=2021-09-01&kennzahl=advised",
        "/berichte/?stichtag=2021-09-01&landkreis=14998&groesse=bis-20000",
        "/berichte/?stichtag=gestern",
        "/berichte/beraten/?stichtag=2021-09-01",
        "/berichte/kooperationsvereinbarung/?stichtag=2021-09-01",
    )


def test_a_figure_leads_to_as_many_communes(page: Page, sign_in: SignIn, facts: None) -> None:
    sign_in(UserFactory())
    page.goto("/berichte/?stichtag=2021-09-01")
    page.get_by_role("link", name="2 Kommunen anzeigen: Beratene Kommunen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beratene Kommunen am 01.09.2021")
    expect(page.get_by_role("status")).to_have_text("2 Kommunen")


def test_definitions_and_a_new_version(page: Page, inspector: Inspector, sign_in: SignIn) -> None:
    sign_in(UserFactory(role=Role.ADMIN))
    look_at(page, inspector, "/berichte/definitionen/", "/berichte/definitionen/kpr/neu/")
    page.get_by_label("Definition").fill("")
    page.get_by_role("button", name="Fassung veröffentlichen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("definition with errors")


def test_the_start_page_with_figures(page: Page, inspector: Inspector, facts: None) -> None:
    look_at(page, inspector, "/")
