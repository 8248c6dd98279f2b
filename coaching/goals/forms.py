"""The form of a goal."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from coaching.base_forms import EngagementPartForm
from coaching.models import Goal
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import plain_helper


class GoalForm(EngagementPartForm[Goal]):
    """One goal in one sentence."""

    part = "goal"

    class Meta:
        model = Goal
        fields = ("text",)
        widgets = {"text": forms.TextInput(attrs={"data-draft": ""})}
        help_texts = {"text": "In einem Satz, zum Beispiel: Ein Kommunaler Präventionsrat tagt zweimal im Jahr."}

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(
            Layout("token", "text", Actions(Primary("", "Ziel speichern"), Cancel("Abbrechen", cancel_url)))
        )
