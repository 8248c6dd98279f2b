"""A question or a wish of the commune, and the office's answer."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import plain_helper


class OwnWordsForm(forms.Form):
    """One text in own words. ``max_length``: as the column it goes to."""

    def __init__(
        self,
        *args: Any,
        label: str,
        submit: str,
        cancel_label: str,
        cancel_url: str,
        hint: str = "",
        max_length: int = 2000,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = forms.CharField(
            label=label,
            help_text=hint,
            max_length=max_length,
            error_messages={"required": "Bitte schreiben Sie hier ein paar Worte."},
            widget=forms.Textarea(attrs={"rows": 6}),
        )
        self.helper = plain_helper(Layout("text", Actions(Primary("", submit), Cancel(cancel_label, cancel_url))))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n").strip()
