"""The office answers a question of the commune."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from agreements.ceremony import questions
from agreements.ceremony.question_forms import OwnWordsForm
from agreements.models import Question
from agreements.office.agreement_views import AgreementAction
from agreements.policies.signing import can_answer_question
from core.action_views import OwnWordsView
from core.policies import Decision


class AnswerQuestion(OwnWordsView, AgreementAction):
    """Answer a question of the commune, once."""

    form_class = OwnWordsForm
    template_name = "agreements/answer.html"
    submit = "Antwort senden"
    hint = "Sie geht per E-Mail an die Kommune und steht im Verlauf. Der Link zum Unterzeichnen gilt weiter."
    done = "Die Antwort ist auf dem Weg."

    @cached_property
    def question(self) -> Question:
        """The question that the address names; 404 for one of another agreement."""
        related = ("invitation__office_holder__commune", "agreement__commune")
        return get_object_or_404(self.agreement.questions.select_related(*related), pk=self.kwargs["pk"])

    def decide(self) -> Decision:
        return can_answer_question(self.actor, self.question)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "label": "Ihre Antwort", "max_length": 5000}

    def perform(self, form: OwnWordsForm) -> None:
        questions.answer(self.question, form.cleaned_data["text"], actor=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"question": self.question, "actor": self.actor, "draft_key": f"agreement-answer-{self.question.pk}"}
        return super().get_context_data(**more, **kwargs)
