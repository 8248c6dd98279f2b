"""The caseworker's pages: empty, filled, with long names and after refused forms."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.models import PreAgreement
from staff.models import User
from tests.e2e.inspector import Inspector
from tests.factories.coaching import EngagementFactory, InForceFactory
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import SigningAuthorityFactory, SubstitutionFactory, UserFactory, WaitingAuthorityFactory

pytestmark = pytest.mark.usefixtures("live_server")

SignIn = Callable[[User], None]


@pytest.fixture
def draft(transactional_db: None, sign_in: SignIn) -> PreAgreement:
    """A complete draft; its caseworker is signed in."""
    draft = ready_draft()
    sign_in(caseworker_of(draft.commune))
    return draft


def look_at(page: Page, inspector: Inspector, *paths: str) -> None:
    for path in paths:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        inspector.check(path)


def test_an_empty_desk(page: Page, inspector: Inspector, sign_in: SignIn) -> None:
    sign_in(UserFactory())
    look_at(page, inspector, "/arbeit/", "/kommunen/", "/vereinbarungen/")


def test_a_filled_desk(page: Page, inspector: Inspector, draft: PreAgreement, sign_in: SignIn) -> None:
    substitute = SubstitutionFactory(absent=caseworker_of(draft.commune), valid_from=timezone.localdate()).substitute
    agreement = InForceFactory(commune__name="Großbeispiel-Kleinmusterdorf am Vorlagenbach")
    EngagementFactory(agreement=agreement, planned_from=timezone.localdate() - timedelta(days=3))
    page.goto(draft.commune.get_absolute_url())
    page.goto(agreement.get_absolute_url())
    issued(ready_draft(commune=CommuneFactory(name="Rechenberg-Bienenmühle an der Freiberger Mulde")))
    look_at(
        page,
        inspector,
        "/arbeit/",
        "/arbeit/?sicht=wartet",
        "/kommunen/",
        "/kommunen/?q=gibt-es-nicht",
        "/vereinbarungen/",
    )
    sign_in(substitute)
    look_at(page, inspector, "/arbeit/")


def test_a_commune_whose_people_have_long_names(page: Page, inspector: Inspector, draft: PreAgreement) -> None:
    OfficeHolderFactory(
        commune=draft.commune,
        office="deputy",
        deputy_rank=1,
        first_name="Maximiliane-Friederike",
        last_name="von und zu Hohenstein-Wermsdorf-Oberlungwitz",
        email="erste.stellvertretung.der.oberbuergermeisterin@stadtverwaltung.musterstadt.example",
        valid_from=date(2023, 1, 1),
    )
    look_at(page, inspector, draft.commune.get_absolute_url())


def test_a_draft_and_its_form(page: Page, inspector: Inspector, draft: PreAgreement) -> None:
    look_at(page, inspector, draft.get_absolute_url(), f"{draft.get_absolute_url()}bearbeiten/")


def test_what_is_missing_is_named(page: Page, inspector: Inspector, draft: PreAgreement) -> None:
    draft.topics.clear()
    page.goto(draft.get_absolute_url())
    expect(page.get_by_role("region", name="Was fehlt noch?")).to_be_visible()
    expect(page.get_by_role("button", name="Zur Unterschrift senden")).to_be_disabled()
    inspector.check("incomplete draft")


def test_an_agreement_on_its_way_and_its_withdrawal(page: Page, inspector: Inspector, draft: PreAgreement) -> None:
    issued(draft)
    look_at(page, inspector, draft.get_absolute_url(), f"{draft.get_absolute_url()}zurueckziehen/")
    page.get_by_role("button", name="Zurückziehen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("withdrawal without a reason")


def test_the_form_for_office_holders(page: Page, inspector: Inspector, draft: PreAgreement) -> None:
    look_at(page, inspector, f"{draft.commune.get_absolute_url()}amtspersonen/neu/")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("office holder with errors")


def test_the_team_and_ones_account(page: Page, inspector: Inspector, draft: PreAgreement, sign_in: SignIn) -> None:
    absent = caseworker_of(draft.commune)
    tomorrow = timezone.localdate() + timedelta(days=1)
    SubstitutionFactory(absent=absent, valid_until=timezone.localdate())
    SubstitutionFactory(absent=absent, valid_from=tomorrow)
    SigningAuthorityFactory(valid_until=timezone.localdate() - timedelta(days=1))
    head = UserFactory(role="head", first_name="Maximiliane-Friederike", last_name="von Hohenstein-Wermsdorf")
    WaitingAuthorityFactory()
    WaitingAuthorityFactory(granted_by=head)
    sign_in(head)
    look_at(
        page,
        inspector,
        "/team/",
        f"/team/landkreise/{draft.commune.district_id}/uebergeben/",
        "/team/vertretungen/neu/",
        "/konto/",
    )


def test_what_a_substitute_sees(page: Page, inspector: Inspector, draft: PreAgreement, sign_in: SignIn) -> None:
    sign_in(SubstitutionFactory(absent=caseworker_of(draft.commune)).substitute)
    look_at(page, inspector, "/arbeit/", draft.commune.get_absolute_url(), draft.get_absolute_url())
