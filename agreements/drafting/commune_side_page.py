"""What the agreement's page says about who signs for the commune and about its council's resolution."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from agreements.models import CouncilResolution, PreAgreement
from agreements.policies.drafts import can_edit
from agreements.policies.readiness import outdated_resolution
from core import dates
from core.actors import Actor

Status = PreAgreement.Status
SIGNED = {Status.COMMUNE_SIGNED, Status.SCANNED, Status.IN_FORCE, Status.ENDED}


@dataclass(frozen=True, slots=True)
class CommuneSide:
    """``signatory``: of a draft, who is to sign, later only a deputy; ``signed``: whether that is done.

    ``outdated``: that the resolution is about an older text.
    """

    signatory: str
    signed: bool
    reason: str
    resolution: str
    about: str
    has_file: bool
    outdated: str
    may_edit: bool


def commune_side(agreement: PreAgreement, actor: Actor) -> CommuneSide | None:
    """None for what was signed on paper before: nothing of it is known."""
    if agreement.route == PreAgreement.Route.PAPER:
        return None
    is_draft = agreement.status == PreAgreement.Status.DRAFT
    return CommuneSide(
        signatory=_signatory(agreement) if is_draft or agreement.deputy_id else "",
        signed=agreement.status in SIGNED,
        reason=agreement.on_behalf_reason,
        resolution=_resolution(agreement.council_resolution),
        about=_about(agreement.council_resolution),
        has_file=agreement.council_resolution.file_id is not None,
        outdated=outdated_resolution(agreement) if is_draft else "",
        may_edit=can_edit(actor, agreement).allowed,
    )


def _signatory(agreement: PreAgreement) -> str:
    if agreement.deputy is not None:
        return f"i. V. {agreement.deputy}"
    return str(agreement.signatory_on(timezone.localdate()) or "niemand im Amt erfasst")


def _resolution(row: CouncilResolution) -> str:
    label = row.get_state_display()
    match row.state:
        case CouncilResolution.State.PASSED if row.passed_on:
            return f"{label}: Nr. {row.number} vom {_day(row.passed_on)}"
        case CouncilResolution.State.PENDING if row.expected_on:
            return f"{label}, erwartet am {_day(row.expected_on)}"
    return label


def _about(row: CouncilResolution) -> str:
    if row.version is not None:
        return f"zu Fassung {row.version}"
    if row.draft_on is not None:
        return f"zum Entwurf vom {_day(row.draft_on)}"
    return ""


def _day(day: date) -> str:
    return dates.day(day)
