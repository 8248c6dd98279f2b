"""The form of the page that checks a file or a code."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from core.crispy_kern.layout import Actions, Primary
from core.forms import plain_helper


class VerifyForm(forms.Form):
    """A check code, a file, or both."""

    code = forms.CharField(
        label="Prüfcode",
        required=False,
        max_length=40,
        help_text=(
            'Steht in der Unterschrift und am Fuß jeder Seite, zum Beispiel <span class="nowrap">7K3M-Q9TX-2BCD</span>.'
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="PDF-Datei",
        required=False,
        help_text="Bis 20 MB. Die Datei wird nur geprüft und nicht gespeichert.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.helper = plain_helper(Layout("code", "file", Actions(Primary("", "Prüfen"))))
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.too_large:
            self.add_error("file", "Die Datei ist größer als 20 MB. Eine Vorvereinbarung ist viel kleiner.")
        elif not data.get("code") and not data.get("file") and not self.errors:
            raise forms.ValidationError("Bitte geben Sie einen Prüfcode ein oder wählen Sie eine PDF-Datei.")
        return data
