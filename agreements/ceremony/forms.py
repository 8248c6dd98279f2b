"""The mayor's forms on the online route: the signature, and the last tap with the consent."""

from typing import Any

from django import forms

from agreements.models import SignatureDraft
from agreements.text.person_names import same_person
from core.signing.errors import InkRejected
from core.signing.ink import Ink
from core.typesetting.glyphs import shown_in_documents


class SignatureForm(forms.Form):
    """The typed name or the strokes, and the hash that was shown; never a PDF (rule 4)."""

    TYPED, DRAWN = "typed", "drawn"

    # Without these the page is outdated, which is more than a mistake in the form.
    nonce = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    # Which button was pressed; what is wrong with it is said above the form.
    method = forms.ChoiceField(choices=[(TYPED, TYPED), (DRAWN, DRAWN)], widget=forms.HiddenInput)
    typed_name = forms.CharField(
        label="Ihr Vor- und Nachname",
        max_length=100,  # as the stamp; to import it from there would load the signing libraries
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    strokes = forms.CharField(required=False, max_length=400_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, name: str, strokes: str, **kwargs: Any) -> None:
        """``name`` and ``strokes``: what stands there before anything is typed or drawn."""
        super().__init__(*args, **kwargs)
        self.fields["typed_name"].initial, self.fields["strokes"].initial = name, strokes

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
        if not self.errors:
            self._read_ink(data)
        return data

    def _read_ink(self, data: dict[str, Any]) -> None:
        """``data["ink"]``: what goes into the stamp; strokes are numbers, and few (rule 11)."""
        if data["method"] == self.TYPED:
            data["ink"] = Ink(typed_name=data["typed_name"])
            return
        try:
            data["ink"] = Ink.from_json(data["strokes"])
        except InkRejected as rejected:
            self.add_error("method", str(rejected))

    def _refuse_unsettable(self, name: str) -> None:
        """Only of a name that will be used; anyone who draws may have left one behind."""
        try:
            shown_in_documents(name)
        except forms.ValidationError as refused:
            self.add_error("typed_name", refused)


class LastTapForm(forms.Form):
    """Consent and signature in one act, about what the page has shown: version and ink by their hashes (rule 4)."""

    # Without these the page is outdated, which is more than a mistake in the form.
    nonce = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    ink = forms.CharField(required=False, widget=forms.HiddenInput)
    # The other name that the page asked about; the box sends the name itself, so that it stands for no third one.
    confirmed_name = forms.CharField(required=False, max_length=100)
    consent = forms.BooleanField(
        error_messages={"required": "Bitte stimmen Sie der Vereinbarung zu, bevor Sie unterzeichnen."},
    )

    def __init__(self, *args: Any, signatory: str, commune: str, kept: SignatureDraft, **kwargs: Any) -> None:
        """``signatory``: who is to sign for ``commune``; ``kept``: what was drawn or typed."""
        super().__init__(*args, **kwargs)
        self.signatory = signatory
        typed = kept.typed_name
        self.other_name = "" if not typed or same_person(signatory, typed) else typed
        self.fields["consent"].label = f"Ich habe die Vereinbarung gelesen und stimme ihr im Namen der {commune} zu."

    @property
    def is_name_confirmed(self) -> bool:
        """Whether the box beside the other name is ticked, for this very name."""
        return self.is_bound and bool(self.other_name) and self.data.get("confirmed_name") == self.other_name

    @property
    def must_ask(self) -> bool:
        """Whether another name was typed and nobody has said yet that it is meant (signing rule 22)."""
        return bool(self.other_name) and not self.is_name_confirmed

    @property
    def confirmation(self) -> str:
        """What the box beside the other name says."""
        return f"Ich bin {self.signatory} und unterschreibe so: „{self.other_name}“"

    @property
    def is_consent_ticked(self) -> bool:
        return self.is_bound and bool(self.data.get("consent"))

    @property
    def asks_for_consent(self) -> bool:
        """Whether the consent is the first thing that is missing."""
        return "consent" in self.errors and "confirmed_name" not in self.errors

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.must_ask:
            self.add_error(
                "confirmed_name", "Bitte bestätigen Sie, dass Sie so unterschreiben, oder ändern Sie den Namen."
            )
        return data


def _has_letters(data: dict[str, Any]) -> bool:
    """Whether a name was typed that can be seen; some characters take no room at all."""
    return any(character.isalpha() for character in data.get("typed_name", ""))
