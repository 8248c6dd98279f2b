"""Periods of days: from a first day to a last day, both included; without a last day it goes on."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format

UNORDERED = "Das Ende liegt vor dem Beginn. Bitte prüfen Sie die Daten."


def period_is_ordered(prefix: str) -> models.CheckConstraint:
    """The constraint that a period does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
        name=f"{prefix}_period_ordered",
        violation_error_message=UNORDERED,
    )


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows that hold for a period."""

    def on(self, day: date) -> Self:
        """Rows whose period holds ``day``."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class Period(models.Model):
    """Something that holds from a day to a day."""

    valid_from = models.DateField("gültig ab")
    valid_until = models.DateField("gültig bis", null=True, blank=True, help_text="letzter Tag; leer: bis auf Weiteres")

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the period holds ``day``, without asking the database."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def overlaps(self, other: "Period") -> bool:
        """Whether both hold on at least one day, as the exclusion constraints of the database see it."""
        begins_in_time = other.valid_until is None or self.valid_from <= other.valid_until
        return begins_in_time and (self.valid_until is None or other.valid_from <= self.valid_until)

    @property
    def period_text(self) -> str:
        """German, for people: "01.01.2024 bis 31.12.2026" or "seit 01.01.2024"."""
        start = date_format(self.valid_from, "d.m.Y")
        if self.valid_until is None:
            return f"seit {start}"
        return f"{start} bis {date_format(self.valid_until, 'd.m.Y')}"
