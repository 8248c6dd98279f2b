"""Correcting a note: a new entry that names the one it corrects; both stay."""

from typing import Any
from uuid import uuid4

from crispy_forms.layout import Layout
from django import forms
from django.shortcuts import get_object_or_404

from communes.commune_actions import CommunePage
from communes.daily_work.saving import NOTES, correct_note
from core import dates
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import plain_helper
from core.models import JournalEntry
from core.timeline import title_of


class CorrectionForm(forms.Form):
    """What should have been written; ``nonce`` tells one form from the next."""

    nonce = forms.CharField(max_length=32, widget=forms.HiddenInput)
    text = forms.CharField(label="Richtig ist", max_length=10_000)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nonce"].initial = uuid4().hex
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 6})
        self.helper = plain_helper(
            Layout("nonce", "text", Actions(Primary("", "Berichtigung speichern"), Cancel("Abbrechen", cancel_url)))
        )
        self.helper.mark_optional = False


class CorrectNote(CommunePage):
    """The form with the text as it was written."""

    form_class = CorrectionForm
    page_title = "Notiz berichtigen"
    done = "Die Berichtigung steht im Verlauf; die frühere Fassung bleibt lesbar."
    object: JournalEntry

    def find(self) -> JournalEntry:
        notes = JournalEntry.objects.filter(key=self.commune.ags, kind__in=NOTES).select_related("free_text")
        return get_object_or_404(notes, pk=self.kwargs["pk"])

    @property
    def intro(self) -> str:
        return f"{title_of(self.object)}, geschrieben am {dates.moment(self.object.at)} Uhr."

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.object.free_text.text}

    def perform(self, form: CorrectionForm) -> None:
        said = form.cleaned_data
        correct_note(self.object, said["text"], commune=self.commune, nonce=said["nonce"], actor=self.actor)

    def leads_to(self, _result: Any) -> str:
        return self.back_to() + "#verlauf"
