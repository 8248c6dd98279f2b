"""What the forms of all rooms are made with."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from core.crispy_kern.widgets import DateInput
from core.dates import validate_plausible_date

LARGEST_EXPONENT = 15


def plain_helper(layout: Layout) -> FormHelper:
    """A helper without a form tag: the template writes the tag and the token."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = layout
    return helper


class DayField(forms.DateField):
    """A day that is plausible at all; every day that somebody types comes in here (``core.dates``)."""

    widget = DateInput
    default_validators = [validate_plausible_date]


class SteppedField(forms.DecimalField):
    """A number that goes in steps. Django checks steps with floats, which end at 1e308: what is larger is refused."""

    def to_python(self, value: Any) -> Any:
        number: Decimal | None = super().to_python(value)
        if number is not None and abs(number.adjusted()) > LARGEST_EXPONENT:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number
