"""The doors to communes and what belongs to them."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from communes.names import search_key
from core.periods import PeriodQuerySet
from staff.models import User

if TYPE_CHECKING:
    from communes.models import Commune, Milestone  # noqa: F401 - named in the base class


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
