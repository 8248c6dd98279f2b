"""Every page of the mayor's way, one after the other, in a browser."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from agreements.drafting.issuing import issue
from agreements.models import PreAgreement
from agreements.transitions.pre_agreement import withdraw
from staff.actors import StaffActor
from tests.factories.qualified import trusted_provider
from tests.factories.ready_agreements import caseworker_of, issued_with

Newest = Callable[[], str]
WRONG_CODES = ("000000", "111111")


def public_pages(page: Page) -> Iterator[str]:
    """Open the pages for everybody; yields the name of each when it is open."""
    for name, path in {
        "start": "/",
        "sign-in": "/anmelden/",
        "verify": "/pruefen/",
        "verify-unknown-code": "/pruefen/?code=AAAA-AAAA-AAAA",
        "imprint": "/impressum/",
        "privacy": "/datenschutz/",
        "accessibility": "/barrierefreiheit/",
        "not-found": "/gibt-es-nicht/",
        "unknown-link": "/unterzeichnen/link/verstuemmelt/",
        "lost-link": "/unterzeichnen/link-verloren/",
        "lost-link-asked": "/unterzeichnen/link-verloren/unterwegs/",
        "not-sent": "/unterzeichnen/nicht-gesendet/",
        "no-link-open": "/unterzeichnen/",
        "start-unknown-commune": "/?gemeinde=Gibtesnicht",
    }.items():
        page.goto(path)
        yield name


def steps(page: Page, check_code: str, newest_link: Newest, newest_code: Newest) -> Iterator[str]:
    """Go from the link in the mail to the receipt; yields the name of each page when it is open."""
    page.goto(newest_link())
    yield "code-not-asked-for"
    _send(page, "/code/anfordern/")
    yield "code-asked-for"
    code = newest_code()
    page.reload()
    yield "code-sent"
    _give_code(page, next(wrong for wrong in WRONG_CODES if wrong != code))
    yield "code-wrong"
    _give_code(page, code)
    page.wait_for_url("**/lesen/")
    yield "reading"
    yield from _from_the_reading_page(page)
    yield from _to_the_receipt(page)
    page.goto(f"/pruefen/?code={check_code}")
    yield "verify-known-code"
    page.goto(f"/p/{check_code}/")
    yield "verify-shared"


def other_ways(page: Page, newest_link: Newest, newest_code: Newest) -> Iterator[str]:
    """Go to the pages that another way of signing has, and to those that stand in the way; yields each page's name."""
    for name, template in {"by-phone": {"code_channel": "phone"}, "by-letter": {"code_channel": "letter"}}.items():
        issued_with(**template)
        page.goto(newest_link())
        yield f"code-{name}"
    with trusted_provider():
        for level, pages in {"paper": {}, "qualified": {"upload": "hochladen"}}.items():
            issued_with(signature_level=level, code_channel="mail")
            page.goto(newest_link())
            _send(page, "/code/anfordern/")
            _give_code(page, newest_code())
            page.wait_for_url("**/lesen/")
            yield f"reading-{level}"
            for name, path in pages.items():
                page.goto(f"/unterzeichnen/{path}/")
                yield f"{level}-{name}"
    yield from _in_the_way(page, newest_link, newest_code)


def _in_the_way(page: Page, newest_link: Newest, newest_code: Newest) -> Iterator[str]:
    agreement = issued_with(signature_level="advanced", code_channel="mail")
    actor = StaffActor(caseworker_of(agreement.commune))
    first = newest_link()
    page.goto(first)
    _send(page, "/code/anfordern/")
    _give_code(page, newest_code())
    page.wait_for_url("**/lesen/")
    page.goto("/unterzeichnen/aenderung/")
    page.locator("main textarea").fill("Bitte eine andere Ansprechperson.")
    _send(page, "/aenderung/")
    page.goto("/unterzeichnen/")
    yield "change-requested"
    PreAgreement.objects.filter(pk=agreement.pk).update(contact_name="Nora Neumuster")
    agreement.refresh_from_db()
    issue(agreement, actor=actor, revision=agreement.revision)
    page.goto(first)
    yield "superseded"
    page.goto(newest_link())
    _send(page, "/code/anfordern/")
    _give_code(page, newest_code())
    page.wait_for_url("**/aenderungen/")
    yield "changed"
    agreement.refresh_from_db()
    withdraw(agreement, actor=actor, reason="Versehen")
    page.goto("/unterzeichnen/")
    yield "withdrawn"


def _from_the_reading_page(page: Page) -> Iterator[str]:
    for name, path in {"exact-page": "seiten/1", "at-computer": "am-computer"}.items():
        page.goto(f"/unterzeichnen/{path}/")
        yield name
    for name, path in {"question": "frage", "change": "aenderung", "refusal": "ablehnen"}.items():
        page.goto(f"/unterzeichnen/{path}/")
        yield name
        _send(page, f"/{path}/")
        yield f"{name}-without-words"


def _to_the_receipt(page: Page) -> Iterator[str]:
    page.goto("/unterzeichnen/unterschrift/")
    page.locator("input[name=typed_name]").fill("")
    _send(page, "/unterschrift/")
    yield "signature-without-a-name"
    page.locator("input[name=typed_name]").fill("Erika Musterfrau")
    yield "signature"
    _send(page, "/unterschrift/")
    page.wait_for_url("**/pruefen/")
    yield "preview"
    _send(page, "/pruefen/")
    yield "preview-without-consent"
    page.goto("/unterzeichnen/vorschau/")
    yield "preview-whole-page"
    page.goto("/unterzeichnen/pruefen/")
    page.locator("main input[type=checkbox]").check()
    _send(page, "/pruefen/")
    page.wait_for_url("**/beleg/")
    yield "receipt"
    for name, path in {"receipt-reading": "lesen", "receipt-copy": "kopie"}.items():
        page.goto(f"/unterzeichnen/beleg/{path}/")
        yield name


def _give_code(page: Page, code: str) -> None:
    page.locator("[autocomplete=one-time-code]").fill(code)
    _send(page, "/unterzeichnen/code/")


def _send(page: Page, action: str) -> None:
    """Send the form that goes to ``action``, whatever its button is called."""
    form = page.locator(f"main form[action$='{action}'], main form[method=post]:not([action])").last
    with page.expect_navigation():
        form.locator("[type=submit]").first.click()
