"""The doors to coaching: ``visible_to`` for the office and for coaches."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import DecimalField, Q, Sum, Value
from django.db.models.functions import Coalesce

from communes.models import Commune
from staff.models import Role, User

if TYPE_CHECKING:
    from coaching.models import Coach, Engagement  # noqa: F401 - named in the base classes


class CoachQuerySet(models.QuerySet["Coach"]):
    """Which coaches, and with what."""

    def offered(self, current: int | None = None) -> Self:
        """Coaches who can sign in, and so can be given something to do; ``current`` stays, whoever it is."""
        return self.filter(Q(user__is_active=True, user__role=Role.COACH) | Q(pk=current))

    def with_promised_days(self, year: int) -> Self:
        """With ``promised_days``: what engagements that begin in ``year`` grant, broken off ones aside."""
        counted = Q(engagements__planned_from__year=year) & ~Q(engagements__status="broken_off")
        zero = Value(0, DecimalField(max_digits=7, decimal_places=2))
        return self.annotate(promised_days=Coalesce(Sum("engagements__granted_days", filter=counted), zero))


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Which engagements, and with what."""

    def visible_to(self, user: User) -> Self:
        """Everything for the office; a coach sees only the own ones (domain rule 18)."""
        if user.is_office:
            return self
        return self.filter(coach__user=user) if user.role == Role.COACH else self.none()

    def with_parties(self) -> Self:
        """With commune, agreement and coach, in the same query."""
        return self.select_related("agreement__commune__district", "coach__user")

    def with_used_minutes(self) -> Self:
        """With ``minutes_used``, the duration of all sessions."""
        return self.annotate(minutes_used=Coalesce(Sum("sessions__minutes"), 0))

    def with_days(self) -> Self:
        """With ``first_day`` and ``last_day``: as it happened, else as planned."""
        return self.annotate(
            first_day=Coalesce("started_on", "planned_from"), last_day=Coalesce("ended_on", "planned_until")
        )

    def running_on(self, day: date) -> Self:
        """Begun and not ended on ``day``, from the days themselves (domain rule 7)."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day), started_on__lte=day)

    def in_charge_of(self, user: User, day: date) -> Self:
        """Engagements with the communes ``user`` is responsible for on ``day``, or stands in for."""
        communes = Commune.objects.in_charge_of(user, day).order_by().values("pk")
        return self.filter(agreement__commune__in=communes)
