"""What every page of the portal must satisfy, no matter who wrote it."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import ConsoleMessage, Page

from tests.e2e import axe

PHONE, DESKTOP, NARROWEST = 390, 1366, 320
HEIGHT = 900
Scheme = Literal["light", "dark"]


@cache
def left_out() -> frozenset[str]:
    """KERN's classes whose looks the portal's bundles leave out, since no source names them."""
    whole, kept = settings.NODE_MODULES / "@kern-ux/native/dist/kern.css", finders.find("bundles/signing.css")
    classes = (set(re.findall(r"\.(kern-[\w-]+)", Path(sheet or "").read_text())) for sheet in (whole, kept))
    return frozenset(next(classes) - next(classes))


class Inspector:
    """Looks at a page as people with small screens, dark mode and screen readers meet it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.refused: list[str] = []
        self.broken: list[str] = []
        self.scheme: Scheme | None = None
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.broken.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.refused.append(message.text)

    def check(self, name: str = "") -> None:
        """Check the page that is open, as it is now: axe at 390 and 1366 px, light and dark, no overflow at 320."""
        name = name or self.page.url
        self._wait_until_whole()
        self._check_looks(name)
        self._look(name, PHONE, "light", axe.WCAG_2_2_AA)
        self._look(name, DESKTOP, "light", axe.ONCE_MORE)
        by_day = self._places()
        self._set(DESKTOP, "dark")
        # Whatever is not about colours hangs on the markup and on what is where.
        self._look(name, DESKTOP, "dark", axe.COLOURS if self._places() == by_day else axe.ONCE_MORE)
        self._set(NARROWEST, "light")
        self._check_overflow(f"{name} at {NARROWEST} px")
        self._set(DESKTOP, "light")
        assert self.refused == [], f"{name}: the content security policy refused something"
        assert self.broken == [], f"{name}: a script failed"

    def _look(self, name: str, width: int, scheme: Scheme, options: axe.Options) -> None:
        self._set(width, scheme)
        self._check_axe(f"{name} at {width} px, {scheme}", options)
        self._check_overflow(f"{name} at {width} px")

    def _wait_until_whole(self) -> None:
        """A page that has only begun to come has no style sheet and no letters yet."""
        self.page.wait_for_load_state("load")
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def _check_looks(self, name: str) -> None:
        """Every class of KERN's on the page has the look that KERN gives it."""
        classes = self.page.evaluate("[...document.querySelectorAll('[class*=kern-]')].flatMap(n => [...n.classList])")
        assert left_out() & set(classes) == set(), name

    def _set(self, width: int, scheme: Scheme) -> None:
        if self.page.viewport_size != {"width": width, "height": HEIGHT}:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
        if scheme != self.scheme:
            self.page.emulate_media(color_scheme=scheme)
            self.scheme = scheme

    def _places(self) -> str:
        """Where every element is, and whether it can be seen."""
        return str(
            self.page.evaluate(
                """() => JSON.stringify([...document.querySelectorAll('*')].map(node => [
                    node.checkVisibility({visibilityProperty: true, opacityProperty: true}),
                    node.getBoundingClientRect()]))"""
            )
        )

    def _check_axe(self, name: str, options: axe.Options) -> None:
        results = Axe(self._script_once()).run(self.page, options=options)
        assert results.violations_count == 0, f"{name}\n{results.generate_report()}"

    def _script_once(self) -> str:
        """The script of axe, half a megabyte; empty where this document has it already."""
        return "" if self.page.evaluate("window.axe !== undefined") else axe.SCRIPT

    def _check_overflow(self, name: str) -> None:
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{name}: {too_wide} px too wide ({self._widest()})"

    def _widest(self) -> str:
        """The elements that stick out, for anyone who has to find them."""
        return str(
            self.page.evaluate(
                """() => [...document.querySelectorAll('main *, header *, footer *')]
                    .filter(node => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                    .map(node => node.tagName.toLowerCase() + '.' + node.className).slice(-5).join(', ')"""
            )
        )
