"""Drawing on the signature pad as a hand does, and looking at what is on it."""

from playwright.sync_api import Locator, Page

STROKE = [(0.1, 0.7), (0.2, 0.2), (0.3, 0.8), (0.45, 0.3), (0.6, 0.7), (0.85, 0.4)]


def pad_of(page: Page) -> Locator:
    return page.get_by_role("img", name="Feld für Ihre Unterschrift")


def draw(page: Page) -> None:
    """One stroke across the pad."""
    pad = pad_of(page)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in STROKE]
    page.mouse.move(*points[0])
    page.mouse.down()
    for x, y in points[1:]:
        page.mouse.move(x, y, steps=5)
    page.mouse.up()


def strokes(page: Page) -> str:
    """What the form would send."""
    return page.locator("[name=strokes]").input_value()


def ink(page: Page) -> int:
    """How many pixels of the pad are inked."""
    return int(
        page.evaluate(
            """() => {
                const pad = document.querySelector('[data-signature-canvas]');
                const { data } = pad.getContext('2d').getImageData(0, 0, pad.width, pad.height);
                return data.filter((value, index) => index % 4 === 3 && value > 0).length;
            }"""
        )
    )
