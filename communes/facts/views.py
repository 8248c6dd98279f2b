"""Pages for dated facts: recording one, noting its end, taking it back."""

from typing import Any

from django.shortcuts import get_object_or_404

from communes.commune_actions import CommunePage
from communes.facts import saving
from communes.facts.forms import EndForm, MilestoneForm, RetractForm
from communes.models import Commune, Milestone
from communes.policies import can_change_commune, can_change_milestone
from communes.responsibility import actor_for
from core.policies import Decision


class AddMilestone(CommunePage):
    """Record a fact about a commune and those it shares it with."""

    form_class = MilestoneForm
    page_title = "Fakt erfassen"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "commune": self.commune, "may_change": self.may_change}

    def may_change(self, other: Commune) -> Decision:
        """Whether the person may write into the file of ``other``, for whomever there."""
        return can_change_commune(actor_for(self.request, other), other)

    def perform(self, form: MilestoneForm) -> Milestone:
        saving.record(form.instance, commune=self.commune, others=form.partners, actor=self.actor)
        return form.instance

    def done_text(self, result: Milestone) -> str:
        return f"{result} ist erfasst."


class OfMilestone(CommunePage):
    """What is done to a fact that is there, for every commune it is about."""

    object: Milestone

    def find(self) -> Milestone:
        return get_object_or_404(self.commune.milestones, pk=self.kwargs["pk"])

    def decide(self) -> Decision:
        return can_change_milestone(self.actor, self.object)


class EndMilestone(OfMilestone):
    """Note when something that lasts was over."""

    form_class = EndForm
    page_title = "Ende erfassen"

    @property
    def intro(self) -> str:
        return str(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "milestone": self.object}

    def perform(self, form: EndForm) -> None:
        saving.end(self.object, form.cleaned_data["ended_on"], actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Das Ende ist erfasst: {self.object}."


class RetractMilestone(OfMilestone):
    """Take a wrong fact back, with a reason."""

    form_class = RetractForm
    page_title = "Fakt zurücknehmen"

    @property
    def intro(self) -> str:
        number = self.object.communes.count()
        shared = f", gemeinsam mit {number - 1} weiteren Kommunen" if number > 1 else ""
        return f"{self.object}{shared}. Der Fakt bleibt durchgestrichen stehen und zählt in keiner Auswertung mehr."

    def perform(self, form: RetractForm) -> None:
        saving.retract(self.object, form.cleaned_data["reason"], actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"{self.object} ist zurückgenommen und zählt nicht mehr."
