"""Django's admin in the portal's colours: nothing for axe to find, on the phone and at the desk."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from staff.models import Role, User
from tests.e2e import axe
from tests.e2e.inspector import DESKTOP, HEIGHT, NARROWEST, PHONE, Inspector
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory
from tests.factories.ready_agreements import published_template
from tests.factories.staff import SigningAuthorityFactory, SubstitutionFactory, UserFactory

pytestmark = pytest.mark.usefixtures("live_server")

SignIn = Callable[[User], None]


def look_at(page: Page, inspector: Inspector, *paths: str) -> None:
    """Axe, the content policy, scripts, and no overflow at 320 px; tables scroll in their own box."""
    for path in paths:
        for width in (PHONE, DESKTOP):
            for scheme in ("light", "dark") if width == DESKTOP else ("light",):
                page.set_viewport_size({"width": width, "height": HEIGHT})
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                # Loaded again: the admin's links change their colour slowly.
                answer = page.goto(path)
                assert answer is not None
                assert answer.status == 200, path
                assert (inspector.refused, inspector.broken) == ([], []), path
                results = Axe(axe.SCRIPT).run(page, options=axe.WCAG_2_2_AA)
                assert results.violations_count == 0, f"{path} at {width}, {scheme}\n{results.generate_report()}"
                # Axe itself tries styles on the admin's fields, which the policy refuses.
                inspector.refused.clear()
        page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{path}: {too_wide} px too wide at {NARROWEST} px"


def test_what_the_administration_sees(page: Page, inspector: Inspector, sign_in: SignIn) -> None:
    holder = OfficeHolderFactory()
    CommuneFactory.create_batch(3)
    ResponsibilityFactory(district=holder.commune.district)
    authority = SigningAuthorityFactory()
    SubstitutionFactory()
    edition = published_template()
    sign_in(UserFactory(role=Role.ADMIN))
    look_at(
        page,
        inspector,
        "/verwaltung/",
        "/verwaltung/communes/commune/",
        f"/verwaltung/communes/commune/{holder.commune_id}/change/",
        "/verwaltung/communes/officeholder/",
        f"/verwaltung/communes/officeholder/{holder.pk}/change/",
        f"/verwaltung/staff/user/{authority.user_id}/change/",
        f"/verwaltung/agreements/templateversion/{edition.pk}/change/",
    )


def test_what_a_caseworker_sees(page: Page, inspector: Inspector, sign_in: SignIn) -> None:
    holder = OfficeHolderFactory()
    sign_in(ResponsibilityFactory(district=holder.commune.district).user)
    look_at(
        page,
        inspector,
        "/verwaltung/",
        f"/verwaltung/communes/commune/{holder.commune_id}/change/",
        f"/verwaltung/communes/officeholder/{holder.pk}/change/",
    )
