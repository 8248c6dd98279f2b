"""What the portal's own templates need of Python: where a page stands, mail addresses, page addresses, long selects."""

import re
from typing import Any

from django import template
from django.contrib.messages import constants
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.shortcuts import resolve_url
from django.utils.html import conditional_escape, escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.kept_together import keep_together
from core.mail_addresses import shown_address

ADDRESS_PARTS = re.compile(r"[^@.]+[@.]?|[@.]")
WORD_BREAK = mark_safe("<wbr>")

register = template.Library()
register.filter("mail_address", shown_address)


@register.filter
def breakable(address: str) -> SafeString:
    """A mail address that may go on in the next line after its @, and better there than in a word."""
    return format_html_join("", "{}{}", [(part, WORD_BREAK) for part in ADDRESS_PARTS.findall(address)])


register.filter("keep_together", keep_together, is_safe=True)


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*steps: Any) -> dict[str, list[tuple[str, str]]]:
    """Show where a page stands: each step's label and what it leads to, and last the label of the page itself.

    What it leads to is an object with a page, the name of an address, or an address, as ``resolve_url`` takes it.
    """
    *above, here = steps
    links = [(str(label), resolve_url(to)) for label, to in zip(above[::2], above[1::2], strict=True)]
    return {"items": [*links, (str(here), "")]}


@register.simple_tag(takes_context=True)
def error_in_title(context: template.Context) -> str:
    """Return what a page's title begins with after an error, so that it is heard first (as GOV.UK does), else nothing.

    An error is a form of the page that was refused, what a view calls ``problem``, or a message that tells one.
    """
    refused = any(map(_was_refused, context.flatten().values()))
    told = any(message.level >= constants.ERROR for message in context.get("messages") or ())
    return "Fehler: " if refused or told or context.get("problem") else ""


def _was_refused(value: object) -> bool:
    # By type(): isinstance would load what is lazy, such as the visitor's account.
    if not issubclass(type(value), BaseForm | BaseFormSet):
        return False
    return bool(value.is_bound and not value.is_valid())  # type: ignore[attr-defined]  # seen to by the line before


@register.simple_tag
def select_options(options: list[dict[str, Any]]) -> SafeString:
    """Return the options of a select as HTML: joined here, since a template takes ten times as long for hundreds."""
    return mark_safe("\n".join(map(_option, options)))  # noqa: S308 - escaped by _option


def _option(option: dict[str, Any]) -> str:
    selected = " selected" if option["selected"] else ""
    disabled = " disabled" if option["attrs"].get("disabled") else ""
    value, label = escape(str(option["value"])), conditional_escape(option["label"])
    return f'<option value="{value}"{selected}{disabled}>{label}</option>'


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """Return the page numbers to show around ``page``; left-out ones are the paginator's ellipsis."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.simple_tag
def page_address(querystring: str, number: int) -> str:
    """Return the address of page ``number`` of a list whose other parameters are ``querystring``."""
    return f"?{querystring}&page={number}" if querystring else f"?page={number}"
