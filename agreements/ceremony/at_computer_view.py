"""The mayor goes on at another device: one tap sends the link once more, to the address it was sent to."""

from typing import Any

from django import forms

from agreements.ceremony import lost_links
from agreements.ceremony.ceremony_action import CeremonyAction
from core.mail_addresses import masked


class ContinueAtComputer(CeremonyAction):
    """Says what to do at the computer and sends the link there; asked too soon, it says that it was sent."""

    form_class = forms.Form
    template_name = "agreements/ceremony/at_computer.html"

    def perform(self, _form: Any) -> None:
        lost_links.send_once_more(self.ceremony.invitation)

    def leads_to(self, _result: Any) -> str:
        return "ceremony-at-computer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = self.ceremony.invitation
        return super().get_context_data(
            address=masked(invitation.recipient), sent_at=lost_links.lately_sent_at(invitation), **kwargs
        )
