"""Who signs for the commune, and its council's resolution."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from agreements.drafting.commune_side import Resolution
from agreements.models import CouncilResolution, PreAgreement
from agreements.policies.readiness import deputies_before, deputies_on
from communes.models import OfficeHolder
from core import dates, files, scans
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import DayField, plain_helper
from core.optimistic_forms import TokenForm
from core.typesetting.glyphs import DocumentField, shown_in_documents

DRAFT = "draft"


class DraftPartForm(TokenForm):
    """A part of a draft; its token is the draft's revision, so that no other part is changed unseen either."""

    def __init__(self, *args: Any, agreement: PreAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.initial = {"token": self._token_of(agreement), **self._columns(agreement)}

    def _stored(self, *, lock: bool = False) -> PreAgreement:
        rows = PreAgreement.objects.all()
        return (rows.select_for_update(of=("self",), no_key=True) if lock else rows).get(pk=self.agreement.pk)


class SignatoryForm(DraftPartForm):
    """The head in office or a deputy; deputies act in their fixed order. ``deputy``: who was chosen, after cleaning."""

    signatory = forms.ChoiceField(label="Wer unterzeichnet?", required=False, widget=forms.RadioSelect)
    reason = DocumentField(
        label="Grund der Vertretung",
        max_length=150,
        required=False,
        help_text=(
            "Zum Beispiel „Urlaub der Bürgermeisterin bis 12.12.2026“. Er steht auch im Nachweis; bitte nennen Sie "
            "keine Krankheit, „verhindert“ genügt."
        ),
    )
    order_reason = DocumentField(
        label="Warum ist auch die vorrangige Stellvertretung verhindert?",
        max_length=100,
        required=False,
        help_text="Nur nötig, wenn nicht die erste Stellvertretung unterzeichnet.",
    )

    def __init__(self, *args: Any, agreement: PreAgreement, **kwargs: Any) -> None:
        super().__init__(*args, agreement=agreement, **kwargs)
        self.today = timezone.localdate()
        self.deputies = {str(deputy.pk): deputy for deputy in deputies_on(agreement.commune, self.today)}
        head = agreement.commune.office_holders.head_on(self.today)
        choices = [("", str(head) if head else "Bürgermeisteramt (zurzeit niemand erfasst)")]
        choices += [
            (key, f"i. V. {deputy} ({deputy.deputy_rank}. Stellvertretung)") for key, deputy in self.deputies.items()
        ]
        field = self.fields["signatory"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        actions = Actions(Primary("", "Speichern"), Cancel("Abbrechen", agreement.get_absolute_url()))
        self.helper = plain_helper(Layout("token", "signatory", "reason", "order_reason", actions))
        self.helper.mark_optional = False

    @property
    def deputy(self) -> OfficeHolder | None:
        """The chosen deputy of a valid form, None for the head in office."""
        return self.deputies.get(self.cleaned_data["signatory"])

    def _columns(self, row: PreAgreement) -> dict[str, Any]:
        return {
            "signatory": str(row.deputy_id or ""),
            "reason": row.deputy_reason,
            "order_reason": row.deputy_order_reason,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        deputy = self.deputies.get(data.get("signatory", ""))
        if deputy is None:  # the head in office gives no reasons: they are not stored
            return data | {"reason": "", "order_reason": ""}
        try:
            shown_in_documents(f"{deputy.office_title} {deputy.full_name}")
        except forms.ValidationError as refused:
            self.add_error("signatory", refused)
        if not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Bitte geben Sie an, warum die Stellvertretung unterzeichnet.")
        before = deputies_before(deputy, self.today)
        if before and not data.get("order_reason") and "order_reason" not in self.errors:
            self.add_error("order_reason", f"Zuerst vertritt {before[0]}. Bitte geben Sie an, warum das nicht geht.")
        if not before:
            data["order_reason"] = ""
        return data


class ResolutionForm(DraftPartForm):
    """Not needed, pending with a day, or passed with number, day, file and what the council saw.

    ``pdf``: the scan of a valid form, made again; ``stored_pdf``: where the portal put it.
    """

    state = forms.ChoiceField(
        label="Stand des Beschlusses", choices=CouncilResolution.State.choices, widget=forms.RadioSelect
    )
    expected_on = DayField(label="Voraussichtlich am", required=False)
    on = DayField(label="Datum des Beschlusses", required=False)
    number = forms.CharField(label="Nummer des Beschlusses", max_length=60, required=False)
    about = forms.ChoiceField(label="Worüber hat der Rat beschlossen?", required=False)
    draft_on = DayField(
        label="Stand des Entwurfs",
        required=False,
        help_text="Der Tag, von dem der Entwurf war, den der Rat gesehen hat.",
    )
    file = forms.FileField(
        label="Beschluss als Datei",
        required=False,
        help_text="PDF, JPEG oder PNG bis 20 MB. Gespeichert wird eine neue PDF-Datei mit Bildern der Seiten.",
        widget=forms.ClearableFileInput(attrs={"accept": scans.ACCEPT}),
    )

    def __init__(self, *args: Any, agreement: PreAgreement, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, agreement=agreement, **kwargs)
        self.too_large = too_large
        self.pdf: bytes | None = None
        self.stored_pdf: files.Blob | None = None
        self.title = f"Ratsbeschluss zur Vereinbarung {agreement.reference}"
        self.has_file = agreement.council_resolution.file_id is not None
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [(DRAFT, "über einen Entwurf")] + [
            (
                str(version.number),
                f"über Fassung {version.number} vom {dates.day(timezone.localdate(version.issued_at))}",
            )
            for version in agreement.versions.order_by("-number")
        ]
        if self.has_file:
            self.fields["file"].help_text += (
                " Leer lassen, um die vorhandene Datei zu behalten. Sie entfällt, wenn der Beschluss doch noch "
                "aussteht oder nicht erforderlich ist."
            )
        self.helper = plain_helper(
            Layout(
                "token",
                "state",
                Fieldset("Wenn er noch aussteht", "expected_on"),
                # The file comes last: whatever stands behind a file that is too large does not arrive.
                Fieldset("Wenn er gefasst ist", Row("on", "number"), Row("about", "draft_on"), "file"),
                Actions(Primary("", "Beschluss speichern"), Cancel("Abbrechen", agreement.get_absolute_url())),
            )
        )
        self.helper.mark_optional = False

    def resolution(self) -> Resolution:
        """What a valid form says."""
        data = self.cleaned_data
        version = None if data["about"] in {"", DRAFT} else int(data["about"])
        return Resolution(
            data["state"], data["expected_on"], data["on"], data["number"], version, data["draft_on"], self.stored_pdf
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == CouncilResolution.State.PENDING and not data.get("expected_on"):
            self._demand("expected_on", "Bitte geben Sie an, wann der Rat voraussichtlich beschließt.")
        if data.get("state") == CouncilResolution.State.PASSED:
            self._clean_passed(data)
        return data | self._not_stored(data)

    def _not_stored(self, data: dict[str, Any]) -> dict[str, Any]:
        """What was typed and does not belong to the chosen state: a second click is no conflict about it."""
        empty: dict[str, Any] = {} if data.get("state") == CouncilResolution.State.PENDING else {"expected_on": None}
        if data.get("state") != CouncilResolution.State.PASSED:
            return empty | {"on": None, "number": "", "about": DRAFT, "draft_on": None}
        return empty | ({"about": DRAFT} if data.get("about") in {"", DRAFT} else {"draft_on": None})

    def _clean_passed(self, data: dict[str, Any]) -> None:
        for name in ("on", "number"):
            if not data.get(name):
                self._demand(name, "Bei einem gefassten Beschluss bitte angeben.")
        if data.get("on") and data["on"] > timezone.localdate():
            self.add_error("on", "Dieser Tag liegt in der Zukunft. Bitte prüfen Sie das Datum.")
        if data.get("about") in {"", DRAFT}:
            if not data.get("draft_on"):
                self._demand("draft_on", "Bitte geben Sie an, von wann der Entwurf war, den der Rat gesehen hat.")
            elif data.get("on") and data["draft_on"] > data["on"]:
                self.add_error("draft_on", "Dieser Entwurf ist jünger als der Beschluss. Bitte prüfen Sie beide Daten.")
        self._clean_file(data.get("file"))

    def _demand(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def _clean_file(self, upload: Any) -> None:
        if self.too_large:
            self.add_error("file", "Die Datei ist größer als 20 MB. Bitte scannen Sie mit geringerer Auflösung.")
        elif upload and self.errors:
            self.add_error("file", "Bitte wählen Sie die Datei nach der Berichtigung noch einmal aus.")
        elif upload:
            try:
                self.pdf = scans.clean_scan(upload.read(), title=self.title, name=upload.name)
            except scans.ScanRefusedError as refused:
                self.add_error("file", str(refused))
        elif not self.has_file:
            self._demand("file", "Bitte laden Sie den Beschluss hoch, zum Beispiel als Auszug aus der Niederschrift.")

    def _columns(self, row: PreAgreement) -> dict[str, Any]:
        known = row.council_resolution
        return {
            "state": known.state,
            "expected_on": known.expected_on,
            "on": known.passed_on,
            "number": known.number,
            "about": str(known.version or DRAFT),
            "draft_on": known.draft_on,
        }

    def _is_done(self, stored: PreAgreement) -> bool:
        known = stored.council_resolution.file
        same_file = self.pdf is None or (
            self.stored_pdf is not None and known is not None and known.sha256 == self.stored_pdf.sha256
        )
        return same_file and super()._is_done(stored)
