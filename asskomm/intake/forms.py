"""Uploading a workbook, agreeing to its preview, narrowing its lines."""

from pathlib import PurePath
from typing import Any

import django_filters
from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet

from asskomm.intake.models import Import, ImportLine, Verdict
from asskomm.intake.reading.workbook import SAVE_AS
from asskomm.intake.template.sheets import in_template_order
from core.crispy_kern.layout import Actions, Primary
from core.forms import plain_helper

OTHER_FORMATS = {
    ".xls": "eine Datei im alten Excel-Format (.xls)",
    ".xlsb": "eine Excel-Binärarbeitsmappe (.xlsb)",
    ".xlsm": "eine Excel-Arbeitsmappe mit Makros (.xlsm)",
    ".ods": "eine OpenDocument-Tabelle (.ods)",
    ".numbers": "eine Tabelle von Apple Numbers",
    ".csv": "eine CSV-Datei",
    ".tsv": "eine Textdatei",
    ".txt": "eine Textdatei",
    ".pdf": "ein PDF",
    ".docx": "ein Word-Dokument",
    ".doc": "ein Word-Dokument",
}


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
        kind = OTHER_FORMATS.get(PurePath(upload.name).suffix.lower())
        if kind:
            raise forms.ValidationError(f"Das ist {kind}; das Portal liest nur Dateien im Format .xlsx. {SAVE_AS}")
        return upload


class TakeOverForm(forms.Form):
    """Agreement to one preview; faulty lines are left out, and hidden things taken over, on purpose only."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    include_hidden = forms.BooleanField(required=False)
    leave_out_faulty = forms.BooleanField(required=False)

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = run.revision
        faulty, to_do = run.faulty, run.to_do
        layout: list[Any] = ["revision", *self._ask_for_hidden(run)]
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

    def _ask_for_hidden(self, run: Import) -> list[str]:
        if not run.hidden_lines:
            del self.fields["include_hidden"]
            return []
        field = self.fields["include_hidden"]
        number = "1 Zeile" if run.hidden_lines == 1 else f"{run.hidden_lines} Zeilen"
        field.label = f"Auch Ausgeblendetes übernehmen ({number})"
        field.help_text = "Was in Excel ausgeblendet ist, steht oben; jede dieser Zeilen sagt es unter „Hinweise“."
        field.required = True
        field.error_messages["required"] = (
            "Bitte bestätigen Sie das, oder wählen Sie oben „Ausgeblendetes auslassen“. Übernommen wurde nichts."
        )
        return ["include_hidden"]


class LineFilter(django_filters.FilterSet):
    """By sheet and by what happens; the names are those of the address."""

    blatt = django_filters.ChoiceFilter(label="Blatt", field_name="sheet", empty_label="Alle")
    was = django_filters.ChoiceFilter(
        label="Was geschieht", field_name="verdict", choices=Verdict.choices, empty_label="Alles"
    )

    ausgeblendet = django_filters.ChoiceFilter(
        label="Ausgeblendetes", choices=[("ja", "nur Zeilen damit")], empty_label="Alle Zeilen", method="only_hidden"
    )

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if run.leave_out_hidden or not run.hidden:
            del self.filters["ausgeblendet"]
        self.filters["blatt"].extra["choices"] = [(title, title) for title in in_template_order(run.counts)]

    def only_hidden(self, queryset: QuerySet[ImportLine], _name: str, _value: str) -> QuerySet[ImportLine]:
        """The lines with something that Excel hides; the filter has no other choice."""
        return queryset.filter(hidden=True)
