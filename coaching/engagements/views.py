"""Planning an engagement, its page, and how it begins and ends."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from agreements.models import PreAgreement
from agreements.policies.handling import can_handle
from coaching import policies, transitions
from coaching.engagement_action import EngagementAction, visible_engagement
from coaching.engagements import saving
from coaching.engagements.forms import BreakOffForm, DayForm, EngagementForm
from coaching.engagements.page import engagement_page
from coaching.models import Engagement
from communes.models import Commune
from communes.responsibility import actor_for
from core.action_views import ActionView
from core.policies import Decision
from staff.actors import StaffActor
from staff.requests import staff_of


class PlanEngagement(ActionView):
    """A planned engagement on ``?vereinbarung=<Aktenzeichen>``, or why there cannot be one."""

    form_class = EngagementForm
    template_name = "coaching/create.html"
    context_name = "agreement"
    done = "Das Coaching ist geplant. Legen Sie nun die Ziele fest."
    object: PreAgreement

    def find(self) -> PreAgreement:
        visible = PreAgreement.objects.visible_to(staff_of(self.request)).with_parties()
        return get_object_or_404(visible, reference=self.request.GET.get("vereinbarung", ""))

    @cached_property
    def actor(self) -> StaffActor:
        """The signed-in person, in the name of who is in charge of the commune."""
        return actor_for(self.request, self.object.commune)

    def decide(self) -> Decision:
        return policies.can_plan(self.actor, self.object)

    def entitled(self) -> bool:
        return can_handle(self.actor, self.object.commune).allowed

    def back_to(self) -> Commune:
        return self.object.commune

    def get_form_kwargs(self) -> dict[str, Any]:
        planned, back = Engagement(agreement=self.object), self.object.commune.get_absolute_url()
        return {**super().get_form_kwargs(), "instance": planned, "cancel_url": back}

    def perform(self, form: EngagementForm) -> Engagement:
        return saving.create(form, actor=self.actor)

    def leads_to(self, result: Engagement | None) -> Any:
        """A second click leads to what the first one has planned."""
        return result or self.object.engagements.order_by("-pk").first() or self.back_to()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"draft_key": self.request.get_full_path(), **kwargs})


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one engagement."""
    engagement = visible_engagement(request, pk)
    return render(request, "coaching/show.html", engagement_page(engagement, actor_for(request, engagement.commune)))


class EditPlan(EngagementAction):
    """Plan otherwise; what was typed survives somebody else's newer change."""

    form_class = EngagementForm
    title = "Planung bearbeiten"
    done = "Die Planung ist gespeichert."

    def decide(self) -> Decision:
        return policies.can_edit(self.actor, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.object}

    def perform(self, form: EngagementForm) -> None:
        saving.change(form, actor=self.actor)


class Step(EngagementAction):
    """A transition on a day. ``label``: what that day is; ``submit``: what the button says."""

    form_class = DayForm
    draft_version = "{object.revision}"
    label = "Ende des Coachings"
    submit = ""

    def decide(self) -> Decision:
        return policies.can_change(self.actor, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "label": self.label, "submit": self.submit}


class Start(Step):
    """The coaching begins."""

    title = submit = "Coaching beginnen"
    label = "Beginn des Coachings"
    done = "Das Coaching läuft. Der Coach kann jetzt Termine eintragen."

    def decide(self) -> Decision:
        return policies.can_start(self.actor, self.object)

    def perform(self, form: DayForm) -> None:
        transitions.start(self.object, actor=self.actor, on=form.cleaned_data["on"])


class Complete(Step):
    """The coaching is done."""

    title = submit = "Coaching abschließen"
    done = "Das Coaching ist abgeschlossen."

    def perform(self, form: DayForm) -> None:
        transitions.complete(self.object, actor=self.actor, on=form.cleaned_data["on"])


class BreakOff(Step):
    """The coaching ends early, or does not begin, with a reason."""

    form_class = BreakOffForm
    title = submit = "Coaching abbrechen"
    done = "Das Coaching ist abgebrochen."

    def perform(self, form: BreakOffForm) -> None:
        said = form.cleaned_data
        transitions.break_off(self.object, actor=self.actor, on=said["on"], reason=said["reason"])
