"""Forms around the second factor: the signatory types the code, the office addresses the letter with it."""

from string import digits
from textwrap import wrap
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from agreements.models.code_channels import CodeChannel, as_stored
from agreements.models.tokens import CHECK_ALPHABET
from core.crispy_kern.layout import Actions, Cancel, Primary, Secondary
from core.forms import plain_helper

MOST_LINES, LONGEST_LINE = 6, 40  # of the window; a longer line goes on in the next

_DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code"}
_LETTERS = {"inputmode": "text", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
_NOT_COUNTED = "Das zählt nicht als Versuch."
_DIGITS_FORM = (digits, 6, "Der Code hat sechs Ziffern.")
# What a code is made of, how long it is, and that in words.
_FORM = {
    CodeChannel.MAIL: _DIGITS_FORM,
    CodeChannel.PHONE: _DIGITS_FORM,
    CodeChannel.LETTER: (
        CHECK_ALPHABET,
        10,
        "Der Code hat zehn Zeichen, Buchstaben von A bis Z und Ziffern; I, O, 0 und 1 kommen nicht vor.",
    ),
}
_HELP = {
    CodeChannel.MAIL: "Sechs Ziffern aus der E-Mail, gültig zehn Minuten.",
    CodeChannel.PHONE: "Sechs Ziffern, die wir Ihnen am Telefon vorlesen, gültig zehn Minuten.",
    CodeChannel.LETTER: "Zehn Zeichen aus dem Brief. Striche und Großschreibung spielen keine Rolle.",
}


class CodeForm(forms.Form):
    """The code, as its channel brings it, with blanks and hyphens or without; its form is checked before it counts."""

    code = forms.CharField(label="Code", max_length=40, error_messages={"required": "Bitte geben Sie den Code ein."})

    def __init__(self, *args: Any, channel: str = CodeChannel.MAIL, expected: bool = True, **kwargs: Any) -> None:
        """``expected``: whether typing the code is the next thing to do."""
        super().__init__(*args, **kwargs)
        self.channel = CodeChannel(channel)
        field = self.fields["code"]
        field.help_text = _HELP[CodeChannel(channel)]
        field.widget.attrs.update(_LETTERS if channel == CodeChannel.LETTER else _DIGITS)
        self.helper = plain_helper(Layout("code", Actions((Primary if expected else Secondary)("", "Code prüfen"))))

    def clean_code(self) -> str:
        """As it was sent, or why it cannot be one."""
        typed = as_stored(self.cleaned_data["code"])
        signs, length, form = _FORM[self.channel]
        if any(sign not in signs for sign in typed):
            raise forms.ValidationError(f"{form} {_NOT_COUNTED}")
        if len(typed) != length:
            entered = "ist eines" if len(typed) == 1 else f"sind {len(typed)}"
            raise forms.ValidationError(f"{form} Eingegeben {entered}. {_NOT_COUNTED}")
        return typed


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
