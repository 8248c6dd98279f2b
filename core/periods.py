"""Periods of days: from a first day to a last day, both included; without a last day it goes on."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Q
from django.utils import timezone

from core import dates
from core.dated_fields import DayField

UNORDERED = "Das Ende liegt vor dem Beginn. Bitte prüfen Sie die Daten."


def period_is_ordered(prefix: str) -> models.CheckConstraint:
    """The constraint that a period does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
        name=f"{prefix}_period_ordered",
        violation_error_message=UNORDERED,
    )


def check_order(row: models.Model, first: str, last: str) -> None:
    """Raise a ValidationError at the field ``last`` where ``row`` ends before it begins; for a model's ``clean``."""
    begin, end = getattr(row, first), getattr(row, last)
    if begin is not None and end is not None and end < begin:
        raise ValidationError({last: UNORDERED})


class NoOverlap(ExclusionConstraint):
    """At most one row of a kind at a time, among rows with the columns of ``Period``.

    As Django's, but a form asks the database only about a row that is complete and in order: what is missing or wrong
    is told at its own field, and PostgreSQL has no range of it. Migrations need nothing of this.
    """

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise a ValidationError where ``instance`` overlaps a stored row."""
        names = self._names(model)
        excluded = set(exclude or ())
        missing = any(getattr(instance, name) is None for name in self._attributes(model, names))
        if not names & excluded and not missing and _is_in_order(instance):
            super().validate(model, instance, exclude=excluded, using=using)

    def deconstruct(self) -> Any:
        _, args, kwargs = super().deconstruct()
        return "django.contrib.postgres.constraints.ExclusionConstraint", args, kwargs

    def _names(self, model: type[models.Model]) -> set[str]:
        """Every field that the constraint looks at, in its expressions or its condition."""
        parts = [expression for expression, _ in self.expressions] + ([self.condition] if self.condition else [])
        return {name for part in parts for name, *_ in model._get_expr_references(part)}  # type: ignore[attr-defined]  # noqa: SLF001 - as Django's own constraints

    @staticmethod
    def _attributes(model: type[models.Model], names: set[str]) -> list[str]:
        """The columns among ``names`` that every row has."""
        fields = [model._meta.get_field(name) for name in names]
        return [field.attname for field in fields if isinstance(field, models.Field) and not field.null]


def _is_in_order(row: Any) -> bool:
    return row.valid_until is None or row.valid_from <= row.valid_until


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows that hold for a period."""

    def on(self, day: date) -> Self:
        """Rows whose period holds ``day``."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class Period(models.Model):
    """Something that holds from a day to a day."""

    valid_from = DayField("gültig ab")
    valid_until = DayField("gültig bis", null=True, blank=True, help_text="letzter Tag; leer: bis auf Weiteres")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        check_order(self, "valid_from", "valid_until")

    def holds_on(self, day: date) -> bool:
        """Whether the period holds ``day``, without asking the database."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def overlaps(self, other: "Period") -> bool:
        """Whether both hold on at least one day, as the exclusion constraints of the database see it."""
        begins_in_time = other.valid_until is None or self.valid_from <= other.valid_until
        return begins_in_time and (self.valid_until is None or other.valid_from <= self.valid_until)

    @property
    def period_text(self) -> str:
        """German, for people: "01.01.2024 bis 31.12.2026", "seit 01.01.2024", to come "ab 01.01.2030"."""
        start = dates.day(self.valid_from)
        if self.valid_until is None:
            return f"{'ab' if self.valid_from > timezone.localdate() else 'seit'} {start}"
        return f"{start} bis {dates.day(self.valid_until)}"
