"""What every view shares that does something to the team: its page with one form, the way back."""

from typing import Any

from django.contrib import messages
from django.urls import reverse

from core.action_views import ButtonView
from staff.office_action import OfficeAction


class TeamAction(OfficeAction):
    """Something that somebody of the office does to the team."""

    refused_level = messages.WARNING

    def back_to(self) -> str:
        return "team"

    def leads_to(self, _result: Any) -> str:
        return self.back_to()


class TeamPage(TeamAction):
    """A page with one form: its heading and the sentence below it."""

    template_name = "team/form.html"
    draft_key = "{request.path}"
    page_title = ""
    lead = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cancel_url": reverse(self.back_to())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page_title=self.page_title, lead=self.lead, **kwargs)


class TeamButton(ButtonView, TeamAction):
    """A button on the team's page."""
