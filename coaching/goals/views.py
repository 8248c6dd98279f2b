"""Setting a goal, putting it otherwise, ticking it."""

from typing import Any

from django.shortcuts import get_object_or_404

from coaching import policies
from coaching.engagement_action import EngagementAction
from coaching.goals import saving
from coaching.goals.forms import GoalForm
from coaching.models import Engagement, Goal
from core.action_views import ButtonView
from core.policies import Decision


class SetGoal(EngagementAction):
    """Set a goal, or put it otherwise."""

    form_class = GoalForm
    done = "Das Ziel ist gespeichert."
    goal: Goal | None

    def find(self) -> Engagement:
        engagement, goal = super().find(), self.kwargs.get("goal")
        self.goal = get_object_or_404(engagement.goals, pk=goal) if goal else None
        return engagement

    @property
    def title(self) -> str:  # type: ignore[override]  # one for a new goal, another for one there is
        return "Ziel bearbeiten" if self.goal else "Ziel hinzufügen"

    def decide(self) -> Decision:
        return policies.can_set_goals(self.actor, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.goal}

    def perform(self, form: GoalForm) -> None:
        saving.save_goal(form, self.object, actor=self.actor)

    def leads_to(self, _result: Any) -> Engagement:
        return self.object


class TickGoal(ButtonView, EngagementAction):
    """Tick a goal (``done=1``) or open it again."""

    goal: Goal

    def find(self) -> Engagement:
        engagement = super().find()
        self.goal = get_object_or_404(engagement.goals, pk=self.kwargs["goal"])
        return engagement

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"data": self.request.POST}

    def perform(self, _form: Any) -> None:
        saving.tick(self.goal, done=self.request.POST.get("done") == "1", actor=self.actor)

    def back_to(self) -> str:
        return f"{self.object.get_absolute_url()}#ziele"

    def leads_to(self, _result: Any) -> str:
        return self.back_to()
