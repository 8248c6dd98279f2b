"""The form about a print that both sides signed by hand: who signed when, where the original lies, its scan."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.offline.forms import CHOOSE_AGAIN
from agreements.policies.readiness import deputies_before
from communes.models import OfficeHolder
from communes.models.offices import Office
from core import dates, scans
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import DayField, plain_helper
from core.typesetting.glyphs import DocumentField
from staff.models import User

EMPLOYEE_FIELDS = ("employee_name", "employee_function", "second_name", "second_function")


class ScanForm(forms.Form):
    """What a caseworker knows of the signed print: who signed when, where it lies.

    For the commune that is the person the version names, a deputy in the fixed order, or two authorised employees
    together (domain rule 12; SächsGemO § 60). ``scan_pdf``: the scan, made again; ``employees`` and
    ``representation_reason`` as in ``ScannedPaper``, after cleaning.
    """

    OFFICE, EMPLOYEES = "office", "employees"

    version = forms.IntegerField(widget=forms.HiddenInput)
    signed_by = forms.ChoiceField(
        label="Wer hat für die Kommune unterschrieben?",
        choices=[(OFFICE, "eine Person im Amt"), (EMPLOYEES, "zwei vertretungsberechtigte Bedienstete gemeinsam")],
        widget=forms.RadioSelect,
        required=False,
        initial=OFFICE,
    )
    commune_signatory = forms.ModelChoiceField(
        OfficeHolder.objects.none(),
        label="Für die Kommune hat unterschrieben",
        empty_label="Bitte wählen",
        required=False,
    )
    employee_name = DocumentField(label="Name der ersten Person", max_length=120, required=False)
    employee_function = DocumentField(label="Funktion der ersten Person", max_length=100, required=False)
    second_name = DocumentField(label="Name der zweiten Person", max_length=120, required=False)
    second_function = DocumentField(label="Funktion der zweiten Person", max_length=100, required=False)
    reason = DocumentField(
        label="Grund der Vertretung",
        max_length=150,
        required=False,
        help_text="Nötig, wenn jemand anders unterschrieben hat, als die Fassung nennt.",
    )
    order_reason = DocumentField(
        label="Warum war auch die vorrangige Stellvertretung verhindert?",
        max_length=100,
        required=False,
        help_text="Nur nötig, wenn nicht die erste Stellvertretung unterschrieben hat.",
    )
    commune_signed_on = DayField(label="Tag der Unterschrift der Kommune")
    lpr_signatory = forms.ModelChoiceField(
        User.objects.none(), label="Für den Landespräventionsrat hat unterschrieben", empty_label="Bitte wählen"
    )
    lpr_signed_on = DayField(label="Tag der Unterschrift des Landespräventionsrats")
    place_of_original = forms.CharField(
        label="Ort des Originals", max_length=300, help_text="Wo das Papier liegt: Akte, Ordner, Raum."
    )
    scan = forms.FileField(
        label="Scan aller Seiten",
        required=False,
        help_text="PDF, JPEG oder PNG bis 20 MB. Gespeichert wird eine neue PDF-Datei mit Bildern der Seiten.",
        widget=forms.ClearableFileInput(attrs={"accept": scans.ACCEPT}),
    )

    def __init__(self, *args: Any, agreement: PreAgreement, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement, self.too_large = agreement, too_large
        self.scan_pdf = b""
        self.employees: tuple[tuple[str, str], tuple[str, str]] | None = None
        self.representation_reason = ""
        self._choices("commune_signatory").queryset = agreement.commune.office_holders.all()
        self._choices("lpr_signatory").queryset = User.objects.filter(signing_authorities__isnull=False).distinct()
        self.helper = plain_helper(
            Layout(
                "version",
                Fieldset("Kommune", "signed_by", Row("commune_signatory", "commune_signed_on")),
                Fieldset("Wenn zwei Bedienstete unterschrieben haben", *map(_row, ("employee", "second"))),
                Fieldset("Wenn jemand in Vertretung unterschrieben hat", "reason", "order_reason"),
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
                title = f"Unterschriebene Vereinbarung {self.agreement.reference}"
                self.scan_pdf = scans.clean_scan(upload.read(), title=title, name=upload.name)
            except scans.ScanRefusedError as refused:
                self.add_error("scan", str(refused))
        else:
            self.add_error("scan", "Bitte wählen Sie den Scan des unterschriebenen Originals.")
        return data

    def _clean_signatories(self, data: dict[str, Any]) -> None:
        """The right to sign belongs to the office on the day of signing (domain rules 11 and 12)."""
        if data.get("signed_by") == self.EMPLOYEES:
            self._clean_employees(data)
        elif not data.get("commune_signatory"):
            if "commune_signatory" not in self.errors:
                self.add_error("commune_signatory", "Bitte wählen Sie, wer unterschrieben hat.")
        elif data.get("commune_signed_on"):
            self._clean_office(data, data["commune_signatory"], data["commune_signed_on"])
        user, day = data.get("lpr_signatory"), data.get("lpr_signed_on")
        if user and day and not user.may_sign_on(day):
            self.add_error("lpr_signatory", f"{user.full_name} hatte an diesem Tag keine Zeichnungsbefugnis.")

    def _clean_employees(self, data: dict[str, Any]) -> None:
        data["commune_signatory"] = None
        for name in EMPLOYEE_FIELDS:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Bitte geben Sie Name und Funktion beider Personen an.")
        self._demand_reason(data, "Bitte geben Sie an, warum zwei Bedienstete unterschrieben haben.")
        if not self.errors:
            one, two, three, four = (data[name] for name in EMPLOYEE_FIELDS)
            self.employees = (one, two), (three, four)

    def _clean_office(self, data: dict[str, Any], holder: OfficeHolder, on: date) -> None:
        """The person whom the version names, or another deputy in the fixed order, for a reason."""
        entitled = self.agreement.signatory_on(on)
        if holder == entitled:
            return
        deputies = self.agreement.commune.office_holders.on(on).filter(office=Office.DEPUTY)
        if not deputies.filter(pk=holder.pk).exists():
            whom = f"Unterzeichnen durfte {entitled}" if entitled else "Niemand durfte unterzeichnen"
            self.add_error("commune_signatory", f"{whom}, nach unserem Verzeichnis am {dates.day(on)}.")
            return
        self._demand_reason(data, "Bitte geben Sie an, warum die Stellvertretung unterschrieben hat.")
        before = deputies_before(holder, on)
        if before and not data.get("order_reason"):
            if "order_reason" not in self.errors:
                asked = f"Zuerst vertritt {before[0]}. Bitte geben Sie an, warum das nicht ging."
                self.add_error("order_reason", asked)
        elif before:
            self.representation_reason += f"; vorrangige Stellvertretung verhindert: {data['order_reason']}"

    def _demand_reason(self, data: dict[str, Any], message: str) -> None:
        self.representation_reason = data.get("reason") or ""
        if not self.representation_reason and "reason" not in self.errors:
            self.add_error("reason", message)

    def _clean_days(self, data: dict[str, Any]) -> None:
        """Nobody signs a version before it was issued; figures would count the agreement from such a day on."""
        version = self.agreement.current_version
        issued_on = timezone.localdate(version.issued_at) if version else None
        for name in ("commune_signed_on", "lpr_signed_on"):
            day = data.get(name)
            if day and issued_on and day < issued_on:
                since = dates.day(issued_on)
                self.add_error(name, f"Diese Fassung gibt es erst seit dem {since}. Bitte prüfen Sie das Datum.")


def _row(person: str) -> Row:
    return Row(f"{person}_name", f"{person}_function")
