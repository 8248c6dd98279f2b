"""What may not be hyphenated in an agreement's text: names, addresses, references.

A hyphen that is not theirs makes other ones of them: who types "praeventi-on@musterstadt.example" from paper writes to
nobody. So a document's paragraphs mark them, and the stylesheets hyphenate only what is not marked.
"""

import re

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from agreements.models.agreement_text import AgreementText

register = template.Library()

# Fields of an agreement's text.
NAMES = (
    "commune_name",
    "district_name",
    "commune_signatory",
    "commune_office",
    "lpr_entity",
    "lpr_name",
    "lpr_address",
    "lpr_signatory",
    "contact_name",
)
LONGEST_ON_ONE_LINE = 50  # characters; what is longer may go on in the next line, still without a hyphen

# Mail and web addresses, references and codes such as LPR-2026-0042, telephone numbers, "§ 3", "Abs. 2", "Nr. 42/2026".
_KEPT_TOGETHER = (
    r"[^\s,;()<>„“]+@[^\s,;()<>„“]*[^\s,;:.()<>„“]"
    r"|(?:https?://|www\.)[^\s,;()<>„“]*[^\s,;:.()<>„“]"
    r"|\b[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*-\d[A-Z0-9]*\b"
    r"|\b[A-Z0-9]{4}(?:-[A-Z0-9]{4}){2}\b"
    r"|(?:\+|\b0)\d[\d /()–-]{4,}\d"
    r"|§§? ?\d+[a-z]?\b"
    r"|\b(?:Abs|Nr|Art|Satz)\.? ?\d[\d/.-]*\b"
)


@register.filter
def unbroken(paragraph: str, text: AgreementText) -> SafeString:
    """The paragraph as HTML, with names, addresses and references of ``text`` in spans that are not hyphenated."""
    names = sorted(filter(None, (getattr(text, name, "") for name in NAMES)), key=len, reverse=True)
    pattern = "|".join([*(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), _KEPT_TOGETHER])
    pieces, end = [], 0
    for found in re.finditer(rf"(\(?)({pattern})", paragraph):
        bracket, kept = found.groups()
        is_short = kept not in names and len(kept) <= LONGEST_ON_ONE_LINE
        before = paragraph[end : found.start()] + ("" if is_short else bracket)
        # A bracket goes where its address goes: none ends a line alone.
        pieces += [(conditional_escape(before), *(("nowrap", bracket + kept) if is_short else ("whole", kept)))]
        end = found.end()
    marked = format_html_join("", '{}<span class="{}">{}</span>', pieces)
    return SafeString(marked + conditional_escape(paragraph[end:]))
