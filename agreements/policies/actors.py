"""A signatory as an actor: known by the ceremony or the link, not by an account."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.actors import ActorKind

if TYPE_CHECKING:
    from agreements.models.ceremony import Ceremony
    from agreements.models.notice import ChangeNotice


@dataclass(frozen=True, slots=True)
class SignatoryActor:
    """The person who opened the link and gave the code."""

    ceremony: "Ceremony"
    kind: ActorKind = ActorKind.SIGNATORY
    acted_for_id: str = ""

    def current_ceremony(self) -> "Ceremony":
        """The ceremony as the database has it now; under the agreement's lock its link cannot change any more."""
        related = ("invitation__version", "invitation__office_holder")
        return type(self.ceremony).objects.select_related(*related).get(pk=self.ceremony.pk)

    @property
    def actor_id(self) -> str:
        return str(self.ceremony.invitation.office_holder_id)


@dataclass(frozen=True, slots=True)
class NoticeSignatory:
    """The person who opened the link to a notice of change. ``token_hash``: of the link that was opened."""

    notice: "ChangeNotice"
    token_hash: str
    kind: ActorKind = ActorKind.SIGNATORY
    acted_for_id: str = ""

    @property
    def actor_id(self) -> str:
        return str(self.notice.holder_id)
