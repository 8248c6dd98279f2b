"""Forms of the two other routes: a file that was signed outside, and a scan of what was signed by hand."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.pdf_reading.outside_refusals import OutsideRefusal
from agreements.signing.outside import SENTENCES
from communes.models import OfficeHolder
from core import scans
from core.forms import DateInput, plain_helper
from core.layout import Actions, Cancel, Primary
from staff.models import User

CHOOSE_AGAIN = "Bitte wählen Sie die Datei nach der Berichtigung noch einmal aus."


class OutsideSignatureForm(forms.Form):
    """The signed file, with the ceremony's nonce and the hash that was shown (signing rule 4)."""

    nonce = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField(
        label="Signierte PDF-Datei",
        required=False,
        help_text="Bis 20 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        # The file comes last: whatever stands behind one that is too large does not arrive.
        self.helper = plain_helper(Layout("nonce", "shown", "file", Actions(Primary("", "Signierte Datei senden"))))
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.too_large:
            self.add_error("file", SENTENCES[OutsideRefusal.TOO_LARGE])
        elif not data.get("file") and not self.errors:
            self.add_error("file", "Bitte wählen Sie die PDF-Datei aus, die Sie signiert haben.")
        return data


class ScanForm(forms.Form):
    """What a caseworker knows of the signed print. ``scan_pdf``: the scan, made anew."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    commune_signatory = forms.ModelChoiceField(
        OfficeHolder.objects.none(), label="Für die Kommune hat unterschrieben", empty_label="Bitte wählen"
    )
    commune_signed_on = forms.DateField(label="Tag der Unterschrift der Kommune", widget=DateInput)
    lpr_signatory = forms.ModelChoiceField(
        User.objects.none(), label="Für den Landespräventionsrat hat unterschrieben", empty_label="Bitte wählen"
    )
    lpr_signed_on = forms.DateField(label="Tag der Unterschrift des Landespräventionsrats", widget=DateInput)
    place_of_original = forms.CharField(
        label="Ort des Originals", max_length=300, help_text="Wo das Papier liegt: Akte, Ordner, Raum."
    )
    scan = forms.FileField(
        label="Scan aller Seiten",
        required=False,
        help_text="PDF, JPEG oder PNG bis 20 MB. Gespeichert wird eine neu erzeugte PDF-Datei mit denselben Seiten.",
        widget=forms.ClearableFileInput(attrs={"accept": scans.ACCEPT}),
    )

    def __init__(self, *args: Any, agreement: PreAgreement, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement, self.too_large = agreement, too_large
        self.scan_pdf = b""
        self._choices("commune_signatory").queryset = agreement.commune.office_holders.all()
        self._choices("lpr_signatory").queryset = User.objects.filter(signing_authorities__isnull=False).distinct()
        self.helper = plain_helper(
            Layout(
                "version",
                Fieldset("Kommune", Row("commune_signatory", "commune_signed_on")),
                Fieldset("Landespräventionsrat", Row("lpr_signatory", "lpr_signed_on")),
                Fieldset("Original und Scan", "place_of_original", "scan"),
                Actions(Primary("", "Scan zur Bestätigung geben"), Cancel("Abbrechen", agreement.get_absolute_url())),
            )
        )
        self.helper.mark_optional = False

    def _choices(self, name: str) -> "forms.ModelChoiceField[Any]":
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def clean_commune_signed_on(self) -> date:
        return self._past("commune_signed_on")

    def clean_lpr_signed_on(self) -> date:
        return self._past("lpr_signed_on")

    def _past(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        if day > timezone.localdate():
            raise forms.ValidationError("Dieser Tag liegt in der Zukunft. Bitte prüfen Sie das Datum.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._clean_signatories(data)
        self._clean_days(data)
        upload = data.get("scan")
        if self.too_large:
            self.add_error("scan", "Die Datei ist größer als 20 MB. Bitte scannen Sie mit geringerer Auflösung.")
        elif upload and self.errors:
            self.add_error("scan", CHOOSE_AGAIN)
        elif upload:
            try:
                self.scan_pdf = scans.clean_scan(upload.read())
            except scans.ScanRefusedError as refused:
                self.add_error("scan", str(refused))
        else:
            self.add_error("scan", "Bitte wählen Sie den Scan des unterschriebenen Originals.")
        return data

    def _clean_signatories(self, data: dict[str, Any]) -> None:
        """The right to sign belongs to the office on the day of signing (domain rules 11 and 12)."""
        holder, on = data.get("commune_signatory"), data.get("commune_signed_on")
        entitled = self.agreement.signatory_on(on) if on else None
        if holder and on and holder != entitled:
            whom = f"Unterzeichnen durfte {entitled}" if entitled else "Niemand durfte unterzeichnen"
            self.add_error("commune_signatory", f"{whom}, nach unserem Verzeichnis am {on:%d.%m.%Y}.")
        user, day = data.get("lpr_signatory"), data.get("lpr_signed_on")
        if user and day and not user.may_sign_on(day):
            self.add_error("lpr_signatory", f"{user.full_name} hatte an diesem Tag keine Zeichnungsbefugnis.")

    def _clean_days(self, data: dict[str, Any]) -> None:
        """Nobody signs a version before it was issued; figures would count the agreement from such a day on."""
        version = self.agreement.current_version
        issued_on = timezone.localdate(version.issued_at) if version else None
        for name in ("commune_signed_on", "lpr_signed_on"):
            day = data.get(name)
            if day and issued_on and day < issued_on:
                since = f"{issued_on:%d.%m.%Y}"
                self.add_error(name, f"Diese Fassung gibt es erst seit dem {since}. Bitte prüfen Sie das Datum.")


class ScanCheckForm(forms.Form):
    """What another person found on the scan."""

    CONFIRM, REJECT = "confirm", "reject"

    scan = forms.IntegerField(widget=forms.HiddenInput)
    finding = forms.ChoiceField(
        label="Was sehen Sie?",
        choices=[
            (CONFIRM, "Der Scan zeigt alle Seiten dieser Fassung mit beiden Unterschriften und den genannten Tagen."),
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
