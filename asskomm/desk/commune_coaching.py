"""Coaching in the commune's file: the engagements, and a button per agreement that can carry another one."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from agreements.models import PreAgreement
from agreements.policies.handling import can_handle
from coaching import policies
from coaching.days import Budget
from coaching.models import Engagement
from communes.models import Commune
from core.actions import Action
from core.policies import Decision
from staff.actors import StaffActor


@dataclass(frozen=True, slots=True)
class EngagementRow:
    """One line: the engagement and how much of it is used."""

    engagement: Engagement
    days: str


def coaching_of(commune: Commune, agreements: list[PreAgreement], actor: StaffActor) -> dict[str, Any]:
    """For ``desk/commune_coaching.html``. ``agreements``: the commune's, the newest first."""
    visible = Engagement.objects.visible_to(actor.user).filter(agreement__commune=commune)
    rows = visible.select_related("agreement", "coach__user").with_used_minutes()
    return {
        "rows": [EngagementRow(row, Budget.of(row.granted_days, row.minutes_used).short_text) for row in rows],
        "actions": _actions(agreements, can_handle(actor, commune)),
        "possible": any(policies.in_force(agreement) for agreement in agreements),
    }


def _candidates(agreements: list[PreAgreement]) -> list[PreAgreement]:
    """Those in force; without any, the newest one, whose button says why not yet."""
    return [agreement for agreement in agreements if policies.in_force(agreement)] or agreements[:1]


def _actions(agreements: list[PreAgreement], handle: Decision) -> list[Action]:
    """As ``policies.can_plan`` decides, with the question who handles the commune asked once for all."""
    return [
        Action.decided(
            f"Coaching zu {agreement.reference} anlegen",
            reverse("engagement-create", query={"vereinbarung": agreement.reference}),
            handle and policies.in_force(agreement),
        )
        for agreement in _candidates(agreements)
    ]
