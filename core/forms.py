"""What the forms of all rooms are made with."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from core.dates import validate_plausible_date


def plain_helper(layout: Layout) -> FormHelper:
    """A helper without a form tag: the template writes the tag and the token."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = layout
    return helper


class DateInput(forms.DateInput):
    """The browser's own date field; it wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that is plausible at all; every day that somebody types comes in here (``core.dates``)."""

    widget = DateInput
    default_validators = [validate_plausible_date]
