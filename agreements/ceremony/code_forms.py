"""Forms around the second factor: the signatory types the code, the office addresses the letter with it."""

from textwrap import wrap
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from agreements.models.code_channels import CodeChannel
from core.crispy_kern.layout import Actions, Cancel, Primary, Secondary
from core.forms import plain_helper

MOST_LINES, LONGEST_LINE = 6, 40  # of the window; a longer line goes on in the next

_DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code"}
_LETTERS = {"inputmode": "text", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
_HELP = {
    CodeChannel.MAIL: "Sechs Ziffern aus der E-Mail, gültig zehn Minuten.",
    CodeChannel.PHONE: "Sechs Ziffern, die wir Ihnen am Telefon vorlesen, gültig zehn Minuten.",
    CodeChannel.LETTER: "Zehn Zeichen aus dem Brief. Der Strich und Groß- oder Kleinschreibung sind gleichgültig.",
}


class CodeForm(forms.Form):
    """The code, as its channel brings it."""

    code = forms.CharField(label="Code", max_length=20, error_messages={"required": "Bitte geben Sie den Code ein."})

    def __init__(self, *args: Any, channel: str = CodeChannel.MAIL, expected: bool = True, **kwargs: Any) -> None:
        """``expected``: whether typing the code is the next thing to do."""
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.help_text = _HELP[CodeChannel(channel)]
        field.widget.attrs.update(_LETTERS if channel == CodeChannel.LETTER else _DIGITS)
        self.helper = plain_helper(Layout("code", Actions((Primary if expected else Secondary)("", "Code prüfen"))))


class CodeLetterForm(forms.Form):
    """Where the letter goes. The portal knows no postal addresses and keeps none."""

    address = forms.CharField(
        label="Anschrift",
        max_length=400,
        help_text=(
            "Höchstens sechs Zeilen. Bitte ergänzen Sie Straße, Postleitzahl und Ort aus Ihren Unterlagen; "
            "gespeichert wird die Anschrift nicht."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(
            Layout("address", Actions(Primary("", "Brief mit Code drucken"), Cancel("Zurück", cancel_url)))
        )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        lines = [line for line in address.splitlines() if line.strip()]
        if sum(len(wrap(line, LONGEST_LINE)) for line in lines) > MOST_LINES:
            raise forms.ValidationError(
                f"Ins Fenster des Umschlags passen {MOST_LINES} Zeilen mit je {LONGEST_LINE} Zeichen; längere Zeilen "
                "brauchen zwei. Bitte kürzen Sie."
            )
        if len(lines) < 3:
            raise forms.ValidationError("Bitte ergänzen Sie Straße, Postleitzahl und Ort.")
        return address
