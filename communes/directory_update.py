"""Comparing the register with an edition of the official directory and taking its facts over."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from communes.gv100ad import CommuneRecord, Directory
from communes.loading import Changes, save_facts
from communes.models import Association, Commune, District
from communes.register import Facts, RegisterError


@dataclass(frozen=True, slots=True)
class DirectoryUpdate:
    """What an edition changed, and which of our existing communes it no longer has."""

    changes: Changes
    missing: list[Commune]


@transaction.atomic
def update_from(directory: Directory, *, population_on: date) -> DirectoryUpdate:
    """Take over the official facts: name, keys, kind, association, population, area, postcode.

    Display names, the flag Große Kreisstadt and points are ours and stay; a commune that is new gets its
    display name from the official one. A commune that the directory no longer has is named, not ended:
    whether and where it merged is for people to record. ``population_on``: the day of the population, which
    the directory does not say.
    """
    _refuse_unknown_districts(directory)
    associations: Facts = {
        record.key: {"name": record.name, "kind": record.kind, "seat": record.seat} for record in directory.associations
    }
    changes = save_facts(Association, associations)
    known = set(Association.objects.values_list("key", flat=True))
    communes: Facts = {r.ags: _facts(r, known, population_on) for r in directory.communes}
    changes += save_facts(Commune, communes, keep={"name", "sorbian_name"})
    return DirectoryUpdate(changes, _missing(directory))


def _facts(record: CommuneRecord, associations: set[str], population_on: date) -> dict[str, Any]:
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
