"""The forms of the page that checks a file or a code."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.validators import RegexValidator

from core.crispy_kern.layout import Actions, Primary, Secondary
from core.forms import plain_helper

# Else a browser that comes back to the page puts in again what a script had put there.
OFF = {"autocomplete": "off"}
SHA256 = RegexValidator(r"\A[0-9a-f]{64}\Z", "Das ist keine SHA-256-Prüfsumme.")


class HashForm(forms.Form):
    """The SHA-256 of a file, computed where the file is."""

    sha256 = forms.CharField(required=True, validators=[SHA256])


class _NotRemembered(forms.HiddenInput):
    """A hidden field that a page never shows again with what was sent: it belonged to a file that is not there."""

    def format_value(self, value: Any) -> None:
        return None


class VerifyForm(forms.Form):
    """A check code, a file (or in its place its SHA-256, put in by the page's script), or both."""

    code = forms.CharField(
        label="Prüfcode",
        required=False,
        max_length=40,
        help_text=(
            'Steht in der Unterschrift und am Fuß jeder Seite, zum Beispiel <span class="nowrap">7K3M-Q9TX-2BCD</span>.'
        ),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "characters", **OFF}),
    )
    file = forms.FileField(
        label="PDF-Datei",
        required=False,
        # The page's script shows the last sentence where it keeps its word.
        help_text=(
            "Bis 20 MB. Die Datei wird nur geprüft und nicht gespeichert."
            "<span data-on-device hidden> Sie verlässt Ihr Gerät nur, wenn das Portal sie nicht kennt.</span>"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf", **OFF}),
    )
    sha256 = forms.CharField(required=False, validators=[SHA256], widget=_NotRemembered(OFF))

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        file = Div("file", "sha256", css_class="drop-zone")
        self.helper = plain_helper(Layout("code", file, Actions(Primary("", "Prüfen"))))
        # Beside a result its report is the first thing to do.
        self.beside = plain_helper(Layout("code", file, Actions(Secondary("", "Prüfen"))))
        for helper in (self.helper, self.beside):
            helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.too_large:
            self.add_error("file", "Die Datei ist größer als 20 MB. Eine Vorvereinbarung ist viel kleiner.")
        elif not any(data.get(name) for name in ("code", "file", "sha256")) and not self.errors:
            raise forms.ValidationError("Bitte geben Sie einen Prüfcode ein oder wählen Sie eine PDF-Datei.")
        return data
