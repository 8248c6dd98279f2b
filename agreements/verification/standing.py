"""Where a version stands on a day, as everything that is said of it to the public is derived from (signing rule 17)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone

from agreements.models import DocumentVersion, PreAgreement
from agreements.models.terms import terms_on

Status = PreAgreement.Status


class State(StrEnum):
    """What holds of a version; of an amendment it holds as long as its agreement does, a termination for good."""

    IN_FORCE = "in_force"
    BEGINS_LATER = "begins_later"
    ENDED = "ended"
    NEVER_HELD = "never_held"  # ended before its first day
    OVER = "over"  # its last day is past, and the clock has not ended it yet
    REPLACED = "replaced"
    ISSUED = "issued"
    ON_PAPER = "on_paper"  # printed, not yet confirmed
    COMMUNE_SIGNED = "commune_signed"
    WITHDRAWN = "withdrawn"
    NOT_SIGNED = "not_signed"  # declined, ran out, being changed: why is nobody else's business


# Both sides signed it.
SIGNED = frozenset({State.IN_FORCE, State.BEGINS_LATER, State.ENDED, State.NEVER_HELD, State.OVER})
WAITING = {
    Status.ISSUED: State.ISSUED,
    Status.COMMUNE_SIGNED: State.COMMUNE_SIGNED,
    Status.WITHDRAWN: State.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a version holds on a day.

    `since`: its first day, where both sides signed. `until`: its last day as it is known on that day, None without
    one; `cancelled`: that day comes from a termination and not from the term. `amends`: the reference of the agreement
    that it changes or ends, empty for one of its own. `on_paper`: the original was signed by hand.
    """

    state: State
    since: date | None = None
    until: date | None = None
    cancelled: bool = False
    amends: str = ""
    on_paper: bool = False


def standing_of(version: DocumentVersion) -> Standing:
    """Where the version stands today."""
    agreement = version.agreement
    amends = agreement.amends.reference if agreement.amends else ""
    if version.state == DocumentVersion.State.SUPERSEDED:
        return Standing(State.REPLACED, amends=amends)
    on_paper = agreement.route == PreAgreement.Route.PRINTED
    if on_paper and agreement.status in {Status.ISSUED, Status.SCANNED}:
        return Standing(State.ON_PAPER, amends=amends, on_paper=True)
    if agreement.status == Status.IN_FORCE and agreement.in_force_on:
        return _in_force(agreement, timezone.localdate(), amends=amends, on_paper=on_paper)
    if agreement.status == Status.ENDED and agreement.ended_on:
        state = State.NEVER_HELD if agreement.never_held else State.ENDED
        return Standing(state, agreement.in_force_on, agreement.ended_on, amends=amends, on_paper=on_paper)
    return Standing(WAITING.get(Status(agreement.status), State.NOT_SIGNED), amends=amends, on_paper=on_paper)


def _in_force(agreement: PreAgreement, today: date, *, amends: str, on_paper: bool) -> Standing:
    base = agreement.amends or agreement
    until, state = _last_day(base, today), State.IN_FORCE
    if agreement.kind == PreAgreement.Kind.TERMINATION:
        return Standing(state, agreement.in_force_on, amends=amends, on_paper=on_paper)
    if agreement.begins_on:
        state = State.BEGINS_LATER
    elif not base.is_in_force_on(today):
        state = State.OVER
    cancelled = until is not None and until == base.agreed_last_day
    return Standing(state, agreement.in_force_on, until, cancelled=cancelled, amends=amends, on_paper=on_paper)


def _last_day(base: PreAgreement, today: date) -> date | None:
    """The agreed end as it is known today: of the term, or by a termination that comes before."""
    return min((day for day in (terms_on(base, today).term_until, base.agreed_last_day) if day), default=None)
