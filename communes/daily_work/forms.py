"""Forms for contacts and tasks."""

from datetime import date
from typing import Any, cast

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from communes.models import Contact, Task
from communes.models.offices import Salutation
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.crispy_kern.widgets import DateInput
from core.forms import plain_helper
from core.optimistic_forms import OptimisticForm
from staff.models import Role, User


class ContactForm(OptimisticForm[Contact]):
    """Name, function and how to reach somebody."""

    class Meta:
        model = Contact
        fields = ("salutation", "title", "first_name", "last_name", "function", "email", "phone", "active")
        labels = {"active": "ist weiterhin Ansprechperson"}

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        salutation = cast("forms.TypedChoiceField", self.fields["salutation"])
        salutation.choices = [("", "Bitte wählen"), *Salutation.choices]
        self.helper = plain_helper(
            Layout(
                "token",
                Fieldset("Person", Row("salutation", "title"), Row("first_name", "last_name"), "function"),
                Fieldset("Erreichbarkeit", Row("email", "phone"), "active"),
                Actions(Primary("", "Ansprechperson speichern"), Cancel("Abbrechen", cancel_url)),
            )
        )


class TaskForm(OptimisticForm[Task]):
    """What is to be done until when, and by whom."""

    class Meta:
        model = Task
        fields = ("title", "due_on", "assigned_to")
        widgets = {"due_on": DateInput}
        labels = {"title": "Was ist zu tun?", "due_on": "Fällig am", "assigned_to": "Wer erledigt es?"}

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = cast("forms.ModelChoiceField[User]", self.fields["assigned_to"])
        people.queryset = User.objects.filter(is_active=True).exclude(role=Role.COACH)
        people.empty_label = "Bitte wählen"
        self.helper = plain_helper(
            Layout(
                "token",
                "title",
                Row("due_on", "assigned_to"),
                Actions(Primary("", "Aufgabe speichern"), Cancel("Abbrechen", cancel_url)),
            )
        )

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if "due_on" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError("Dieser Tag ist schon vorbei. Bitte wählen Sie heute oder einen späteren Tag.")
        return day
