"""Reading the official directory GV100AD of the Federal Statistical Office, Saxony's part of it.

The file has one record a line, fixed width in characters, not bytes (domain rule 4), UTF-8. Positions are
those of the office's record description. Communes are records of type 60, associations of type 50.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from communes.models import Association, Commune
from communes.register.reading import RegisterError, check_keys

SAXONY = "14"
WIDTH = 220
COMMUNE, ASSOCIATION = "60", "50"
COMMUNE_KINDS = {
    "61": Commune.Kind.URBAN_DISTRICT,
    "63": Commune.Kind.TOWN,
    "64": Commune.Kind.MUNICIPALITY,
}
ASSOCIATION_KINDS = {"54": Association.Kind.COMMUNITY, "56": Association.Kind.UNION}
NO_ASSOCIATION = "50"


@dataclass(frozen=True, slots=True)
class CommuneRecord:
    """A commune as the directory has it; area in hectares."""

    ags: str
    ars: str
    official_name: str
    kind: Commune.Kind
    population: int
    area_ha: int
    postcode: str

    @property
    def names(self) -> tuple[str, str]:
        """German and Sorbian name without the additions behind the comma; the latter may be empty."""
        german, _, sorbian = self.official_name.partition(" / ")
        return german.split(",")[0].strip(), sorbian.split(",")[0].strip()


@dataclass(frozen=True, slots=True)
class AssociationRecord:
    """A Verwaltungsgemeinschaft or a Verwaltungsverband as the directory has it."""

    key: str
    name: str
    kind: Association.Kind
    seat: str


@dataclass(frozen=True, slots=True)
class Directory:
    """One edition of the directory, Saxony only."""

    territory_on: date
    communes: list[CommuneRecord]
    associations: list[AssociationRecord]


def read_gv100ad(path: Path) -> Directory:
    """Read one edition; records of other Länder are passed over. Raises RegisterError with the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError(f"{path.name} ist keine lesbare Datei in UTF-8.") from error
    return _parse(lines)


def _parse(lines: Iterable[str]) -> Directory:
    communes: list[CommuneRecord] = []
    associations: list[AssociationRecord] = []
    territory_on: date | None = None
    for number, line in enumerate(lines, start=1):
        if line[10:12] != SAXONY:
            continue
        try:
            territory_on = date.fromisoformat(line[2:10])
            if line[:2] == COMMUNE:
                communes.append(_commune(line.ljust(WIDTH)))
            elif line[:2] == ASSOCIATION and line[122:124] != NO_ASSOCIATION:
                associations.append(_association(line))
        except (ValueError, KeyError) as error:
            raise RegisterError(f"Zeile {number} ist kein Satz des Gemeindeverzeichnisses ({error}).") from error
    if territory_on is None or not communes:
        raise RegisterError("Die Datei enthält keine Kommune in Sachsen.")
    return Directory(territory_on, communes, associations)


def _commune(line: str) -> CommuneRecord:
    ags, association = line[10:18], line[18:22]
    record = CommuneRecord(
        ags=ags,
        ars=ags[:5] + association + ags[5:],
        official_name=line[22:72].strip(),
        kind=COMMUNE_KINDS[line[122:124]],
        area_ha=int(line[128:139]),
        population=int(line[139:150]),
        postcode=line[165:170].strip(),
    )
    check_keys(record.ags, record.ars)
    return record


def _association(line: str) -> AssociationRecord:
    return AssociationRecord(
        key=line[10:15] + line[18:22],
        name=line[22:72].strip(),
        kind=ASSOCIATION_KINDS[line[122:124]],
        seat=line[72:122].strip(),
    )
