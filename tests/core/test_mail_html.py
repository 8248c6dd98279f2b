"""A mail's HTML and its plain twin: one template, the same words, nothing from afar."""

import math
import re

import pytest
from django.conf import settings

from core.mail_html import html_and_text, in_one_line
from core.mail_text import plain_text
from staff.models import Role, User

CSS = (settings.BASE_DIR / "templates" / "emails" / "mail.css").read_text()
KERN = (settings.NODE_MODULES / "@kern-ux" / "native" / "dist" / "kern.min.css").read_text()
BRAND = (settings.BASE_DIR / "static" / "core" / "brand.css").read_text()
LINK = "https://portal.example/unterzeichnen/link/" + "x" * 43 + "/"


def mail(template: str, **context: object) -> tuple[str, str]:
    frame = {
        "subject": "Betreff",
        "greeting": "Guten Tag,",
        "contact": None,
        "operator": "LPR",
        "portal_name": "Portal",
    }
    return html_and_text(template, {**frame, "demo": False, **context})


def hexadecimal(lightness: float, chroma: float, hue: float) -> str:
    """A colour of CSS Color 4's oklch() in sRGB, by the matrices of the specification."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long, middle, short = (
        (lightness + x * a + y * b) ** 3
        for x, y in ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.2914855480))
    )
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    encoded = (12.92 * x if x <= 0.0031308 else 1.055 * x ** (1 / 2.4) - 0.055 for x in linear)
    return "#" + "".join(f"{round(min(max(x, 0), 1) * 255):02x}" for x in encoded)


def colour(name: str) -> str:
    """What KERN or the brand calls ``name``; "brand surface" is a background of brand.css, in the dark."""
    if name in {"white", "black"}:
        return {"white": "#ffffff", "black": "#000000"}[name]
    if name.startswith("brand "):
        part = {"background": "default", "surface": "default-surface", "hued": "hued"}[name.removeprefix("brand ")]
        source, token = BRAND, f"--kern-color-layout-background-{part}"
    else:
        source, token = KERN, f"--kern-color-{name}"
    found = re.search(rf"{token}: oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", source)
    assert found, name
    lightness, chroma, hue = map(float, found.groups())
    return hexadecimal(lightness / 100, chroma, hue)


def test_every_colour_of_a_mail_is_the_one_it_is_named_after():
    named = re.findall(r"(#[0-9a-f]{6})[^;*]*/\* ([a-z0-9 -]+) \*/", CSS)
    assert len(named) == len(re.findall(r"#[0-9a-f]{3,6}\b", CSS)) > 30
    assert {name: value for value, name in named} == {name: colour(name) for _, name in named}
    assert len({name for _, name in named}) == len(set(named))


def test_what_people_typed_is_text_in_html_and_text():
    typed = '<b>"Müller" & Söhne</b>\nhttps://boese.example/\n- kein Punkt'
    question = {"text": typed, "answer": "a < b"}
    agreement = {"noun": "Vorvereinbarung", "reference": "LPR-2026-0001"}
    html, text = mail("answer", question=question, agreement=agreement, link="", until=None)
    assert (
        "&lt;b&gt;&quot;Müller&quot; &amp; Söhne&lt;/b&gt;" in html.replace('"', "&quot;")[html.index("Müller") - 60 :]
    )
    assert "<b>" not in html
    assert 'href="https://boese.example/' not in html
    assert '> <b>"Müller" & Söhne</b>\n> https://boese.example/\n> - kein Punkt\n' in text
    assert "\na < b\n" in text


def test_the_link_of_a_button_stands_alone_on_its_line():
    html, text = mail("password_reset", link=LINK, hours=4)
    assert f"\n{LINK}\n" in text
    assert text.count(LINK) == 1
    assert f'<a class="button-link" href="{LINK}"' in html


def test_nothing_comes_from_afar_and_nothing_is_counted():
    html, _text = mail("password_reset", link=LINK, hours=4)
    assert re.findall(r"<(img|link|script|iframe|object|video|audio|form|svg)\b", html) == []
    assert not re.search(r"url\(|@import|@font-face|\son\w+=", html)
    assert set(re.findall(r'(?:href|src)="([^"]*)"', html)) == {LINK}


def test_it_says_its_language_and_title_and_stands_without_the_head():
    html, _text = mail("password_reset", link=LINK, hours=4)
    assert re.search(r'<html lang="de"', html)
    assert "<title>Betreff</title>" in html
    assert html.count('role="presentation"') == html.count("<table")
    body = re.sub(r"<head>.*</head>", "", html, flags=re.DOTALL)
    for tag in ("h1", "p", 'a class="button-link"', 'td class="button-cell"', 'div class="sheet"'):
        assert re.search(rf"<{tag}[^>]* style=\"[^\"]+\"", body), tag
    assert "@media (prefers-color-scheme: dark)" in html


def test_a_mail_of_a_person_is_signed_with_name_role_and_numbers():
    person = User(first_name="Sabine", last_name="Muster & Co", email="s@lpr.example", phone="0351 555", role=Role.HEAD)
    person.office_hours = "Mo–Do 9–15 Uhr"
    html, text = mail(
        "withdrawn",
        contact=person,
        agreement={"noun": "Vorvereinbarung", "reference": "LPR", "commune": {"full_name": "Stadt"}},
    )
    assert text.split("Mit freundlichen Grüßen\n")[1].splitlines()[:4] == [
        "Sabine Muster & Co",
        "Leitung, LPR",
        "Telefon 0351 555, Mo–Do 9–15 Uhr",
        "s@lpr.example",
    ]
    assert "Sabine Muster &amp; Co" in html
    assert 'href="tel:0351555"' in html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>eins<br>zwei</p><p> drei\n vier </p>", "eins\nzwei\n\ndrei vier\n"),
        ("<p>vor:</p><ol><li>a</li><li>b</li></ol><ul><li>c</li></ul>", "vor:\n\n1. a\n2. b\n\n- c\n"),
        (
            "<dl><div><dt>Frist</dt><dd>morgen</dd></div><div><dt>Ort</dt><dd>hier</dd></div></dl>",
            "Frist: morgen\nOrt: hier\n",
        ),
        ('<p><a href="mailto:a@b.example">a@b.example</a>, <a href="tel:1">1</a></p>', "a@b.example, 1\n"),
        ('<p>Hier <a href="https://a.example/">prüfen</a></p>', "Hier prüfen:\nhttps://a.example/\n"),
        ('<p><a href="https://a.example/">https://a.example/</a></p>', "https://a.example/\n"),
        ('<p>a<span class="x html-only">b<br>c</span>d</p>', "ad\n"),
        ("<blockquote><p>a</p><p>b</p></blockquote><p>c</p>", "> a\n\n> b\n\nc\n"),
        ("<p>&lt;p&gt;&nbsp;&amp;</p>", "<p> &\n"),
        ('<p>a</p><div class="foot"><p>b</p></div>', "a\n\n--\nb\n"),
    ],
)
def test_the_plain_twin_of(html, text):
    assert plain_text(html) == text


def test_references_numbers_and_mail_stay_on_one_line():
    html = in_one_line('<a title="E-Mail" href="mailto:a@b.example">E-Mail zu LPR-2026-0001</a> &lt;0351 555 0100')
    assert html == (
        '<a title="E-Mail" href="mailto:a@b.example"><span class="nowrap">E-Mail</span> zu '
        '<span class="nowrap">LPR-2026-0001</span></a> &lt;<span class="nowrap">0351 555 0100</span>'
    )


def test_html_that_text_cannot_say_is_refused():
    with pytest.raises(ValueError, match="<img>"):
        plain_text("<p><img></p>")
