"""The form for an agreement that both sides signed on paper."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from agreements.models import PreAgreement, TemplateVersion
from agreements.policies.paper import problem_with_paper_day
from communes.models import Topic
from core import dates, scans
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.crispy_kern.widgets import DateInput
from core.forms import DayField, plain_helper
from core.typesetting.glyphs import DocumentField


class PaperAgreementForm(forms.ModelForm):
    """What is known of an agreement that both sides signed on paper. ``scan_pdf``: the scan, made again, or None."""

    template_version = forms.ModelChoiceField(
        TemplateVersion.objects.filter(published_at__isnull=False, template__kind="agreement").select_related(
            "template"
        ),
        label="Vorlage",
        empty_label=None,
        help_text="Die Ausgabe, deren Wortlaut dem Original am nächsten kommt.",
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.filter(active=True),
        label="Themen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mehrere Angaben sind möglich.",
    )
    signed_on = DayField(label="Tag der letzten Unterschrift", help_text="Seitdem ist die Vereinbarung in Kraft.")
    commune_signatory = DocumentField(
        label="Für die Kommune",
        max_length=200,
        help_text="Amt und Name, zum Beispiel „Bürgermeisterin Erika Musterfrau“; in Vertretung mit „i. V.“ und Grund.",
    )
    lpr_signatory = DocumentField(
        label="Für den Landespräventionsrat",
        max_length=200,
        help_text="Name und Funktion, zum Beispiel „Petra Musterkraft, Sachbearbeitung“.",
    )
    place_of_original = forms.CharField(
        label="Ort des Originals", max_length=300, help_text="Wo das Papier liegt: Akte, Ordner, Raum."
    )
    scan = forms.FileField(
        label="Scan",
        required=False,
        help_text="PDF, JPEG oder PNG bis 20 MB. Gespeichert wird eine neue PDF-Datei mit Bildern der Seiten.",
        widget=forms.ClearableFileInput(attrs={"accept": scans.ACCEPT}),
    )

    class Meta:
        model = PreAgreement
        fields = ["template_version", "topics", "term_from", "term_until"]
        widgets = {"term_from": DateInput, "term_until": DateInput}
        labels = {"term_from": "Beginn", "term_until": "Ende"}
        help_texts = {
            "term_from": "Leer lassen, wenn sie mit der letzten Unterschrift begann.",
            "term_until": "Leer lassen, wenn die Vereinbarung unbefristet gilt.",
        }

    def __init__(self, *args: Any, cancel_url: str, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.scan_pdf: bytes | None = None
        self.helper = plain_helper(
            Layout(
                Fieldset("Was wurde vereinbart?", "template_version", "topics", Row("term_from", "term_until")),
                Fieldset("Wer hat unterzeichnet?", "signed_on", Row("commune_signatory", "lpr_signatory")),
                # The scan comes last: whatever stands behind a file that is too large does not arrive.
                Fieldset("Wo ist das Original?", "place_of_original", "scan"),
                Actions(Primary("", "Vereinbarung erfassen"), Cancel("Abbrechen", cancel_url)),
            )
        )

    def clean_signed_on(self) -> date:
        day: date = self.cleaned_data["signed_on"]
        problem = problem_with_paper_day(self.instance.commune, day)
        if problem:
            raise forms.ValidationError(problem)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["term_from"] = data.get("term_from") or data.get("signed_on")
        if data["term_from"] and data.get("term_until") and data["term_until"] < data["term_from"]:
            self.add_error("term_until", "Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Daten.")
        self._clean_scan(data.get("scan"))
        return data

    def _clean_scan(self, upload: Any) -> None:
        if self.too_large:
            self.add_error("scan", "Die Datei ist größer als 20 MB. Bitte scannen Sie mit geringerer Auflösung.")
        elif upload and self.errors:
            self.add_error("scan", "Bitte wählen Sie die Datei nach der Berichtigung noch einmal aus.")
        elif upload:
            try:
                title = f"Vereinbarung auf Papier vom {dates.day(self.cleaned_data['signed_on'])}"
                self.scan_pdf = scans.clean_scan(upload.read(), title=title, name=upload.name)
            except scans.ScanRefusedError as refused:
                self.add_error("scan", str(refused))
