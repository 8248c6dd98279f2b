"""The doors to communes and what belongs to them."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value

from communes.names import search_key, trigrams
from core.periods import PeriodQuerySet
from staff.models import User
from staff.standing_in import Absences

if TYPE_CHECKING:
    from communes.models import Attachment, Commune, Milestone, Task  # noqa: F401 - named in the base class


LIKE_ENOUGH = 0.4  # the part of what was typed that a name must have
KPR_KINDS = ("kpr_constituted", "kpr_reactivated", "kpr_dormant")


class CommuneQuerySet(models.QuerySet["Commune"]):
    """The only door to communes: start with ``visible_to``."""

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see: everything for the office, nothing for a coach without an engagement."""
        return self if user.is_office else self.none()

    def existing_on(self, day: date) -> Self:
        """Communes that existed on ``day`` (domain rule 3)."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day)).filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        )

    def official(self) -> Self:
        """Without the made-up communes of the demo."""
        return self.filter(fictitious=False)

    def matching(self, text: str) -> Self:
        """Communes whose name or AGS holds ``text``; umlauts and their transcriptions are one."""
        return self.filter(Q(search_key__contains=search_key(text)) | Q(ags__startswith=text.strip()))

    def sounding_like(self, text: str) -> Self:
        """Communes with a name much like ``text``, the most similar first: for what ``matching`` does not find."""
        wanted = sorted(trigrams(text))
        if not wanted:
            return self.none()
        shared = Func(
            F("trigrams"),
            Value(wanted, output_field=ArrayField(models.CharField(max_length=3))),
            template="cardinality(array(SELECT unnest(%(expressions)s)))",
            arg_joiner=") INTERSECT SELECT unnest(",
            output_field=IntegerField(),
        )
        return (
            self.filter(trigrams__overlap=wanted)
            .annotate(shared=shared)
            .filter(shared__gte=LIKE_ENOUGH * len(wanted))
            .order_by("-shared", "sort_key", "ags")
        )

    def by_kpr(self, kinds: Collection[str], day: date) -> Self:
        """Communes whose newest fact about a Präventionsrat on ``day`` is of ``kinds``; none: without any (rule 9)."""
        milestones: Any = self.model._meta.get_field("milestones").related_model
        newest = milestones._default_manager.about_kpr(day).filter(communes=OuterRef("pk")).values("kind")[:1]
        rows = self.alias(kpr_kind=Subquery(newest))
        return rows.filter(kpr_kind__in=kinds) if kinds else rows.filter(kpr_kind__isnull=True)

    def with_shared_names(self) -> Self:
        """With ``shares_its_name``: whether another commune of the same name exists (domain rule 1)."""
        namesakes = self.model._default_manager.filter(sort_key=OuterRef("sort_key"), valid_until__isnull=True).exclude(
            pk=OuterRef("pk")
        )
        return self.annotate(shares_its_name=Exists(namesakes))

    def of_responsible(self, user: User, day: date) -> Self:
        """Communes of the districts ``user`` is responsible for on ``day``."""
        in_force = Q(district__responsibilities__valid_until__isnull=True) | Q(
            district__responsibilities__valid_until__gte=day
        )
        return self.filter(
            in_force, district__responsibilities__user=user, district__responsibilities__valid_from__lte=day
        )

    def in_charge_of(self, user: User, day: date) -> Self:
        """As ``of_responsible``, and those of whom ``user`` stands in for on ``day`` (domain rule 20)."""
        people = [user.pk, *(row.absent_id for row in Absences.on(day).stood_in_for_by(user))]
        in_force = Q(district__responsibilities__valid_until__isnull=True) | Q(
            district__responsibilities__valid_until__gte=day
        )
        return self.filter(
            in_force,
            district__responsibilities__user__in=people,
            district__responsibilities__valid_from__lte=day,
        )


class OfficeHolderQuerySet(PeriodQuerySet):
    """People in offices; ``on(day)`` gives those of a day."""

    def mayors(self) -> Self:
        """Heads of a commune: (Ober-)Bürgermeister and acting heads."""
        return self.filter(office__in=["mayor", "acting"])


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Dated facts; the ones that were taken back do not count."""

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see: everything for the office, nothing for a coach."""
        return self if user.is_office else self.none()

    def valid(self) -> Self:
        """Facts that were not retracted."""
        return self.filter(retracted_at__isnull=True)

    def until(self, day: date) -> Self:
        """Valid facts that had happened by ``day`` (domain rule 7)."""
        return self.valid().filter(happened_on__lte=day)

    def lasting_on(self, day: date) -> Self:
        """Valid facts that had begun and not ended on ``day``."""
        return self.until(day).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))

    def about_kpr(self, day: date) -> Self:
        """Valid facts about a Kommunaler Präventionsrat by ``day``, the newest first; it tells the state."""
        return self.until(day).filter(kind__in=KPR_KINDS).order_by("-happened_on", "-pk")


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks; the open ones are those that stand on desks."""

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see: everything for the office, nothing for a coach."""
        return self if user.is_office else self.none()

    def open(self) -> Self:
        """What is still to be done, the most urgent first."""
        return self.filter(done_at__isnull=True).order_by("due_on", "pk")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """The only door to attachments: start with ``visible_to``."""

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see: everything for the office, nothing for a coach."""
        return self if user.is_office else self.none()

    def current(self) -> Self:
        """Without those that were taken out of the file."""
        return self.filter(removed_at__isnull=True)
