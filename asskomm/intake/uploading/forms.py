"""Uploading a workbook."""

from pathlib import PurePath
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from asskomm.intake.reading.workbook import SAVE_AS
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
