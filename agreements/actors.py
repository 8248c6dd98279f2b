"""A signatory as an actor: known by the ceremony, not by an account."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.actors import ActorKind

if TYPE_CHECKING:
    from agreements.models.ceremony import Ceremony


@dataclass(frozen=True, slots=True)
class SignatoryActor:
    """The person who opened the link and gave the code."""

    ceremony: "Ceremony"
    kind: ActorKind = ActorKind.SIGNATORY
    acted_for_id: str = ""

    @property
    def actor_id(self) -> str:
        return str(self.ceremony.invitation.office_holder_id)
