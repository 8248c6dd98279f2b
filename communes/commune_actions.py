"""What every view shares that does something to a commune's file: its door, the actor, its page with one form."""

from functools import cached_property
from typing import Any

from communes.lookup import visible_commune
from communes.models import Commune
from communes.policies import can_change_commune
from communes.responsibility import actor_for
from core.action_views import ActionView, ButtonView
from core.policies import Decision
from staff.actors import StaffActor


class CommuneAction(ActionView):
    """Something that the office does to one commune, or to what belongs to it (``object``)."""

    @cached_property
    def commune(self) -> Commune:
        """The commune that the address names; 404 for who may not see it."""
        return visible_commune(self.request, self.kwargs["ags"])

    def find(self) -> Any:
        return self.commune

    @cached_property
    def actor(self) -> StaffActor:
        """The signed-in person, in the name of who is in charge of the commune."""
        return actor_for(self.request, self.commune)

    def decide(self) -> Decision:
        return can_change_commune(self.actor, self.commune)

    def back_to(self) -> str:
        return self.commune.get_absolute_url()

    def leads_to(self, _result: Any) -> str:
        return self.back_to()


class CommunePage(CommuneAction):
    """A page with one form. ``page_title`` is its heading."""

    template_name = "communes/form_page.html"
    draft_key = "{request.path}"
    page_title = ""

    @property
    def intro(self) -> str:
        """A sentence above the form; may be empty."""
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cancel_url": self.back_to()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {"commune": self.commune, "page_title": self.page_title, "intro": self.intro}
        return super().get_context_data(**page, **kwargs)


class RowPage(CommunePage):
    """The form of a row that belongs to the commune: ``object``, new or as it is."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.object}


class CommuneButton(ButtonView, CommuneAction):
    """A button in a commune's file."""
