"""The form of a session."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from coaching.base_forms import EngagementPartForm, refuse_future
from coaching.days import DEFINITION
from coaching.models import Engagement, Session
from core import dates
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.crispy_kern.widgets import DateInput
from core.forms import plain_helper


class SessionForm(EngagementPartForm[Session]):
    """A Termin. Whether its minutes still fit is asked under the lock, when it is saved."""

    part = "session"

    class Meta:
        model = Session
        fields = ("date", "form", "minutes", "participants", "result")
        widgets = {
            "date": DateInput,
            "form": forms.RadioSelect,
            "minutes": forms.NumberInput(attrs={"class": "field--short", "min": 1, "max": 960}),
            "participants": forms.NumberInput(attrs={"class": "field--short", "min": 1}),
            "result": forms.Textarea(attrs={"rows": 5, "data-draft": ""}),
        }
        help_texts = {
            "minutes": DEFINITION,
            "participants": "Aus der Kommune, ohne Coach.",
            "result": "Was besprochen und vereinbart wurde. Keine Namen und keine Angaben zu einzelnen Personen.",
        }

    def __init__(self, *args: Any, engagement: Engagement, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.engagement = engagement
        form = self.fields["form"]
        assert isinstance(form, forms.ChoiceField)
        form.choices = Session.Form.choices
        self.helper = plain_helper(
            Layout(
                "token",
                "date",
                "form",
                "minutes",
                "participants",
                "result",
                Actions(Primary("", "Termin speichern"), Cancel("Abbrechen", cancel_url)),
            )
        )

    def clean_date(self) -> date:
        day: date = self.cleaned_data["date"]
        refuse_future(day)
        first = self.engagement.started_on
        if first is not None and day < first:
            raise forms.ValidationError(f"Das Coaching begann erst am {dates.day(first)}.")
        return day
