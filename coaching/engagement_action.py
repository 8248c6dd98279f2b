"""The door to one engagement, for the office and its coach, and what every view about it shares."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from coaching import policies
from coaching.models import Engagement
from communes.responsibility import actor_for
from core.action_views import ActionView
from staff.actors import StaffActor
from staff.requests import staff_of


def visible_engagement(request: HttpRequest, pk: int) -> Engagement:
    """The engagement, if the signed-in person may see it; otherwise 404."""
    rows = Engagement.objects.visible_to(staff_of(request)).with_parties().select_related("prepared_by")
    return get_object_or_404(rows, pk=pk)


class EngagementAction(ActionView):
    """Something that is done to one engagement, or to a part of it. ``title``: what the page is called."""

    template_name = "coaching/form.html"
    context_name = "engagement"
    draft_key = "{request.path}"
    object: Engagement
    title = ""

    def find(self) -> Engagement:
        return visible_engagement(self.request, self.kwargs["pk"])

    @cached_property
    def actor(self) -> StaffActor:
        """The signed-in person, in the name of who is in charge of the commune."""
        return actor_for(self.request, self.object.commune)

    def entitled(self) -> bool:
        return policies.can_change(self.actor, self.object).allowed

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cancel_url": self.object.get_absolute_url()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page_title=self.title, **kwargs)
