"""Words and figures that a line's end must not part: "E-Mail", "i. V.", "§ 3", "14:05 Uhr"."""

import re

from django.utils.safestring import SafeString, mark_safe

# A tag, or the whole of an element in whose text no other element may stand.
MARKUP = re.compile(r"(<(title|textarea|option|script|style|svg)\b.*?</\2\s*>|<[^>]*>)", re.DOTALL | re.IGNORECASE)
BLANK = r"(?: |\u00a0|&nbsp;)"
TOGETHER = re.compile(
    rf"(?<![\w-])(?:E-Mails?\b|(?:i\.{BLANK}V|z\.{BLANK}B|d\.{BLANK}h|u\.{BLANK}a)\."
    rf"|§{BLANK}\d+|\d\d?:\d\d{BLANK}Uhr)"
)


def keep_together(html: str) -> SafeString:
    """Return the page with such words in one line each; what it says and what a search in it finds stay the same."""
    parts = MARKUP.split(html)  # text, markup, its kind, text, ...
    parts[::3] = [TOGETHER.sub(_in_one_line, text) for text in parts[::3]]
    return mark_safe("".join(part for number, part in enumerate(parts) if number % 3 != 2))  # noqa: S308 - as it came


def _in_one_line(found: re.Match[str]) -> str:
    return f'<span class="nowrap">{found.group()}</span>'
