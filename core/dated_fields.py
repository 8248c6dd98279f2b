"""The columns of models that hold a day or a moment, each with the rule of ``core.dates``.

A model that names one of these gets the rule twice: as a validator, told at the field, and as a check constraint of
its table. Migrations hold Django's own fields and constraints, so they need nothing of this module.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Q

from core import forms
from core.dates import EARLIEST, LATEST, validate_plausible_date

FIRST_MOMENT = datetime(EARLIEST.year, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(LATEST.year, 12, 31, 23, 59, 59, tzinfo=UTC)


class PlausibleDates(models.CheckConstraint):
    """The check constraint of one column; forms have heard the reason from the field's validator already."""

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Nothing, instead of one query for each column."""

    def deconstruct(self) -> Any:
        _, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs


class _Plausible(models.Field[Any, Any]):
    default_validators = [validate_plausible_date]
    bounds: tuple[date, date]

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:  # type: ignore[override]  # DateField's
        super().contribute_to_class(cls, name, **kwargs)
        meta: Any = cls._meta
        if meta.abstract:
            return
        constraint = PlausibleDates(
            condition=Q(**{f"{name}__range": self.bounds}), name=f"{meta.model_name}_{name}_plausible"
        )
        meta.constraints = [*meta.constraints, constraint]
        meta.original_attrs["constraints"] = meta.constraints  # where makemigrations looks whether there are any

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs


class DayField(_Plausible, models.DateField):
    """A day."""

    bounds = (EARLIEST, LATEST)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.DayField, **kwargs})


class MomentField(_Plausible, models.DateTimeField):
    """A moment, with its time zone."""

    bounds = (FIRST_MOMENT, LAST_MOMENT)
