"""What changed about the way to the signatory, as the page of the agreement and the team's page show it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from communes.models import OfficeHolder
from communes.office_holders.saving import change_address
from staff.actors import StaffActor
from staff.models import Role, User
from tests.e2e.inspector import Inspector
from tests.factories.ready_agreements import caseworker_of, ready_draft
from tests.factories.staff import SigningAuthorityFactory, UserFactory, WaitingAuthorityFactory

pytestmark = pytest.mark.usefixtures("live_server")


@pytest.mark.usefixtures("transactional_db")
def test_a_changed_address_and_a_right_that_waits(
    page: Page, inspector: Inspector, sign_in: Callable[[User], None]
) -> None:
    draft = ready_draft()
    caseworker = caseworker_of(draft.commune)
    holder = OfficeHolder.objects.get(commune=draft.commune)
    change_address(holder, "jemand@anderswo.example", actor=StaffActor(caseworker))
    head = SigningAuthorityFactory(user=UserFactory(role=Role.HEAD)).user
    WaitingAuthorityFactory()
    WaitingAuthorityFactory(granted_by=head)
    sign_in(head)
    page.goto(draft.get_absolute_url())
    page.get_by_role(
        "heading", name="Zuletzt geändert: wer für die Kommune unterzeichnet oder wie sie erreicht wird"
    ).wait_for()
    inspector.check("draft with a changed address")
    page.goto("/team/")
    page.get_by_role("heading", name="Warten auf Freigabe").wait_for()
    inspector.check("team with rights that wait")
