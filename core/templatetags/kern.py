"""What the KERN template pack and the components need of Python: CSS classes of controls, page addresses."""

from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from core.mail_addresses import shown_address

register = template.Library()
register.filter("mail_address", shown_address)


@register.filter
def is_single_check(field: BoundField) -> bool:
    """True for one checkbox, which stands before its label."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice_group(field: BoundField) -> bool:
    """True for radio buttons and groups of checkboxes, which need a fieldset with a legend."""
    return isinstance(field.field.widget, forms.RadioSelect)


@register.filter
def is_select(field: BoundField) -> bool:
    """True for a drop-down list, which KERN wraps to draw its arrow."""
    return isinstance(field.field.widget, forms.Select)


@register.filter
def control_id(field: BoundField) -> str:
    """The id an error link jumps to: the control, or the first option of a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def error_label(field: BoundField) -> str:
    """The label as the beginning of an error line: a full stop becomes a colon, a question mark stays."""
    label = str(field.label).rstrip(".")
    return label if label.endswith("?") else f"{label}:"


@register.filter
def has_field_errors(form: BaseForm) -> bool:
    """True if any single field has an error, so that the summary has links to list."""
    return any(field.errors for field in form)


@register.simple_tag
def kern_control(field: BoundField) -> SafeString:
    """The input, textarea, select or checkbox of ``field`` with KERN's classes added to its own.

    A placeholder that only repeats the label is left out: it is pale and says nothing.
    """
    own = field.field.widget.attrs
    attrs: dict[str, str | bool] = {"class": f"{own.get('class', '')} {_control_class(field)}".strip()}
    if own.get("placeholder") == field.label:
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)


@register.simple_tag
def kern_options(options: list[dict[str, Any]]) -> SafeString:
    """The options of a drop-down list as HTML: joined here, since a template takes ten times as long for hundreds."""
    return mark_safe("\n".join(map(_option, options)))  # noqa: S308 - escaped by _option


def _option(option: dict[str, Any]) -> str:
    selected = " selected" if option["selected"] else ""
    disabled = " disabled" if option["attrs"].get("disabled") else ""
    value, label = escape(str(option["value"])), conditional_escape(option["label"])
    return f'<option value="{value}"{selected}{disabled}>{label}</option>'


def _control_class(field: BoundField) -> str:
    if is_single_check(field):
        block = "kern-form-check__checkbox"
    elif is_select(field):
        block = "kern-form-input__select"
    else:
        block = "kern-form-input__input"
    return f"{block} {block}--error" if field.errors else block


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """The page numbers to show around ``page``; left-out ones are the paginator's ellipsis."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.simple_tag
def page_address(querystring: str, number: int) -> str:
    """The address of page ``number`` of a list whose other parameters are ``querystring``."""
    return f"?{querystring}&page={number}" if querystring else f"?page={number}"
