"""What looks at pages in every size finds what is wrong, each fault on a page made for it."""

import pytest
from playwright.sync_api import Page

from tests.e2e.fitting import Fitting

STYLE = "html { font: 16px/1.5 sans-serif } body { margin: 0 } * { box-sizing: border-box }"
DOT = "input { appearance: none; width: 20px; height: 20px; border: 1px solid } input:checked { background: #000 }"
BAR = "position: fixed; inset: auto 0 0; height: 100%; background: #fff"


def faults(page: Page, body: str) -> str:
    page.set_content(f"<!DOCTYPE html><html lang='de'><style>{STYLE}</style><body><main>{body}</main></body></html>")
    fitting = Fitting(page)
    fitting.check("page")
    return "\n".join(fitting.faults)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p style='width: 330px'>breit</p>", "page at 320 x 640: 10 px too wide: p"),
        ("<p style='width: 13rem'>groß</p>", "page in large text: "),
        ("<p style='width: 40px; overflow: hidden; white-space: nowrap'>abgeschnitten</p>", "text cut off in p"),
        ("<p style='height: 10px; overflow: hidden'>abgeschnitten</p>", "text cut off in p"),
        ("<p style='transform: translateX(-90px)'>hinaus</p>", "text beyond the screen: p"),
        ("<input type='radio' id='a'><label for='a' style='display: block'>klein</label>", "label of only 24 px"),
        (
            f"<p><a href='#'>verdeckt</a></p><div style='{BAR}'>Leiste</div><p style='height: 99vh'></p>",
            "focus hidden at",
        ),
        ("<a href='#' style='outline: none'>ohne Rahmen</a>", "focus does not show: a"),
        (
            f"<style>{DOT}</style><input type='radio'>",
            "a chosen radio does not show in forced colours, light",
        ),
        (
            "<p style='height: 3000px'></p><p role='alert'>Nicht gesendet.</p>",
            'page: not seen where the page opens: "Nicht gesendet."',
        ),
    ],
)
def test_a_fault_is_found(page: Page, body: str, told: str) -> None:
    assert told in faults(page, body)


def test_a_page_that_fits_has_none(page: Page) -> None:
    body = (
        "<h1>Titel</h1><p role='status'>Gesendet.</p><a href='#'>Weiter</a>"
        "<div style='overflow: auto'><p style='width: 900px'>eine Tabelle</p></div>"
        "<input type='radio' id='a'><label for='a' style='display: block; padding: 10px 0'>groß genug</label>"
    )
    assert faults(page, body) == ""
