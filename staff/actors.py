"""A member of staff as an actor."""

from dataclasses import dataclass

from core.actors import Actor, ActorKind
from staff.models import User


@dataclass(frozen=True, slots=True)
class StaffActor:
    """A signed-in person; ``acting_for`` names whom a substitute stands in for (domain rule 20).

    Towards a commune, ``communes.responsibility`` makes the actor; only it knows who is responsible.
    """

    user: User
    acting_for: User | None = None
    kind: ActorKind = ActorKind.STAFF

    @property
    def actor_id(self) -> str:
        return str(self.user.pk)

    @property
    def acted_for_id(self) -> str:
        return str(self.acting_for.pk) if self.acting_for else ""


def staff_user(actor: Actor) -> User | None:
    """The account behind ``actor``, or None when no member of staff acts."""
    return actor.user if isinstance(actor, StaffActor) else None
