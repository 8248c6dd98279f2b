"""Every page of the mayor's way, one after the other, in a browser."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

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
