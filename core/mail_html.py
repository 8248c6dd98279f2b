"""A mail as HTML, made of one template: styles inline, since many mail programs read no others, and none from afar."""

import re
from typing import Any

import css_inline
from django.template.loader import render_to_string

from core.kept_together import keep_together
from core.mail_text import plain_text

# What depends on the screen (dark, wide) stays in the head; programs that drop it show the light, narrow mail.
_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
_MARKUP = re.compile(r"(<!--.*?-->|<(?:style|title)>.*?</(?:style|title)>|<[^>]*>)", re.DOTALL)
_NUMBERS = re.compile(
    r"\b[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*-\d[A-Z0-9]*\b"  # a reference
    r"|\b[A-Z0-9]{4}(?:-[A-Z0-9]{4}){2}\b"  # a code to check a version
    r"|(?:\+|\b0)\d[\d /()–-]{4,}\d"  # a telephone number
)


def html_and_text(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Render ``templates/emails/<template>.html``. Returns the HTML for mail programs and its plain twin."""
    html = in_one_line(render_to_string(f"emails/{template}.html", context))
    return _INLINER.inline(html), plain_text(html)


def in_one_line(html: str) -> str:
    """``html`` in which no line ends within a reference or a number, nor where ``keep_together`` says; else as it was.

    In what Django renders, a ``>`` ends a tag: within values and texts it is escaped.
    """
    pieces = _MARKUP.split(keep_together(html))
    pieces[::2] = [_NUMBERS.sub(r'<span class="nowrap">\g<0></span>', text) for text in pieces[::2]]
    return "".join(pieces)
