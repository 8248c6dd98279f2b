"""What every view about one agreement shares, and every view that makes one: its door and the actor."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from agreements.models import PreAgreement
from agreements.office.lookup import visible_agreement
from agreements.policies.handling import can_change
from communes.models import Commune
from communes.responsibility import actor_for
from core.action_views import ActionView, ButtonView
from staff.actors import StaffActor
from staff.requests import staff_of


class AgreementAction(ActionView):
    """Something that the office does to one agreement, or to what belongs to it (``object``)."""

    context_name = "agreement"

    @cached_property
    def agreement(self) -> PreAgreement:
        """The agreement that the address names; 404 for who may not read it."""
        return visible_agreement(self.request, self.kwargs["reference"])

    def find(self) -> Any:
        return self.agreement

    @cached_property
    def actor(self) -> StaffActor:
        """The signed-in person, in the name of who is in charge of the commune."""
        return actor_for(self.request, self.agreement.commune)

    def entitled(self) -> bool:
        """Who handles the agreement; then only its state has changed."""
        return can_change(self.actor, self.agreement).allowed


class AgreementButton(ButtonView, AgreementAction):
    """A button on the agreement's page."""


class NewAgreement(ActionView):
    """Something that makes an agreement of the commune in ``?kommune=<AGS>``."""

    context_name = "commune"
    object: Commune

    def find(self) -> Commune:
        visible = Commune.objects.visible_to(staff_of(self.request))
        return get_object_or_404(visible, pk=self.request.GET.get("kommune", ""))

    @cached_property
    def actor(self) -> StaffActor:
        """The signed-in person, in the name of who is in charge of the commune."""
        return actor_for(self.request, self.object)
