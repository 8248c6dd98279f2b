"""Termine dieser Woche: what falls on one of the next seven days, and what should have begun or ended already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from agreements.models import CouncilResolution, Invitation, PreAgreement
from agreements.models.agreement import PreAgreementQuerySet
from asskomm.desk.due_tasks import own_tasks
from coaching.models import Engagement
from communes.daily_work.due_days import due_text
from communes.models import Commune
from staff.models import Role, Substitution, User

LENGTH = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One date. ``what``: in words; ``label`` and ``url``: where to go; ``overdue``: it should have happened."""

    day: date
    when: str
    what: str
    label: str
    url: str
    overdue: bool
    acting_for: User | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """Whose week it is; ``stood_in_for``: by key of the district, for whom the person acts there today."""

    user: User
    today: date
    stood_in_for: Mapping[str, User]

    @property
    def last(self) -> date:
        return self.today + LENGTH

    def rows(self) -> list[WeekRow]:
        """The overdue first, then day by day; a constant number of queries."""
        agreements = (self._links(), self._terms(), self._councils())
        sources = (self._tasks(), self._coaching(), *agreements, self._substitutions())
        rows = [row for source in sources for row in source]
        return sorted(rows, key=lambda row: (row.day, row.what, row.label))

    def _communes(self) -> QuerySet[Commune]:
        """Those the person is in charge of today; all of them for the head."""
        visible = Commune.objects.visible_to(self.user)
        mine = visible if self.user.role == Role.HEAD else visible.handled_by(self.user, self.today)
        return mine.order_by().values("pk")  # type: ignore[return-value]  # for a subquery

    def _row(self, day: date, what: str, label: str, url: str, commune: Commune | None = None) -> WeekRow:
        acting_for = self.stood_in_for.get(commune.district_id) if commune is not None else None
        when = due_text(day, self.today).removeprefix("bis ")
        return WeekRow(day, when, what, label, url, day < self.today, acting_for)

    def _tasks(self) -> Iterator[WeekRow]:
        due = own_tasks(self.user, self.today).filter(due_on__range=(self.today, self.last))
        for task in due.select_related("commune"):
            label = f"{task.title}, {task.commune.name}"
            yield self._row(task.due_on, "Aufgabe", label, task.commune.get_absolute_url() + "#aufgaben", task.commune)

    def _coaching(self) -> Iterator[WeekRow]:
        starts = Q(status=Engagement.Status.PLANNED, planned_from__lte=self.last)
        ends = Q(status=Engagement.Status.RUNNING, planned_until__lte=self.last)
        visible = Engagement.objects.visible_to(self.user).with_parties()
        for engagement in visible.filter(starts | ends, agreement__commune__in=self._communes()):
            commune, url = engagement.commune, engagement.get_absolute_url()
            if engagement.status == Engagement.Status.PLANNED:
                yield self._row(engagement.planned_from, "Coaching beginnen", commune.name, url, commune)
            else:
                yield self._row(engagement.planned_until, "Coaching endet wie geplant", commune.name, url, commune)

    def _links(self) -> Iterator[WeekRow]:
        """What has expired already stands under "Zu tun"."""
        first, end = _midnight(self.today), _midnight(self.last + timedelta(days=1))
        open_ones = Invitation.objects.filter(
            state=Invitation.State.OPEN,
            expires_at__gte=first,
            expires_at__lt=end,
            version__agreement__status=PreAgreement.Status.ISSUED,
            version__agreement__commune__in=self._communes(),
        )
        for invitation in open_ones.select_related("version__agreement__commune"):
            day = timezone.localdate(invitation.expires_at)
            yield self._of_agreement(day, "Link zum Unterzeichnen läuft ab", invitation.version.agreement)

    def _terms(self) -> Iterator[WeekRow]:
        """As amended; what both sides agreed to end is ended by the clock, so it is only announced."""
        for agreement in self._agreements().ending_by(self.last, self.today).select_related("commune"):
            agreed = agreement.agreed_day == agreement.ends_on
            what = "Letzter Tag der Vereinbarung, aufgehoben" if agreed else "Laufzeit der Vereinbarung endet"
            yield self._of_agreement(agreement.ends_on, what, agreement)

    def _councils(self) -> Iterator[WeekRow]:
        resolutions = CouncilResolution.objects.expected_by(self.last).filter(agreement__in=self._agreements())
        for resolution in resolutions.select_related("agreement__commune"):
            assert resolution.expected_on is not None
            yield self._of_agreement(resolution.expected_on, "Ratsbeschluss erwartet", resolution.agreement)

    def _agreements(self) -> PreAgreementQuerySet:
        return PreAgreement.objects.visible_to(self.user).filter(commune__in=self._communes())

    def _of_agreement(self, day: date, what: str, agreement: PreAgreement) -> WeekRow:
        label = f"{agreement.with_kind}, {agreement.commune.name}"
        return self._row(day, what, label, agreement.get_absolute_url(), agreement.commune)

    def _substitutions(self) -> Iterator[WeekRow]:
        week = (self.today, self.last)
        mine = Substitution.objects.filter(Q(absent=self.user) | Q(substitute=self.user))
        near = mine.filter(Q(valid_from__range=week) | Q(valid_until__range=week))
        for row in near.select_related("absent", "substitute"):
            label = f"{row.substitute} für {row.absent}"
            if self.today <= row.valid_from <= self.last:
                yield self._row(row.valid_from, "Vertretung beginnt", label, reverse("team"))
            if row.valid_until is not None and self.today <= row.valid_until <= self.last:
                yield self._row(row.valid_until, "Letzter Tag der Vertretung", label, reverse("team"))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
