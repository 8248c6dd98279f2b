"""Writing an entry; the box on the commune's file sends it here."""

from typing import Any

from asskomm.desk.composer.forms import EntryForm
from asskomm.desk.composer.saving import write
from communes.commune_actions import CommunePage
from core import dates


class Compose(CommunePage):
    """The page of the box, for errors and for who comes by its address."""

    form_class = EntryForm
    page_title = "Neue Notiz"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["cancel_url"]  # the box is part of the file: there is nothing to cancel
        return kwargs

    def perform(self, form: EntryForm) -> EntryForm:
        said = form.cleaned_data
        write(
            self.commune,
            said["text"],
            kind=said["kind"],
            on=said["called_on"],
            nonce=said["nonce"],
            counts=said["counts"],
            due_on=form.due_on,
            actor=self.actor,
        )
        return form

    def done_text(self, result: EntryForm) -> str:
        follow_up = (
            f" Die Wiedervorlage steht am {dates.day(result.due_on)} unter „Meine Arbeit“." if result.due_on else ""
        )
        return f"Die Notiz steht im Verlauf.{follow_up}"

    def leads_to(self, _result: Any) -> str:
        return self.back_to() + "#verlauf"
