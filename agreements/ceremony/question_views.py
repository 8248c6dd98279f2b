"""Before the signature: the mayor asks, wishes a change, or says no."""

from functools import cached_property
from typing import Any

from agreements.ceremony import ceremonies, questions
from agreements.ceremony.ceremony_action import SayInCeremony
from agreements.ceremony.question_forms import OwnWordsForm
from agreements.models import Question
from agreements.office.forms import ReasonForm


class AskQuestion(SayInCeremony):
    """Ask something; what was asked before stands above with its answers."""

    form_class = OwnWordsForm
    template_name = "agreements/ceremony/ask.html"
    submit = "Frage senden"
    hint = "Die Antwort kommt per E-Mail. Ihr Link zum Unterzeichnen gilt weiter."

    @cached_property
    def asked(self) -> list[Question]:
        """What was asked before."""
        return list(self.ceremony.invitation.questions.order_by("asked_at", "pk"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "label": "Noch eine Frage" if self.asked else "Ihre Frage"}

    def perform(self, form: OwnWordsForm) -> None:
        questions.ask(self.ceremony, form.cleaned_data["text"])

    def leads_to(self, _result: Any) -> str:
        return "ceremony-ask"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.asked, **kwargs)


class RequestChange(SayInCeremony):
    """Send the agreement back with a wish; the next page says what happens then."""

    form_class = OwnWordsForm
    template_name = "agreements/ceremony/request_change.html"
    submit = "Änderung wünschen"
    hint = "Am besten mit dem Abschnitt (§) und dem Wortlaut, den Sie sich vorstellen."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "label": "Was soll sich ändern?"}

    def perform(self, form: OwnWordsForm) -> None:
        ceremonies.request_change(self.ceremony, form.cleaned_data["text"])


class Decline(SayInCeremony):
    """Say no, with a reason."""

    form_class = ReasonForm
    template_name = "agreements/ceremony/decline.html"
    submit = "Nicht unterzeichnen"
    hint = "Bitte sagen Sie uns kurz, warum. Ihre Sachbearbeitung meldet sich bei Ihnen."

    def perform(self, form: ReasonForm) -> None:
        ceremonies.decline(self.ceremony, form.cleaned_data["reason"])
