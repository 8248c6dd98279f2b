"""Entering a session, or correcting it."""

from typing import Any

from django.shortcuts import get_object_or_404

from coaching import policies
from coaching.engagement_action import EngagementAction
from coaching.models import Engagement, Session
from coaching.sessions import saving
from coaching.sessions.forms import SessionForm
from core.policies import Decision


class EnterSession(EngagementAction):
    """Enter a session, or correct it."""

    form_class = SessionForm
    done = "Der Termin ist gespeichert."
    session: Session

    def find(self) -> Engagement:
        engagement, session = super().find(), self.kwargs.get("session")
        self.session = get_object_or_404(engagement.sessions, pk=session) if session else Session(engagement=engagement)
        return engagement

    @property
    def title(self) -> str:  # type: ignore[override]  # one for a new session, another for one there is
        return "Termin berichtigen" if self.session.pk else "Termin eintragen"

    def decide(self) -> Decision:
        return policies.can_report(self.actor, self.object)

    def entitled(self) -> bool:
        return policies.takes_part(self.actor, self.object).allowed

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.session, "engagement": self.object}

    def perform(self, form: SessionForm) -> None:
        try:
            saving.save_session(form, actor=self.actor)
        except saving.BudgetExceededError as exceeded:
            form.add_error("minutes", str(exceeded))

    def leads_to(self, _result: Any) -> Engagement:
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(hint=self.object.budget().text, **kwargs)
