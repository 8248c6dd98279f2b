"""Forms of the two other routes: a file that was signed outside, and a scan of what was signed by hand."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import plain_helper
from core.signing.outside import SENTENCES
from core.signing.reading.outside_refusals import OutsideRefusal

CHOOSE_AGAIN = "Bitte wählen Sie die Datei nach der Berichtigung noch einmal aus."


class OutsideSignatureForm(forms.Form):
    """The signed file, with the ceremony's nonce and the hash that was shown (signing rule 4)."""

    # Without these the page is outdated, which is more than a mistake in the form.
    nonce = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Signierte PDF-Datei",
        required=False,
        help_text="Bis 20 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    consent = forms.BooleanField(
        required=False,  # said in ``clean``: of what stands behind a file that is too large, nothing arrives
    )

    def __init__(self, *args: Any, commune: str, too_large: bool = False, **kwargs: Any) -> None:
        """``commune``: for which somebody consents."""
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["consent"].label = f"Ich habe die Vereinbarung gelesen und stimme ihr im Namen der {commune} zu."
        # The file comes last: whatever stands behind one that is too large does not arrive.
        actions = Actions(Primary("", "Signierte Datei senden"))
        self.helper = plain_helper(Layout("nonce", "shown", "consent", "file", actions))
        self.helper.form_error_title = "Es wurde nichts unterzeichnet"
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.too_large:
            self.add_error("file", SENTENCES[OutsideRefusal.TOO_LARGE])
        elif not data.get("consent"):
            self.add_error("consent", "Bitte stimmen Sie der Vereinbarung zu, bevor Sie die Datei senden.")
        elif not data.get("file") and not self.errors:
            self.add_error("file", "Bitte wählen Sie die PDF-Datei aus, die Sie signiert haben.")
        return data


class ScanCheckForm(forms.Form):
    """What another person found on the scan."""

    CONFIRM, REJECT = "confirm", "reject"

    scan = forms.IntegerField(widget=forms.HiddenInput)
    finding = forms.ChoiceField(
        label="Was sehen Sie?",
        choices=[
            (CONFIRM, "Der Scan zeigt alle Seiten dieser Fassung mit allen Unterschriften und den genannten Tagen."),
            (REJECT, "Der Scan zeigt das nicht."),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte sagen Sie, was Sie sehen."},
    )
    reason = forms.CharField(
        label="Was stimmt nicht?",
        required=False,
        max_length=2000,
        help_text="Nötig, wenn Sie den Scan nicht bestätigen. Steht im Verlauf.",
        widget=forms.Textarea(attrs={"rows": 3, "data-draft": ""}),
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = Actions(Primary("", "Ergebnis festhalten"), Cancel("Abbrechen", cancel_url))
        self.helper = plain_helper(Layout("scan", "finding", "reason", actions))
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("finding") == self.REJECT and not data.get("reason"):
            self.add_error("reason", "Bitte sagen Sie kurz, was nicht stimmt.")
        return data
