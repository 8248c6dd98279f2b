"""Comparing the register with an edition of the official directory and taking its values over."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from communes.models import Association, Commune, District
from communes.register.gv100ad import CommuneRecord, Directory
from communes.register.loading import LoadReport, save_rows
from communes.register.reading import RegisterError, Rows


@dataclass(frozen=True, slots=True)
class DirectoryUpdate:
    """What an edition changed, and which of our existing communes it no longer has."""

    report: LoadReport
    missing: list[Commune]


@transaction.atomic
def update_from(directory: Directory, *, population_on: date) -> DirectoryUpdate:
    """Take over the official values: name, keys, kind, association, population, area, postcode.

    Display names, the flag Große Kreisstadt and points are ours and stay; a commune that is new gets its
    display name from the official one. A commune that the directory no longer has is named, not ended:
    whether and where it merged is for people to record. ``population_on``: the day of the population, which
    the directory does not say.
    """
    _refuse_unknown_districts(directory)
    associations: Rows = {
        record.key: {"name": record.name, "kind": record.kind, "seat": record.seat} for record in directory.associations
    }
    report = save_rows(Association, associations)
    known = set(Association.objects.values_list("key", flat=True))
    communes: Rows = {r.ags: _values(r, known, population_on) for r in directory.communes}
    report += save_rows(Commune, communes, keep={"name", "sorbian_name"})
    return DirectoryUpdate(report, _missing(directory))


def _values(record: CommuneRecord, associations: set[str], population_on: date) -> dict[str, Any]:
    association = record.ars[:9]
    german, sorbian = record.names
    return {
        "ars": record.ars,
        "name": german,
        "sorbian_name": sorbian,
        "official_name": record.official_name,
        "kind": record.kind,
        "district_id": record.ags[:5],
        "association_id": association if association in associations else None,
        "population": record.population,
        "population_on": population_on,
        "area_ha": record.area_ha,
        "postcode": record.postcode,
    }


def _refuse_unknown_districts(directory: Directory) -> None:
    known = set(District.objects.values_list("key", flat=True))
    unknown = sorted({record.ags[:5] for record in directory.communes} - known)
    if unknown:
        raise RegisterError(f"Diese Landkreise fehlen im Portal: {', '.join(unknown)}. Bitte legen Sie sie zuerst an.")


def _missing(directory: Directory) -> list[Commune]:
    present = [record.ags for record in directory.communes]
    return list(Commune.objects.official().existing_on(directory.territory_on).exclude(pk__in=present))
