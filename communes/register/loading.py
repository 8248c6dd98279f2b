"""Writing rows of the register into the database: only what differs, never a deletion."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction

from communes.models import Association, Commune, District, Topic
from communes.register.reading import Register, Rows

# Set when a commune is first loaded; afterwards the portal's administration decides (domain rule 5).
OURS = frozenset({"large_district_town"})


@dataclass(slots=True)
class LoadReport:
    """What one run did: keys of new rows, and for changed rows the names of the fields."""

    created: list[str] = field(default_factory=list)
    updated: dict[str, list[str]] = field(default_factory=dict)
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.created or self.updated)

    def __add__(self, other: "LoadReport") -> "LoadReport":
        return LoadReport(self.created + other.created, self.updated | other.updated, self.unchanged + other.unchanged)

    def summary(self) -> str:
        """One German line."""
        if not self:
            return f"Nichts zu ändern, {self.unchanged} Zeilen sind aktuell."
        return f"{len(self.created)} angelegt, {len(self.updated)} geändert, {self.unchanged} unverändert."


@transaction.atomic
def load(register: Register) -> LoadReport:
    """Bring the database to the state of ``register``; a second run changes nothing.

    A commune whose population is of a later day than the register's has been updated since, from the official
    directory, and keeps its values.
    """
    report = save_rows(District, register.districts)
    report += save_rows(Association, register.associations)
    report += save_rows(Commune, _not_older_than_ours(register.communes), keep=OURS)
    report += save_rows(Commune, register.former_communes, keep=OURS)
    return report + _offer_topics(register.topics)


def save_rows(model: type[models.Model], rows: Rows, keep: Collection[str] = ()) -> LoadReport:
    """Create the rows that are missing and update those that differ, apart from the fields in ``keep``."""
    report = LoadReport()
    present: dict[str, Any] = model._default_manager.select_for_update(no_key=True).in_bulk(list(rows))
    for key, values in rows.items():
        row = present.get(key)
        if row is None:
            model(pk=key, **values).save(force_insert=True)
            report.created.append(key)
            continue
        wanted = {name: value for name, value in values.items() if name not in keep}
        differing = [name for name, value in wanted.items() if getattr(row, name) != value]
        if not differing:
            report.unchanged += 1
            continue
        for name in differing:
            setattr(row, name, values[name])
        row.save()
        report.updated[key] = differing
    return report


def _not_older_than_ours(rows: Rows) -> Rows:
    ours: dict[str, date | None] = dict(
        Commune.objects.filter(pk__in=rows).order_by().values_list("ags", "population_on")
    )
    return {ags: values for ags, values in rows.items() if (ours.get(ags) or date.min) <= values["population_on"]}


def _offer_topics(topics: list[dict[str, Any]]) -> LoadReport:
    """The first list of topics; once there is any, the administration keeps it."""
    if Topic.objects.exists():
        return LoadReport()
    Topic.objects.bulk_create(Topic(**topic) for topic in topics)
    return LoadReport(created=[topic["name"] for topic in topics])
