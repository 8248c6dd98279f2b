"""Forms of the staff's pages and of the mayor's."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from agreements.models import PreAgreement
from communes.models import Topic
from core.forms import DateInput, plain_helper
from core.layout import Actions, Cancel, Primary


class AgreementForm(forms.ModelForm):
    """What a caseworker fills in. A draft may be saved incomplete; "Was fehlt noch?" names the rest."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.filter(active=True),
        label="Themen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mehrere Angaben sind möglich.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = PreAgreement
        fields = [
            "topics",
            "contact_name",
            "contact_email",
            "contact_phone",
            "term_from",
            "term_until",
            "council_resolution",
            "council_resolution_on",
            "council_resolution_number",
        ]
        widgets = {
            "term_from": DateInput,
            "term_until": DateInput,
            "council_resolution_on": DateInput,
            "council_resolution": forms.RadioSelect,
        }
        labels = {
            "contact_name": "Name",
            "contact_email": "E-Mail-Adresse",
            "contact_phone": "Telefon",
            "term_from": "Beginn",
            "term_until": "Ende",
            "council_resolution": "Stand des Beschlusses",
            "council_resolution_on": "Datum des Beschlusses",
            "council_resolution_number": "Nummer des Beschlusses",
        }
        help_texts = {
            "contact_phone": "freiwillig",
            "term_until": "Leer lassen, wenn die Vereinbarung unbefristet gilt.",
        }

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = self.instance.revision
        self.helper = plain_helper(
            Layout(
                "revision",
                Fieldset("Worum geht es?", "topics"),
                Fieldset("Ansprechperson der Kommune", "contact_name", Row("contact_email", "contact_phone")),
                Fieldset("Laufzeit", Row("term_from", "term_until")),
                Fieldset(
                    "Ratsbeschluss",
                    "council_resolution",
                    Row("council_resolution_on", "council_resolution_number"),
                ),
                Actions(Primary("", "Entwurf speichern"), Cancel("Abbrechen", cancel_url)),
            )
        )
        # A draft may lack anything, but most of it is needed to send: "optional" would mislead.
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("council_resolution") == PreAgreement.Resolution.PASSED:
            for name in ("council_resolution_on", "council_resolution_number"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "Bei einem gefassten Beschluss bitte angeben.")
        if data.get("term_from") and data.get("term_until") and data["term_until"] < data["term_from"]:
            self.add_error("term_until", "Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Daten.")
        return data


class ReasonForm(forms.Form):
    """A reason in own words."""

    reason = forms.CharField(label="Grund", max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "data-draft": ""}))

    def __init__(
        self, *args: Any, submit: str, cancel_label: str, cancel_url: str, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint
        self.helper = plain_helper(Layout("reason", Actions(Primary("", submit), Cancel(cancel_label, cancel_url))))


class CountersignForm(forms.Form):
    """Signing in again is part of countersigning (signing rule 3)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    password = forms.CharField(
        label="Ihr Passwort",
        help_text="Mit Ihrem Passwort bestätigen Sie, dass Sie selbst gegenzeichnen.",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(
            Layout("version", "password", Actions(Primary("", "Gegenzeichnen"), Cancel("Abbrechen", cancel_url)))
        )


class CodeForm(forms.Form):
    """The six digits from the mail."""

    code = forms.CharField(
        label="Code",
        help_text="Sechs Ziffern aus der E-Mail, gültig zehn Minuten.",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(Layout("code", Actions(Primary("", "Code prüfen"))))


class ConsentForm(forms.Form):
    """Consent to the version that was shown, named by its hash."""

    shown = forms.CharField(widget=forms.HiddenInput)
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

    nonce = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput)
    method = forms.ChoiceField(
        label="Wie möchten Sie unterzeichnen?",
        choices=[(TYPED, "Namen eintippen"), (DRAWN, "Mit Finger, Stift oder Maus zeichnen")],
        widget=forms.RadioSelect,
        initial=TYPED,
    )
    typed_name = forms.CharField(
        label="Ihr Vor- und Nachname",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    strokes = forms.CharField(required=False, max_length=400_000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("method") == self.TYPED and not data.get("typed_name"):
            self.add_error("typed_name", "Bitte tippen Sie Ihren Vor- und Nachnamen ein.")
        if data.get("method") == self.DRAWN and not data.get("strokes"):
            self.add_error(
                "method", "Bitte zeichnen Sie Ihre Unterschrift in das Feld oder tippen Sie Ihren Namen ein."
            )
        return data


class VerifyForm(forms.Form):
    """A check code, a file, or both."""

    code = forms.CharField(
        label="Prüfcode",
        required=False,
        max_length=40,
        help_text="Steht in der Unterschrift und am Fuß jeder Seite, zum Beispiel 7K3M-Q9TX-2BCD.",
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
