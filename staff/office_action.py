"""What every view shares that does something which belongs to no commune: the actor."""

from functools import cached_property
from typing import Any

from core.action_views import ActionView
from staff.actors import StaffActor
from staff.requests import office_actor_of


class OfficeAction(ActionView):
    """Something that somebody of the office does, nobody else."""

    @cached_property
    def actor(self) -> StaffActor:
        """The signed-in person; 404 for who does not belong to the office."""
        return office_actor_of(self.request)

    def find(self) -> Any:
        """By default something new is made."""
        return None
