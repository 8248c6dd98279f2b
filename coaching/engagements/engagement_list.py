"""The list of engagements, with its filters and columns."""

from decimal import Decimal
from typing import ClassVar

from django.db.models import QuerySet

from coaching.days import days_of
from coaching.engagements.filters import EngagementFilter
from coaching.models import Engagement
from core.columns import Column
from core.lists import ListPage
from staff.requests import staff_of


def _hundredths(minutes: int) -> Decimal:
    return round(days_of(minutes), 2)


class EngagementList(ListPage):
    """All engagements for the office, the own ones for a coach."""

    title = "Coaching"
    noun = ("Coaching", "Coachings")
    filterset_class = EngagementFilter
    default_sort = "-beginn"
    empty_title = "Noch kein Coaching"
    columns: ClassVar[tuple[Column, ...]] = (
        Column(
            "kommune",
            "Kommune",
            lambda row: row.commune.name,
            ("agreement__commune__sort_key",),
            link=Engagement.get_absolute_url,
        ),
        Column("landkreis", "Landkreis", lambda row: row.commune.district, ("agreement__commune__district__name",)),
        Column("vereinbarung", "Vereinbarung", lambda row: row.agreement, ("agreement__reference",)),
        Column("coach", "Coach", lambda row: row.coach, ("coach__user__last_name", "coach__user__first_name")),
        Column("stand", "Stand", lambda row: row.status_badge, ("status",)),
        Column(
            "beginn",
            "Beginn",
            lambda row: row.first_day,
            ("first_day",),
            compact=True,
            note=lambda row: "" if row.started_on else "geplant",
        ),
        Column(
            "ende",
            "Ende",
            lambda row: row.last_day,
            ("last_day",),
            compact=True,
            note=lambda row: "" if row.ended_on else "geplant",
        ),
        Column(
            "verbraucht", "Tage verbraucht", lambda row: _hundredths(row.minutes_used), ("minutes_used",), numeric=True
        ),
        Column("bewilligt", "Tage bewilligt", lambda row: row.granted_days, ("granted_days",), numeric=True),
    )

    @property
    def empty_text(self) -> str:  # type: ignore[override]  # one sentence for the office, another for coaches
        if staff_of(self.request).is_office:
            return "Ein Coaching legen Sie in der Akte einer Kommune an, sobald eine Vereinbarung in Kraft ist."
        return "Sobald der Landespräventionsrat ein Coaching mit Ihnen plant, steht es hier."

    def rows(self) -> QuerySet[Engagement]:
        return Engagement.objects.visible_to(staff_of(self.request)).with_parties().with_used_minutes().with_days()
