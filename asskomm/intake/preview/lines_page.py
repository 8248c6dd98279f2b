"""The lines of an import as the portal's list page, and the numbers above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from asskomm.intake.models import Import, ImportLine, Verdict
from asskomm.intake.preview.filters import LineFilter
from asskomm.intake.preview.forms import ApplyForm
from asskomm.intake.template.schema import folded
from asskomm.intake.template.sheets import BY_TITLE, in_template_order
from core import dates
from core.columns import Column
from core.lists import ListPage


@dataclass(frozen=True, slots=True)
class Count:
    """How many lines, and where they are listed; ``label`` for those who hear the link alone."""

    heading: str
    number: int
    address: str
    label: str


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """One sheet's numbers, by verdict in the order of ``Verdict``, and all of them."""

    title: str
    counts: list[Count]
    total: int


def sheet_counts(run: Import) -> list[SheetCounts]:
    """The numbers above the lines, one row for each sheet."""
    return [
        SheetCounts(title, [_count(title, verdict, numbers) for verdict in Verdict], sum(numbers.values()))
        for title, numbers in in_template_order(run.counts).items()
    ]


def _count(title: str, verdict: Verdict, numbers: dict[str, int]) -> Count:
    address = f"?{urlencode({'blatt': title, 'was': verdict.value})}#zeilen"
    return Count(str(verdict.label), numbers.get(verdict.value, 0), address, f"{title}: {verdict.label}")


def in_words(line: ImportLine) -> str:
    """What stands in the line, in the order of the sheet's columns."""
    sheet = BY_TITLE.get(folded(line.sheet))
    if sheet is None:
        return ""
    return " · ".join(_shown(line.cells[column.key]) for column in sheet.columns if column.key in line.cells)


def _shown(cell: Sequence[Any]) -> str:
    kind, value = cell
    return dates.day(date.fromisoformat(value)) if kind == "d" else str(value)


def remarks_on(line: ImportLine) -> str:
    """One line of text for each message, the column first."""
    return "\n".join(f"{column}: {text}" if column else text for column, text in line.messages)


class Lines(ListPage):
    """The lines of one import, above them what would happen or has happened."""

    template_name = "intake/import.html"
    noun = ("Zeile", "Zeilen")
    filterset_class = LineFilter
    default_sort = "stelle"
    run: Import
    form: ApplyForm
    columns = (
        Column("stelle", "Zeile", lambda line: f"{line.sheet} {line.number}", ("position",), compact=True),
        Column("was", "Was geschieht", lambda line: line.verdict_badge, ("verdict", "position"), compact=True),
        Column("angaben", "Angaben", in_words),
        Column("hinweise", "Hinweise", remarks_on),
    )

    @property
    def title(self) -> str:  # type: ignore[override]  # one page for every import
        return f"Import vom {dates.day(self.run.uploaded_at)}"

    @cached_property
    def filterset(self) -> LineFilter:
        return LineFilter(data=self.request.GET, queryset=self.rows(), request=self.request, run=self.run)

    def rows(self) -> QuerySet[ImportLine]:
        return self.run.lines.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            run=self.run,
            form=self.form,
            sheet_counts=sheet_counts(self.run),
            verdicts=[verdict.label for verdict in Verdict],
            errors_url=reverse("import-errors", args=[self.run.pk]),
            **kwargs,
        )
