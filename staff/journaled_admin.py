"""Rows that the administration keeps in Django's admin: each new or changed one stands in the journal."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from core import journal
from staff.requests import actor_of


class JournaledAdmin(admin.ModelAdmin[Any]):
    """Writes who saved what, in the admin's own transaction; saved without a change, nothing.

    The names of the changed fields are data, what the row is called is the entry's erasable text.
    """

    def journal_key(self, obj: Any) -> str:
        """The chain that tells of ``obj``; the portal's where it belongs to no commune."""
        return journal.PORTAL

    def journal_data(self, obj: Any) -> dict[str, Any]:
        """Ids and codes worth having beside the names of the fields."""
        return {}

    def record(self, request: HttpRequest, obj: models.Model, what: str, data: dict[str, Any]) -> None:
        """One entry about ``obj``, in the transaction of the change."""
        journal.record(
            key=self.journal_key(obj),
            kind=f"{obj._meta.model_name}.{what}",
            subject=obj,
            actor=actor_of(request),
            data={**data, **self.journal_data(obj)},
            text=str(obj),
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Django calls this last, when the row and those that belong to it are saved."""
        super().save_related(request, form, formsets, change)
        related = {formset.prefix for formset in formsets if formset.has_changed()}
        fields = sorted({*form.changed_data, *related})
        if not change:
            self.record(request, form.instance, "created", {})
        elif fields:
            self.record(request, form.instance, "changed", {"fields": fields})
