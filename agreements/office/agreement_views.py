"""What every view about one agreement shares: its door and the actor."""

from functools import cached_property

from agreements.models import PreAgreement
from agreements.office.lookup import visible_agreement
from communes.responsibility import actor_for
from core.action_views import ActionView, ButtonView
from staff.actors import StaffActor


class AgreementAction(ActionView):
    """Something that the office does to one agreement."""

    context_name = "agreement"
    object: PreAgreement

    def find(self) -> PreAgreement:
        return visible_agreement(self.request, self.kwargs["reference"])

    @cached_property
    def actor(self) -> StaffActor:
        """The signed-in person, in the name of who is in charge of the commune."""
        return actor_for(self.request, self.object.commune)


class AgreementButton(ButtonView, AgreementAction):
    """A button on the agreement's page."""

    http_method_names = ["post"]
