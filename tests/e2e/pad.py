"""The last two steps of the mayor's way: drawing as a hand does or typing, looking at it, and the last tap."""

from playwright.sync_api import Locator, Page, expect

STROKE = [(0.1, 0.7), (0.2, 0.2), (0.3, 0.8), (0.45, 0.3), (0.6, 0.7), (0.85, 0.4)]
IN_THE_DOCUMENT = "So steht Ihre Unterschrift im Dokument"


def pad_of(page: Page) -> Locator:
    return page.get_by_role("img", name="Feld für Ihre Unterschrift")


def sheet_of(page: Page) -> Locator:
    """The sheet over the page, where it is open."""
    return page.locator("dialog[open]")


def choose_drawing(page: Page) -> None:
    """Open the sheet."""
    page.get_by_role("button", name="Mit Finger, Stift oder Maus zeichnen").click()
    expect(sheet_of(page)).to_be_visible()


def take_over(page: Page) -> None:
    """From the signature to the page that shows it in the document."""
    (sheet_of(page) if sheet_of(page).count() else page.get_by_role("main")).get_by_role(
        "button", name="Unterschrift übernehmen", exact=True
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(IN_THE_DOCUMENT)


def agree(page: Page) -> None:
    page.get_by_label("Ich habe die Vereinbarung gelesen").check()


def last_tap(page: Page) -> None:
    """Agree and sign."""
    agree(page)
    page.get_by_role("button", name="Vereinbarung unterzeichnen").click()


def draw(page: Page, points: list[tuple[float, float]] | None = None) -> None:
    """One stroke across the pad, or through ``points``, in parts of its width and height."""
    box = pad_of(page).bounding_box()
    assert box
    way = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points or STROKE]
    page.mouse.move(*way[0])
    page.mouse.down()
    for x, y in way[1:]:
        page.mouse.move(x, y, steps=5)
    page.mouse.up()


def strokes(page: Page) -> str:
    """What the form would send."""
    return page.locator("[name=strokes]").input_value()


def ink(page: Page, where: str = "canvas") -> int:
    """How many pixels are inked: of the pad, or of the ``picture`` of it beside the form."""
    return int(
        page.evaluate(
            """(where) => {
                const pad = document.querySelector(`[data-signature-${where}]`);
                const { data } = pad.getContext('2d').getImageData(0, 0, pad.width, pad.height);
                return data.filter((value, index) => index % 4 === 3 && value > 0).length;
            }""",
            where,
        )
    )
