"""Forms for attachments of a commune's file."""

from typing import Any, cast
from uuid import uuid4

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from communes.models import Attachment
from communes.past_days import PastDateField
from core import scans
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import plain_helper
from core.scans import CleanScan

WHY_PAGES_ONLY = (
    "PDF, JPEG oder PNG bis 20 MB. Gespeichert wird eine neue PDF-Datei mit Bildern der Seiten, ohne Makros und "
    "versteckte Angaben; Text lässt sich darin nicht suchen oder markieren. Word- und Excel-Dateien speichern Sie "
    "bitte vorher als PDF."
)


class AttachmentForm(forms.ModelForm[Attachment]):
    """What the file is and the file itself. ``clean_scan``: the rebuilt pages, once the form is valid."""

    nonce = forms.CharField(max_length=32, widget=forms.HiddenInput)
    dated = PastDateField(label="Datum der Unterlage")
    upload = forms.FileField(
        label="Datei", help_text=WHY_PAGES_ONLY, widget=forms.ClearableFileInput(attrs={"accept": scans.ACCEPT})
    )

    class Meta:
        model = Attachment
        fields = ("title", "kind", "dated", "note")
        help_texts = {
            "title": "Woran Sie die Unterlage wiedererkennen, zum Beispiel: Protokoll der Auftaktsitzung.",
            "note": "Zum Beispiel, wo das Original liegt.",
        }

    def __init__(self, *args: Any, cancel_url: str, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.clean_scan: CleanScan | None = None
        self.fields["nonce"].initial = uuid4().hex
        kind = cast("forms.TypedChoiceField", self.fields["kind"])
        kind.choices = [("", "Bitte wählen"), *Attachment.Kind.choices]
        self.helper = plain_helper(
            Layout(
                "nonce",
                Fieldset("Was ist das für eine Unterlage?", "title", Row("kind", "dated"), "note"),
                # The file comes last: whatever stands behind a file that is too large does not arrive.
                Fieldset("Datei", "upload"),
                Actions(Primary("", "Unterlage hinzufügen"), Cancel("Abbrechen", cancel_url)),
            )
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.too_large:
            self.errors.pop("upload", None)
            self.add_error("upload", "Die Datei ist größer als 20 MB. Bitte scannen Sie mit geringerer Auflösung.")
        elif cleaned.get("upload") and self.errors:
            self.add_error("upload", "Bitte wählen Sie die Datei nach der Berichtigung noch einmal aus.")
        elif cleaned.get("upload"):
            self._clean_scan(cleaned["upload"])
        return cleaned

    def _clean_scan(self, upload: Any) -> None:
        try:
            self.clean_scan = scans.clean_pages(upload.read(), title=self.cleaned_data["title"], name=upload.name)
        except scans.ScanRefusedError as refused:
            self.add_error("upload", str(refused))


class RemovalForm(forms.Form):
    """Why a file is taken out."""

    reason = forms.CharField(
        label="Grund",
        max_length=2000,
        help_text="Steht mit Ihrem Namen im Verlauf der Kommune.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buttons = Actions(Primary("", "Aus der Akte entfernen"), Cancel("Abbrechen", cancel_url))
        self.helper = plain_helper(Layout("reason", buttons))
