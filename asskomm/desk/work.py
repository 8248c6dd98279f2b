"""Meine Arbeit: what is to be done, what waits for others, what could not be delivered."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.mails.overview import undelivered
from agreements.models import ChangeNotice, PreAgreement
from agreements.models.agreement import PreAgreementQuerySet
from agreements.text.state_words import since_text
from asskomm.desk.due_tasks import own_tasks, task_rows, team_tasks
from asskomm.desk.recently_viewed import recently_viewed
from asskomm.desk.templates_and_rights import templates_and_rights
from asskomm.desk.waiting import waiting_for_us, wished_drafts
from asskomm.desk.week import Week
from communes.models import Commune, Task
from communes.responsibility import stood_in_for
from staff.models import Role, User
from staff.requests import staff_of
from staff.standing_in import Absences

Status = PreAgreement.Status

NEXT_STEPS = {
    Status.DRAFT: "Entwurf fertigstellen und senden",
    Status.COMMUNE_SIGNED: "Gegenzeichnen",
    Status.SCANNED: "Scan von zweiter Person bestätigen lassen",
    Status.DECLINED: "Ablehnung klären",
    Status.EXPIRED: "Frist abgelaufen: neu senden",
}
CHANGE_WISHED = "Änderungswunsch der Kommune prüfen"
# An amendment or termination of an agreement that has ended: it cannot be sent or signed any more.
MOOT = Q(amends__status=Status.ENDED)
TAKE_BACK = Q(MOOT, status__in=(Status.DRAFT, Status.ISSUED, Status.COMMUNE_SIGNED))
TO_DO = Q(status__in=NEXT_STEPS) & ~MOOT | TAKE_BACK
COUNTERSIGNATURES_FIRST = Case(When(status=Status.COMMUNE_SIGNED, then=0), default=1)
WEEK_SHOWN = 40
TABS = (("", "Meine Aufgaben"), ("team", "Team"), ("wartet", "Wartet auf andere"))


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the views of the page, with its count."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line: what to do with which agreement, and since when it waits."""

    agreement: PreAgreement
    task: str
    since: str
    due: bool
    acting_for: User | None = None


@dataclass(frozen=True, slots=True)
class StandingIn:
    """Somebody one stands in for today, with how many communes."""

    absent: User
    period: str
    communes: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk it is; ``stood_in_for``: by key of the district, for whom the person acts there today.

    ``wished``: drafts that the commune sent back because it wants another text.
    """

    user: User
    stood_in_for: dict[str, User]
    wished: frozenset[int] = frozenset()

    def agreements(self) -> PreAgreementQuerySet:
        """Those of the whole office, as far as the person may read them."""
        return PreAgreement.objects.visible_to(self.user).with_parties().select_related("amends")

    def own(self) -> PreAgreementQuerySet:
        """Those of one's own districts and of those one stands in for; all of them for the head."""
        if self.user.role == Role.HEAD:
            return self.agreements()
        return self.agreements().handled_by(self.user, timezone.localdate())

    def row(self, agreement: PreAgreement) -> WorkRow:
        """One line of the list of tasks."""
        status = Status(agreement.status)
        task = NEXT_STEPS.get(status, "Die Kommune hat den Link und unterzeichnet")
        task = CHANGE_WISHED if agreement.pk in self.wished else task
        moot = agreement.amends is not None and agreement.amends.status == Status.ENDED
        give_up = "Verwerfen" if status == Status.DRAFT else "Zurückziehen"
        return WorkRow(
            agreement,
            f"{give_up}: Die Vereinbarung ist beendet" if moot else task,
            since_text(agreement),
            due=status == Status.COMMUNE_SIGNED and not moot,
            acting_for=self.stood_in_for.get(agreement.commune.district_id),
        )


@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """The first page of the day; a constant number of queries."""
    user = staff_of(request)
    if not user.is_office:
        return redirect("engagements")
    desk = Desk(user, stood_in_for(user, timezone.localdate()), wished_drafts())
    wanted = request.GET.get("sicht", "")
    lists = {
        "": desk.own().filter(TO_DO),
        "team": desk.agreements().filter(TO_DO),
        "wartet": desk.own().filter(~MOOT, status=Status.ISSUED),
    }
    shown = wanted if wanted in lists else ""
    today = timezone.localdate()
    tasks = {"": own_tasks(user, today), "team": team_tasks(user), "wartet": Task.objects.none()}
    notices = {"wartet": _open_notices(desk)}
    week = Week(user, today, desk.stood_in_for).rows() if shown == "" else []
    context: dict[str, Any] = {
        "tabs": [Tab(key, label, _number(key, lists, tasks, notices), key == shown) for key, label in TABS],
        "shown": shown,
        "rows": [
            desk.row(agreement) for agreement in lists[shown].order_by(COUNTERSIGNATURES_FIRST, "status_since")[:100]
        ],
        "tasks": task_rows(tasks[shown], user, desk.stood_in_for, today),
        "undeliverable": undelivered(desk.own()),
        "waiting": waiting_for_us(desk.own()),
        "templates_and_rights": templates_and_rights(user),
        "notices": notices["wartet"] if shown == "wartet" else (),
        "own_communes": _own_communes(user),
        "standing_in": _standing_in(desk),
        "week": week[:WEEK_SHOWN],
        "week_left_out": len(week[WEEK_SHOWN:]),
        "recently_viewed": recently_viewed(user),
        "recent": desk.own().order_by("-status_since")[:5],
    }
    return render(request, "desk/work.html", context)


def _number(key: str, *found: Mapping[str, QuerySet[Any]]) -> int:
    return sum(each[key].count() for each in found if key in each)


def _open_notices(desk: Desk) -> QuerySet[ChangeNotice]:
    """Notices of change that communes have not confirmed yet, the longest wait first."""
    own = ChangeNotice.objects.filter(status="open", agreement__in=desk.own().order_by().values("pk"))
    return own.select_related("agreement__commune").order_by("status_since", "pk")


def _own_communes(user: User) -> int:
    today = timezone.localdate()
    return Commune.objects.visible_to(user).existing_on(today).of_responsible(user, today).count()


def _standing_in(desk: Desk) -> list[StandingIn]:
    """For whom one acts today and until when, also for somebody without a district."""
    today = timezone.localdate()
    communes = Commune.objects.existing_on(today).filter(district__in=list(desk.stood_in_for)).order_by()
    by_district = {row["district"]: row["n"] for row in communes.values("district").annotate(n=Count("pk"))}
    numbers: Counter[int] = Counter()
    for district, absent in desk.stood_in_for.items():
        numbers[absent.pk] += by_district.get(district, 0)
    return [
        StandingIn(row.absent, row.period_text, numbers[row.absent_id])
        for row in Absences.on(today).stood_in_for_by(desk.user)
    ]
