"""What the templates of the pack need of Python: which control a field has, its classes, its texts."""

from typing import Any

from django import forms, template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.safestring import SafeString

register = template.Library()

# What crispy-forms' own buttons are called for Bootstrap, whichever pack draws them.
BUTTONS = {
    "btn btn-primary": "kern-btn--primary",  # Submit
    "btn btn-inverse": "kern-btn--tertiary",  # Reset
    "btn": "kern-btn--secondary",  # Button, StrictButton
}


@register.filter
def is_single_check(field: BoundField) -> bool:
    """Tell whether this is one checkbox, which stands before its label."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice_group(field: BoundField) -> bool:
    """Tell whether these are radio buttons or a group of checkboxes, which need a fieldset with a legend."""
    return isinstance(field.field.widget, forms.RadioSelect)


@register.filter
def is_select(field: BoundField) -> bool:
    """Tell whether this is a drop-down list of one choice, which KERN wraps to draw its arrow."""
    widget = field.field.widget
    return isinstance(widget, forms.Select) and not widget.allow_multiple_selected


@register.filter
def stored_file(field: BoundField) -> dict[str, Any] | None:
    """Return the widget's context if it has a file that was uploaded before, which the template names."""
    if not _has_stored_file(field):
        return None
    attrs = field.build_widget_attrs({})
    context: dict[str, Any] = field.field.widget.get_context(field.html_name, field.value(), attrs)["widget"]
    return context


def _has_stored_file(field: BoundField) -> bool:
    widget = field.field.widget
    return isinstance(widget, forms.ClearableFileInput) and widget.is_initial(field.value())


@register.filter
def control_id(field: BoundField) -> str:
    """Return the id an error link jumps to: the control, or the first one of a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def error_label(field: BoundField) -> str:
    """Return the label as the beginning of an error line: a full stop becomes a colon, a question mark stays."""
    label = str(field.label).rstrip(".")
    return label if label.endswith("?") else f"{label}:"


@register.filter
def has_field_errors(form: BaseForm) -> bool:
    """Tell whether any single field has an error, so that the summary has links to list."""
    return any(field.errors for field in form)


@register.filter
def has_form_errors(formset: "BaseFormSet[Any]") -> bool:
    """Tell whether any form of a formset has an error, so that the summary has lines to list."""
    return any(form.errors for form in formset)


@register.filter
def button_class(classes: str) -> str:
    """Return KERN's class for the classes of a layout object's button, with the caller's own ones behind it."""
    for bootstrap, kern in BUTTONS.items():
        if classes == bootstrap or classes.startswith(f"{bootstrap} "):
            return f"{kern}{classes.removeprefix(bootstrap)}"
    return classes


@register.simple_tag
def kern_control(field: BoundField) -> SafeString:
    """Return the input, textarea, select or checkbox of ``field`` with KERN's classes added to its own.

    A placeholder that only repeats the label is left out: it is pale and says nothing.
    """
    own = field.field.widget.attrs
    attrs: dict[str, str | bool] = {"class": f"{own.get('class', '')} {_control_class(field)}".strip()}
    if own.get("placeholder") == field.label:
        attrs["placeholder"] = False
    # Django would draw the stored file and the input as one; the template draws the file.
    widget = forms.FileInput(own) if _has_stored_file(field) else None
    return field.as_widget(widget=widget, attrs=attrs)


def _control_class(field: BoundField) -> str:
    if is_single_check(field):
        block = "kern-form-check__checkbox"
    elif is_select(field):
        block = "kern-form-input__select"
    else:
        block = "kern-form-input__input"
    return f"{block} {block}--error" if field.errors else block
