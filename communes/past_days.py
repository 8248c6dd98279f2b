"""Days on which something has happened: not to come, and of this era of the portal's communes."""

from datetime import date

from django import forms
from django.utils import timezone

from core.crispy_kern.widgets import DateInput
from core.forms import DayField

EARLIEST = date(1990, 1, 1)
IN_THE_FUTURE = "Dieser Tag liegt in der Zukunft. Bitte erfassen Sie nur, was schon geschehen ist."


def problem_with_past_day(day: date) -> str:
    """Why nothing can have happened on ``day``, with what to do; empty when it can."""
    if day > timezone.localdate():
        return IN_THE_FUTURE
    return "Dieser Tag liegt vor 1990. Bitte prüfen Sie das Jahr." if day < EARLIEST else ""


class PastDateField(DayField):
    """A day that has come already, and not one of another century by a slip of the finger."""

    widget = DateInput

    def validate(self, value: date | None) -> None:
        super().validate(value)
        problem = problem_with_past_day(value) if value is not None else ""
        if problem:
            raise forms.ValidationError(problem)
