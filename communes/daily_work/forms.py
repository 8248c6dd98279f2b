"""Forms for contacts, tasks and notes."""

from datetime import date
from typing import Any, cast
from uuid import uuid4

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from communes.models import Contact, Note, Task
from communes.models.offices import Salutation
from communes.past_days import PastDateField
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


class NoteForm(forms.Form):
    """A note or what was said on the phone; ``nonce`` tells one form from the next."""

    nonce = forms.CharField(max_length=32, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Art", choices=Note.Kind.choices, initial=Note.Kind.NOTE, widget=forms.RadioSelect)
    text = forms.CharField(label="Neue Notiz", max_length=10_000)
    called_on = PastDateField(
        label="Tag des Gesprächs", required=False, help_text="Nur bei einer Telefonnotiz; leer: heute."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nonce"].initial = uuid4().hex
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 3})
        self.helper = plain_helper(
            Layout("nonce", "text", Row("kind", "called_on"), Actions(Primary("", "Notiz speichern")))
        )
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Note.Kind.NOTE and cleaned.get("called_on"):
            self.add_error("called_on", "Bitte wählen Sie Telefonnotiz oder lassen Sie den Tag leer.")
        if cleaned.get("kind") == Note.Kind.CALL and not self.errors:
            cleaned["called_on"] = cleaned.get("called_on") or timezone.localdate()
        return cleaned
