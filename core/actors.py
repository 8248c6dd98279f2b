"""Who acts: a member of staff, a signatory known by the ceremony, or the system.

The journal stores only ids and codes of an actor, never a name, so that a person can be erased by law
while the chain still verifies.
"""

from dataclasses import dataclass
from typing import Protocol

from django.db import models


class ActorKind(models.TextChoices):
    """Which kind of actor the journal names."""

    STAFF = "staff", "Mitarbeiterin oder Mitarbeiter"
    SIGNATORY = "signatory", "Unterzeichnende Person"
    SYSTEM = "system", "Portal"


class Actor(Protocol):
    """What the journal and the policies need to know of anyone who acts."""

    @property
    def kind(self) -> ActorKind: ...

    @property
    def actor_id(self) -> str: ...

    @property
    def acted_for_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The portal itself, when a deadline passes or a job goes on."""

    kind: ActorKind = ActorKind.SYSTEM
    actor_id: str = ""
    acted_for_id: str = ""


SYSTEM = SystemActor()
