"""The mayor's forms on the online route: the consent and the signature."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from agreements.text.person_names import same_person
from core.crispy_kern.layout import Actions, Primary
from core.forms import plain_helper
from core.typesetting.glyphs import shown_in_documents


class ConsentForm(forms.Form):
    """Consent to the version that was shown, named by its hash."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)  # without it the page is outdated
    consent = forms.BooleanField(
        label="",
        error_messages={"required": "Bitte stimmen Sie der Vereinbarung zu, bevor Sie weitergehen."},
    )

    def __init__(self, *args: Any, commune: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = f"Ich habe die Vereinbarung gelesen und stimme ihr im Namen der {commune} zu."
        self.helper = plain_helper(Layout("shown", "consent", Actions(Primary("", "Weiter zur Unterschrift"))))


class SignatureForm(forms.Form):
    """The typed name or the strokes, the ceremony's nonce and the hash that was shown; never a PDF (rule 4)."""

    TYPED, DRAWN = "typed", "drawn"

    # Without these the page is outdated, which is more than a mistake in the form.
    nonce = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    method = forms.ChoiceField(
        label="Wie möchten Sie unterzeichnen?",
        choices=[(TYPED, "Namen eintippen"), (DRAWN, "Mit Finger, Stift oder Maus zeichnen")],
        widget=forms.RadioSelect,
        initial=TYPED,
    )
    typed_name = forms.CharField(
        label="Ihr Vor- und Nachname",
        max_length=100,  # as the stamp; to import it from there would load the signing libraries
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    # The other name that the page asked about; the box sends the name itself, so that it stands for no third one.
    confirmed_name = forms.CharField(required=False, max_length=100)
    strokes = forms.CharField(required=False, max_length=400_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, signatory: str, **kwargs: Any) -> None:
        """``signatory``: who is to sign."""
        super().__init__(*args, **kwargs)
        self.signatory = signatory

    @property
    def other_name(self) -> str:
        """The name that was typed, if it is not the signatory's (signing rule 22); nothing of a form with errors."""
        if not self.is_bound or not self.is_valid() or self.cleaned_data["method"] != self.TYPED:
            return ""
        typed: str = self.cleaned_data["typed_name"]
        return "" if same_person(self.signatory, typed) else typed

    @property
    def must_ask(self) -> bool:
        """Whether another name was typed and nobody has said yet that it is meant."""
        return bool(self.other_name) and self.cleaned_data["confirmed_name"] != self.other_name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("method") == self.TYPED and "typed_name" not in self.errors and not _has_letters(data):
            self.add_error("typed_name", "Bitte tippen Sie Ihren Vor- und Nachnamen ein.")
        elif data.get("method") == self.TYPED and "typed_name" in data:
            self._refuse_unsettable(data["typed_name"])
        if data.get("method") == self.DRAWN and not data.get("strokes"):
            self.add_error(
                "method", "Bitte zeichnen Sie Ihre Unterschrift in das Feld oder tippen Sie Ihren Namen ein."
            )
        return data

    def _refuse_unsettable(self, name: str) -> None:
        """Only of a name that will be used; anyone who draws may have left one behind."""
        try:
            shown_in_documents(name)
        except forms.ValidationError as refused:
            self.add_error("typed_name", refused)


def _has_letters(data: dict[str, Any]) -> bool:
    """Whether a name was typed that can be seen; some characters take no room at all."""
    return any(character.isalpha() for character in data.get("typed_name", ""))
