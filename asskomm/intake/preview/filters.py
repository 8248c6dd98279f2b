"""Narrowing the lines of an import."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from asskomm.intake.models import Import, ImportLine, Verdict
from asskomm.intake.template.sheets import in_template_order


class LineFilter(django_filters.FilterSet):
    """By sheet and by what happens; the names are those of the address."""

    blatt = django_filters.ChoiceFilter(label="Blatt", field_name="sheet", empty_label="Alle")
    was = django_filters.ChoiceFilter(
        label="Was geschieht", field_name="verdict", choices=Verdict.choices, empty_label="Alles"
    )

    ausgeblendet = django_filters.ChoiceFilter(
        label="Ausgeblendetes", choices=[("ja", "nur Zeilen damit")], empty_label="Alle Zeilen", method="only_hidden"
    )

    def __init__(self, *args: Any, run: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if run.leave_out_hidden or not run.hidden:
            del self.filters["ausgeblendet"]
        self.filters["blatt"].extra["choices"] = [(title, title) for title in in_template_order(run.counts)]

    def only_hidden(self, queryset: QuerySet[ImportLine], _name: str, _value: str) -> QuerySet[ImportLine]:
        """The lines with something that Excel hides; the filter has no other choice."""
        return queryset.filter(hidden=True)
