"""Uploading a workbook, agreeing to its preview, narrowing its lines."""

from typing import Any

import django_filters
from crispy_forms.layout import Layout
from django import forms

from asskomm.intake.models import Import, Verdict
from asskomm.intake.reading import SAVE_AS
from core.forms import plain_helper
from core.layout import Actions, Primary


class UploadForm(forms.Form):
    """The workbook, filled in. What is in it is looked at later, in a process of its own."""

    file = forms.FileField(
        label="Ausgefüllte Excel-Datei",
        help_text="Eine Datei im Format .xlsx bis 20 MB.",
        error_messages={"empty": "Die Datei ist leer. Bitte wählen Sie die ausgefüllte Vorlage."},
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.helper = plain_helper(Layout("file", Actions(Primary("", "Hochladen und prüfen"))))
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.too_large:
            self.errors.pop("file", None)
            self.add_error("file", "Die Datei ist größer als 20 MB. Bitte teilen Sie sie auf.")
        return data

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.name.lower().endswith((".xls", ".xlsm", ".csv", ".ods", ".pdf", ".docx")):
            raise forms.ValidationError(f"Das Portal liest nur Dateien im Format .xlsx. {SAVE_AS}")
        return upload


class TakeOverForm(forms.Form):
    """Agreement to one preview; faulty lines are left out on purpose only."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    leave_out_faulty = forms.BooleanField(required=False)

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = run.revision
        faulty, to_do = run.faulty, run.to_do
        layout: list[Any] = ["revision"]
        if faulty:
            field = self.fields["leave_out_faulty"]
            field.label = (
                "Die eine fehlerhafte Zeile auslassen" if faulty == 1 else f"Die {faulty} fehlerhaften Zeilen auslassen"
            )
            field.help_text = (
                "Was Sie auslassen, bleibt 30 Tage hier stehen; Sie können es berichtigen und nachreichen."
            )
            field.required = True
            field.error_messages["required"] = (
                "Bitte bestätigen Sie das, oder berichtigen Sie die Zeilen und laden Sie die Datei neu hoch. "
                "Übernommen wurde nichts."
            )
            layout.append("leave_out_faulty")
        else:
            del self.fields["leave_out_faulty"]
        label = "Eine Zeile übernehmen" if to_do == 1 else f"{to_do} Zeilen übernehmen"
        self.helper = plain_helper(Layout(*layout, Actions(Primary("", label))))
        self.helper.mark_optional = False


class LineFilter(django_filters.FilterSet):
    """By sheet and by what happens; the names are those of the address."""

    blatt = django_filters.ChoiceFilter(label="Blatt", field_name="sheet", empty_label="Alle")
    was = django_filters.ChoiceFilter(
        label="Was geschieht", field_name="verdict", choices=Verdict.choices, empty_label="Alles"
    )

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["blatt"].extra["choices"] = [(title, title) for title in run.counts_by_sheet]
