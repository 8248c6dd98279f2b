"""Agreeing to the preview of an import."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from asskomm.intake.models import Import
from core.crispy_kern.layout import Actions, Primary
from core.forms import plain_helper


class ApplyForm(forms.Form):
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
