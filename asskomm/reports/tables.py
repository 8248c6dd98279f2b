"""A report as one table for Excel and CSV: a line for every figure and district."""

from collections.abc import Iterator

from django.utils import timezone

from asskomm.reports.remarks import SOURCE, demo_remark, in_words, scope_in_words
from asskomm.reports.report import Count, Report, Result
from core import dates, exports
from core.columns import as_text

LABELS = ("Kennzahl", "Gebiet", "Schlüssel", "Anzahl", "Kommunen", "Anteil in %", "Fassung der Definition")


def as_table(report: Report) -> exports.Table:
    """With key date, definitions, source and, in the demo, what is made up, above the table (domain rule 24)."""
    title = f"Bericht zum Stichtag {dates.day(report.scope.day)}"
    head = [
        title,
        "; ".join(scope_in_words(report.scope)),
        *([demo_remark()] if demo_remark() else []),
        f"Stand: {as_text(timezone.now())}",
        f"Quelle: {SOURCE}",
        *(
            f"{result.figure.label}: {in_words(result.definition)}{f' {result.remark}.' if result.remark else ''}"
            for result in report.results.values()
        ),
    ]
    return exports.Table(title, head, LABELS, _rows(report))


def _rows(report: Report) -> Iterator[tuple[exports.Cell, ...]]:
    for result in report.results.values():
        yield _row(result, "gesamt", None, result.count)
        for key, count in report.by_district(result.figure).items():
            yield _row(result, report.districts[key], key, count)


def _row(result: Result, name: str, key: str | None, count: Count) -> tuple[exports.Cell, ...]:
    share = None if count.share is None else float(count.share)
    return (str(result.figure.label), name, key, count.number, count.total, share, result.definition.version)
