"""Back and reload on every step of the mayor's way: they show a page and never ask to send a form once more."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.inspector import Inspector
from tests.e2e.pad import IN_THE_DOCUMENT, last_tap, take_over
from tests.factories.ready_agreements import issued

pytestmark = pytest.mark.usefixtures("live_server", "timestamp_authority")

Newest = Callable[[], str]


class Walk:
    """Knows each form that ``page`` sends."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[str] = []
        page.on("request", self._listen)

    def _listen(self, request: Request) -> None:
        if request.is_navigation_request() and request.method == "POST":
            self.sent.append(request.url)

    def comes_and_goes(self, heading: str, *, focused: bool = False) -> None:
        """Reload, then Back and Forward: the page of ``heading`` is there again, and nothing was sent."""
        before = list(self.sent)
        self._shows(heading, focused=focused)
        self.page.reload()
        self._shows(heading, focused=focused)
        self.page.go_back()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        self.page.go_forward()
        self._shows(heading, focused=focused)
        assert self.sent == before

    def _shows(self, heading: str, *, focused: bool) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        if focused:
            expect(self.page.get_by_role("alert")).to_be_focused()


def test_back_and_reload_on_every_step(
    page: Page, inspector: Inspector, transactional_db: None, newest_link: Newest, newest_code: Newest
) -> None:
    issued()
    page.goto("/unterzeichnen/link-verloren/")
    page.goto(newest_link())
    walk = Walk(page)
    press = lambda name: page.get_by_role("button", name=name, exact=True).click()  # noqa: E731 - read where it is used
    press("Code anfordern")
    walk.comes_and_goes("Code eingeben")
    for typed in ("12", "000000" if newest_code() != "000000" else "111111"):
        page.get_by_label("Code", exact=True).fill(typed)
        press("Code prüfen")
        walk.comes_and_goes("Code eingeben", focused=True)
    inspector.check("a wrong code")
    code = newest_code()
    page.get_by_label("Code", exact=True).fill(f"{code[:3]} {code[3:]}")
    press("Code prüfen")
    walk.comes_and_goes("Vereinbarung lesen")
    page.get_by_role("link", name="Eine Frage stellen").click()
    press("Frage senden")
    walk.comes_and_goes("Eine Frage stellen", focused=True)
    page.goto("/unterzeichnen/lesen/")
    page.get_by_role("link", name="Weiter zur Unterschrift").click()
    walk.comes_and_goes("Ihre Unterschrift")
    page.get_by_label("Ihr Vor- und Nachname").fill("")
    page.get_by_role("main").get_by_role("button", name="Unterschrift übernehmen", exact=True).first.click()
    walk.comes_and_goes("Ihre Unterschrift", focused=True)
    page.get_by_label("Ihr Vor- und Nachname").fill("Erika Musterfrau")
    take_over(page)
    walk.comes_and_goes(IN_THE_DOCUMENT)
    press("Vereinbarung unterzeichnen")
    walk.comes_and_goes(IN_THE_DOCUMENT)
    last_tap(page)
    walk.comes_and_goes("Vielen Dank, Sie haben unterzeichnet")
