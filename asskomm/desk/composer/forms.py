"""The box above a commune's timeline: one form for whatever was said, written or seen, with what follows from it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils import timezone

from communes.models import Note
from communes.past_days import PastDateField
from core.crispy_kern.layout import Primary
from core.forms import plain_helper

FOLLOW_UPS = {"3": "in 3 Tagen", "7": "in 1 Woche", "14": "in 2 Wochen", "28": "in 4 Wochen"}
WEEKEND = 5


class EntryForm(forms.Form):
    """``nonce`` tells one form from the next; the day is that of a call, mail, letter or visit, today if left empty."""

    nonce = forms.CharField(max_length=32, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Art", choices=Note.Kind.choices, initial=Note.Kind.NOTE, widget=forms.RadioSelect)
    text = forms.CharField(label="Neue Notiz", max_length=10_000)
    called_on = PastDateField(label="Tag", required=False, help_text="leer: heute")
    counts = forms.BooleanField(label="zählt als Kontakt", required=False)
    follow_up = forms.ChoiceField(label="Wiedervorlage", choices=[("", "keine"), *FOLLOW_UPS.items()], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nonce"].initial = uuid4().hex
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 3})
        self.helper = plain_helper(
            Layout(
                "nonce",
                Field("kind", wrapper_class="composer__kinds"),
                "text",
                Div("called_on", "counts", "follow_up", Primary("", "Notiz speichern"), css_class="composer__foot"),
            )
        )
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        plain = cleaned.get("kind") == Note.Kind.NOTE
        if plain and cleaned.get("called_on"):
            self.add_error("called_on", "Eine Notiz hat keinen eigenen Tag. Bitte wählen Sie eine andere Art.")
        if plain and cleaned.get("counts"):
            self.add_error("counts", "Eine Notiz zählt nicht als Kontakt. Bitte wählen Sie eine andere Art.")
        if not plain and not self.errors:
            cleaned["called_on"] = cleaned.get("called_on") or timezone.localdate()
        return cleaned

    @property
    def due_on(self) -> date | None:
        """The day of the follow-up, on a weekday; None without one."""
        days = self.cleaned_data["follow_up"]
        if not days:
            return None
        day = timezone.localdate() + timedelta(days=int(days))
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= WEEKEND else 0)
