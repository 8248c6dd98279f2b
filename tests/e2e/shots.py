"""Pictures of pages for README and handbook: small files, and the mayor's way as one strip."""

from base64 import b64encode
from email.message import EmailMessage
from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

LETTERS = Path(__file__).parents[2] / "var" / "built" / "letters"
SCREEN = {"width": 390, "height": 900}
STRIP = """
  * { box-sizing: border-box; margin: 0 }
  main { display: flex; gap: 40px; width: max-content; padding: 40px; background: #e9ebf2; font-family: "Fira Sans" }
  figure { display: flex; flex-direction: column; gap: 24px; width: 390px }
  figcaption { color: #131525; font-size: 40px; font-weight: 600; line-height: 48px }
  img { display: block; width: 390px; height: 900px; border: 1px solid #9ca1bf; border-radius: 20px }
"""
INBOX = """
  .inbox { padding: 12px 24px; background: #fff; color: #131525; font: 15px/22px "Fira Sans" }
  .inbox p { margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
  .inbox p:first-child { font-size: 16px; font-weight: 600 }
"""


def shoot(page: Page, path: Path, *, full_page: bool = False) -> None:
    """Take a picture of ``page`` and store it at ``path``."""
    _store(page.screenshot(full_page=full_page, animations="disabled"), path)


def _store(picture: bytes, path: Path) -> None:
    """Without loss, and still a third of what Chromium writes."""
    with Image.open(BytesIO(picture)) as opened:
        opened.convert("RGB").save(path, "WEBP", lossless=True, quality=100, method=6)


class Strip:
    """The screens of a way, in the order in which they were seen."""

    def __init__(self) -> None:
        self._screens: list[tuple[str, bytes]] = []

    def add(self, step: str, page: Page) -> None:
        """Add what ``page`` shows, under the name of the ``step``."""
        self._screens.append((step, page.screenshot(animations="disabled", scale="css")))

    def add_mail(self, step: str, page: Page, message: EmailMessage) -> None:
        """Add ``message`` as a mail program shows it that has the typeface the mail asks for first."""
        html = message.get_body(("html",))
        assert html
        page.set_content(html.get_content())
        page.add_style_tag(content=_letters() + INBOX)
        head = f'<div class="inbox"><p>{escape(_sender(message))}</p><p>{escape(message["Subject"])}</p></div>'
        page.evaluate("(head) => document.body.insertAdjacentHTML('afterbegin', head)", head)
        page.evaluate("document.fonts.ready")
        self.add(step, page)

    def compose(self, browser: Browser, path: Path) -> None:
        """Store all screens side by side, numbered and named, as one picture."""
        figures = "".join(
            f'<figure><figcaption>{number} {step}</figcaption><img src="{_data("image/png", screen)}"></figure>'
            for number, (step, screen) in enumerate(self._screens, start=1)
        )
        page = browser.new_page(viewport=SCREEN)
        page.set_content(f"<!doctype html><style>{_letters()}{STRIP}</style><main>{figures}</main>")
        page.evaluate("document.fonts.ready")
        _store(page.locator("main").screenshot(), path)
        page.close()


def _sender(message: EmailMessage) -> str:
    return str(message["From"].addresses[0].display_name)


def _letters() -> str:
    """The portal's typeface, for pages that no server gives out."""
    return "".join(
        f'@font-face {{ font-family: "Fira Sans"; font-weight: {weight};'
        f' src: url("{_data("font/woff2", (LETTERS / f"fira-sans-latin-{weight}-normal.woff2").read_bytes())}") }}'
        for weight in (400, 500, 600)
    )


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"
