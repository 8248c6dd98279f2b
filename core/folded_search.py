"""Searching people in Django's administration, whatever the marks of their names."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.folding import matching


class FoldedSearch(admin.ModelAdmin[Any]):
    """Finds by ``search_fields`` as ever, and by ``folded_search_fields`` of the row itself without marks."""

    folded_search_fields: tuple[str, ...] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, may_hold_twice = super().get_search_results(request, queryset, search_term)
        if not search_term.strip() or not self.folded_search_fields:
            return found, may_hold_twice
        alike = matching(queryset.model._base_manager.all(), self.folded_search_fields, search_term)
        return queryset.filter(pk__in=found.values("pk")) | queryset.filter(pk__in=alike.values("pk")), False
