"""The inspector finds what it is there for, however it saves time."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e import axe
from tests.e2e.inspector import Inspector

PAGE = """<!doctype html><html lang="de"><head><title>Probe</title><meta name="viewport" content="width=device-width">
<style>body {{ background: #fff; color: #000 }} {style}</style></head><body><main>{body}</main></body></html>"""
AT_NIGHT = "@media (prefers-color-scheme: dark) {{ {} }}"
COLOURS = [
    "rgb(12, 34, 56)",
    "rgba(12, 34, 56, 0.5)",
    "color(srgb 0.1 0.2 0.3 / 0.4)",
    "oklch(0.7 0.1 200)",
    "color(display-p3 0 1 0)",
    "hsl(120deg 100% 25%)",
]
READ = """colours => colours.map(css => {
    const { red, green, blue, r, g, b, alpha } = new axe.commons.color.Color().parseString(css);
    return [red, green, blue, r, g, b, alpha].map(Number);
})"""


FAULTS = [
    ("p { color: #999 }", "<p>Zu blass</p>", "at 390 px, light[^§]*color-contrast"),
    ("@media (min-width: 800px) { p { color: #999 } }", "<p>Blass</p>", "at 1366 px, light[^§]*color-contrast"),
    (AT_NIGHT.format("p { color: #999 }"), "<p>Nachts zu blass</p>", "at 1366 px, dark[^§]*color-contrast"),
    ("img { display: none }" + AT_NIGHT.format("img { display: block }"), "<img>", "1366 px, dark[^§]*image-alt"),
    ("p { width: 330px }", "<p>Zu breit</p>", "at 320 px: .* px too wide"),
]


def test_it_finds_a_fault_wherever_it_shows_and_else_none(page: Page, inspector: Inspector) -> None:
    for style, body, found in FAULTS:
        page.set_content(PAGE.format(style=style, body=body))
        with pytest.raises(AssertionError, match=found):
            inspector.check("Probe")
    page.set_content(PAGE.format(style=AT_NIGHT.format("p { color: #333 }"), body="<p>Gut</p>"))
    inspector.check("Probe")


def test_a_colour_that_is_remembered_is_the_one_that_was_read(page: Page) -> None:
    page.set_content(PAGE.format(style="", body=""))
    page.evaluate(AXE_SCRIPT)
    alone = page.evaluate(READ, COLOURS)
    page.evaluate(axe.READ_COLOURS_ONCE)
    assert page.evaluate(READ, [*COLOURS, *COLOURS]) == [*alone, *alone]
    assert len({tuple(colour) for colour in alone}) == len(COLOURS)
