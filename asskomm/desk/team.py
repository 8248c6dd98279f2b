"""The team: who is responsible for which district, who stands in for whom, who signs; and the handover."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from communes.handover import HandoverForm, hand_over
from communes.models import District, Responsibility
from core.action_views import INVALID
from core.actions import Action
from core.badges import Badge
from core.journal import PORTAL
from core.models import JournalEntry
from core.periods import Period
from core.policies import Decision
from core.timeline import timeline
from staff.actors import StaffActor
from staff.models import SigningAuthority, Substitution, User
from staff.policies import (
    can_decline_authority,
    can_enter_substitution,
    can_grant_authority,
    can_manage_team,
    is_second_person,
)
from staff.requests import office_actor_of
from staff.standing_in import Absences
from staff.team_actions import TeamPage

PAST = 50


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """A district today: who has it, who acts (nobody: it is the head's), what is planned."""

    district: District
    current: Responsibility | None
    acting: User | None
    planned: list[Responsibility]


@dataclass(frozen=True, slots=True)
class DatedRow:
    """A substitution or an authority that holds or will hold, and what may be done with it."""

    row: Substitution | SigningAuthority
    state: Badge
    planned: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A right to sign that one person granted: who may approve it or not, and why not."""

    row: SigningAuthority
    confirm: Decision
    decline: Decision


@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """Everything about the team on one page; a constant number of queries."""
    return render(request, "team/team.html", _page(office_actor_of(request), timezone.localdate()))


class HandOver(TeamPage):
    """Hand a district over from a day on."""

    form_class = HandoverForm
    # What is refused under the lock may as well be of no use from the beginning.
    late_status = INVALID
    object: District

    def find(self) -> District:
        return get_object_or_404(District, pk=self.kwargs["key"])

    def decide(self) -> Decision:
        return can_manage_team(self.actor)

    @property
    def page_title(self) -> str:  # type: ignore[override]  # says which district
        return f"{self.object.full_name} übergeben"

    @property
    def lead(self) -> str:  # type: ignore[override]  # says who has it today
        current = self.object.responsibilities.on(timezone.localdate()).select_related("user").first()
        return f"Heute zuständig: {current.user}, {current.period_text}." if current else "Heute ist niemand zuständig."

    def perform(self, form: HandoverForm) -> Responsibility:
        return hand_over(self.object, **form.cleaned_data, actor=self.actor)

    def done_text(self, result: Responsibility) -> str:
        return f"Übergeben: {result}."


def _page(actor: StaffActor, today: date) -> dict[str, Any]:
    substitutions = list(Substitution.objects.select_related("absent", "substitute").order_by("valid_from", "pk"))
    granted = SigningAuthority.objects.select_related("user", "granted_by", "confirmed_by")
    authorities = list(granted.confirmed().order_by("user__last_name", "valid_from"))
    waiting = granted.filter(confirmed_at__isnull=True).order_by("granted_at", "pk")
    manage, grant = can_manage_team(actor), can_grant_authority(actor)
    ended = Responsibility.objects.filter(valid_until__lt=today).select_related("district", "user")
    return {
        "districts": _districts(substitutions, today),
        "substitutions": [
            _dated(row, today, may_end=manage.allowed or row.absent_id == actor.user.pk)
            for row in substitutions
            if not _is_past(row, today)
        ],
        "authorities": [_dated(row, today, may_end=manage.allowed) for row in authorities if not _is_past(row, today)],
        "waiting": [
            WaitingRow(row, manage and is_second_person(actor, row) and grant, can_decline_authority(actor, row))
            for row in waiting
        ],
        "may_manage": manage.allowed,
        "add_substitution": Action.decided(
            "Vertretung eintragen", reverse("substitution-add"), can_enter_substitution(actor)
        ),
        "grant": Action.decided("Zeichnungsbefugnis erteilen", reverse("authority-grant"), grant),
        "past_responsibilities": ended.order_by("-valid_until", "district")[:PAST],
        "past_substitutions": [row for row in reversed(substitutions) if _is_past(row, today)][:PAST],
        "past_authorities": [row for row in reversed(authorities) if _is_past(row, today)][:PAST],
        "entries": timeline(JournalEntry.objects.filter(key=PORTAL), limit=20),
    }


def _districts(substitutions: list[Substitution], today: date) -> list[DistrictRow]:
    absences = Absences({row.absent_id: row for row in substitutions if row.holds_on(today)})
    people = Prefetch("responsibilities", Responsibility.objects.select_related("user").order_by("valid_from"))
    rows = []
    for district in District.objects.order_by("fictitious", "name", "kind").prefetch_related(people):
        periods: list[Responsibility] = list(district.responsibilities.all())
        current = next((row for row in periods if row.holds_on(today)), None)
        planned = [row for row in periods if row.valid_from > today]
        rows.append(DistrictRow(district, current, absences.who_acts_for(current.user) if current else None, planned))
    return rows


def _dated(row: Substitution | SigningAuthority, today: date, *, may_end: bool) -> DatedRow:
    planned = row.valid_from > today
    return DatedRow(row, Badge("geplant", "info") if planned else Badge("gilt heute", "success"), planned, may_end)


def _is_past(row: Period, today: date) -> bool:
    return row.valid_until is not None and row.valid_until < today
