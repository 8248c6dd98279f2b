"""Dated facts: what happened with a commune, and when (domain rules 6 to 10). Figures are made of these."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q

from communes.models.commune import Commune
from communes.models.districts import Association, District
from core import dates
from core.dated_fields import DayField, MomentField
from staff.models import User

KPR_KINDS = ("kpr_constituted", "kpr_reactivated", "kpr_dormant")


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


@pghistory.track()
class Milestone(models.Model):
    """One dated fact of one or several communes. Wrong ones are retracted, never deleted (domain rule 22)."""

    class Kind(models.TextChoices):
        CONTACT = "contact", "Kontakt"
        ADVICE = "advice", "Beratung"
        SECURITY_ANALYSIS = "security_analysis", "Sicherheitsanalyse"
        COOPERATION_AGREEMENT = "cooperation_agreement", "Kooperationsvereinbarung"
        KPR_CONSTITUTED = "kpr_constituted", "KPR konstituiert"
        KPR_REACTIVATED = "kpr_reactivated", "KPR reaktiviert"
        KPR_DORMANT = "kpr_dormant", "KPR ruht"
        FUNDING = "funding", "Förderung"
        COACHING = "coaching", "Coaching vor dem Portal"

    kind = models.CharField("Art", max_length=30, choices=Kind)
    happened_on = DayField("Datum")
    ended_on = DayField("beendet am", null=True, blank=True)
    note = models.CharField("Bemerkung", max_length=300, blank=True)
    communes = models.ManyToManyField(Commune, related_name="milestones", verbose_name="Kommunen")
    association = models.ForeignKey(
        Association,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name="Verwaltungsgemeinschaft oder -verband",
        help_text="wenn der Verband als Ganzer beteiligt ist",
    )
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name="Landkreis",
        help_text="wenn der Landkreis als Ganzer beteiligt ist",
    )
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name="erfasst von"
    )
    recorded_at = MomentField("erfasst am", auto_now_add=True)
    retracted_at = MomentField("zurückgenommen am", null=True, editable=False)
    fictitious = models.BooleanField("erfunden (Demo)", default=False, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = "Fakt mit Datum"
        verbose_name_plural = "Fakten mit Datum"
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["kind", "happened_on"], name="milestone_by_kind_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "contact",
                        "advice",
                        "security_analysis",
                        "cooperation_agreement",
                        "kpr_constituted",
                        "kpr_reactivated",
                        "kpr_dormant",
                        "funding",
                        "coaching",
                    ]
                ),
                name="milestone_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("happened_on")),
                name="milestone_ends_after_it_began",
                violation_error_message="Das Ende liegt vor dem Beginn. Bitte prüfen Sie die Daten.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(kind__in=["cooperation_agreement", "coaching"]),
                name="milestone_only_some_kinds_end",
                violation_error_message="Nur eine Kooperationsvereinbarung und ein Coaching haben ein Ende.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} am {dates.day(self.happened_on)}"
