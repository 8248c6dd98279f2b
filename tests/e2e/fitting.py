"""Whether a page fits every screen: narrow, landscape, wide, in large text, in forced colours, by keyboard."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

SIZES = ((320, 640), (390, 844), (844, 390), (1366, 900))
PHONE, LANDSCAPE, DESKTOP = (390, 844), (844, 390), (1366, 900)
LEAST_LABEL = 44  # CSS pixels: room for a finger
LARGE_TEXT = "200%"
LEAST_MARK = 16  # device pixels by which a chosen box differs from one that is not

FITTING = (Path(__file__).parent / "fitting.js").read_text()
FOCUSING = (Path(__file__).parent / "focusing.js").read_text()
# What is told on arrival stands where the page opens, whatever has the focus.
UNSEEN_STATUS = """() => [...document.querySelectorAll("main [role=status], main [role=alert]")]
    .filter((node) => node.innerText.trim() && node.checkVisibility())
    .filter((node) => { const box = node.getBoundingClientRect(); return box.bottom < 0 || box.top > innerHeight; })
    .map((node) => `not seen where the page opens: "${node.innerText.trim().slice(0, 60)}"`)"""


class Fitting:
    """Looks at the open page without loading it again; what is wrong is told all at once, in the end."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    def check(self, name: str) -> None:
        """Note all that is wrong with the page as it is now."""
        self.page.wait_for_load_state("load")
        self.page.evaluate("document.fonts.ready.then(() => true)")
        self.page.emulate_media(reduced_motion="reduce")
        self._note(name, self.page.evaluate(UNSEEN_STATUS))
        for width, height in SIZES:
            self._fits(f"{name} at {width} x {height}", (width, height))
        for size in (PHONE, LANDSCAPE):
            self.page.set_viewport_size({"width": size[0], "height": size[1]})
            self._note(f"{name} by keyboard at {size[0]} x {size[1]}", self.page.evaluate(FOCUSING))
        with self._large_text():
            self._fits(f"{name} in large text", PHONE)
        self._choices_show(name)
        self._set(DESKTOP)

    def _fits(self, name: str, size: tuple[int, int]) -> None:
        self._set(size)
        self._note(name, self.page.evaluate(FITTING, LEAST_LABEL))

    def _choices_show(self, name: str) -> None:
        """In forced colours a chosen radio or box looks other than one that is not."""
        self._set(PHONE)
        self.page.emulate_media(forced_colors="active")
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            for kind in ("radio", "checkbox"):
                control = self.page.locator(f"input[type={kind}]:visible:enabled").first
                if control.count() and not _differs(control):
                    self._note(name, [f"a chosen {kind} does not show in forced colours, {scheme}"])
        self.page.emulate_media(forced_colors="none", color_scheme="light")

    @contextmanager
    def _large_text(self) -> Iterator[None]:
        self.page.evaluate(f"document.documentElement.style.fontSize = '{LARGE_TEXT}'")
        yield
        self.page.evaluate("document.documentElement.style.removeProperty('font-size')")

    def _set(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def _note(self, name: str, faults: list[str]) -> None:
        self.faults += [f"{name}: {fault}" for fault in faults]


def _differs(control: Locator) -> bool:
    pictures = []
    was = control.is_checked()
    for state in (True, False):
        control.evaluate("(node, state) => { node.checked = state; node.blur(); }", state)
        pictures.append(Image.open(io.BytesIO(control.screenshot(animations="disabled"))).convert("L"))
    control.evaluate("(node, state) => { node.checked = state; }", was)
    difference = ImageChops.difference(*pictures)
    return sum(difference.point(lambda value: 1 if value > 64 else 0).histogram()[1:]) >= LEAST_MARK
