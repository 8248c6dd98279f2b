"""What every change of an engagement shares: its lock, the policy asked under it, the journal's entry.

Entries are keyed by the commune and name the engagement, so that they stand on both pages.
"""

from typing import Any

from coaching.models import Engagement
from core import journal
from core.actors import Actor
from core.journal import Visibility
from core.policies import Decision
from core.transitions import TransitionRefusedError


def locked(engagement: Engagement) -> Engagement:
    """The engagement as it is now, held until the end of the transaction."""
    rows = Engagement.objects.select_for_update(of=("self",), no_key=True).with_parties()
    return rows.get(pk=engagement.pk)


def require(decision: Decision) -> None:
    """Raise TransitionRefusedError unless it may be done."""
    if not decision:
        raise TransitionRefusedError(decision.reason)


def record(
    what: str, engagement: Engagement, actor: Actor, *, visibility: str = Visibility.COMMUNE, **data: Any
) -> None:
    """Write an entry about ``engagement``; ``data``: ids and codes."""
    journal.record(
        key=engagement.journal_key,
        kind=f"engagement.{what}",
        subject=engagement,
        actor=actor,
        visibility=visibility,
        data=data,
    )
