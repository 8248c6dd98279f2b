"""The register's own files: read, checked against each other, and handed on as values for the models.

The files and their sources are described in ``communes/register/data/README.md``.
"""

import csv
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

ATTRIBUTION = "© Statistisches Bundesamt (Destatis), 2026, dl-de/by-2-0"

# For one model: from each primary key to its fields' values.
Rows = dict[str, dict[str, Any]]
Converter = Callable[[dict[str, str]], tuple[str, dict[str, Any]]]


class RegisterError(Exception):
    """The files are not usable; ``str()`` says in German which file and row, and why."""


@dataclass(frozen=True, slots=True)
class Register:
    """One edition: rows by table, in the order they have to be written."""

    territory_on: date
    districts: Rows
    associations: Rows
    communes: Rows
    former_communes: Rows
    topics: list[dict[str, Any]]


def read_register(folder: Path = DATA) -> Register:
    """Read and check one edition. Raises RegisterError; nothing is written."""
    with (folder / "register.toml").open("rb") as file:
        edition = tomllib.load(file)
    counts = edition["counts"]
    districts = _read(folder / "districts.csv", _district, counts["districts"])
    associations = _read(folder / "associations.csv", _association, counts["associations"])
    communes = _read(folder / "communes.csv", _commune, counts["communes"])
    former = _read(folder / "territorial_changes.csv", _former_commune, counts["territorial_changes"])
    for values in communes.values():
        values["population_on"] = edition["population_on"]
    _begin_new_communes(former, communes)
    for ags, values in {**communes, **former}.items():
        check_keys(ags, values["ars"])
        _require(values["district_id"] in districts, f"{ags}: Landkreis {values['district_id']} fehlt.")
    for ags, values in communes.items():
        union = values["association_id"]
        _require(union is None or union in associations, f"{ags}: Verwaltungsverband {union} fehlt.")
    topics = [{"position": int(row["position"]), "name": row["name"]} for row in _rows(folder / "topics.csv")]
    return Register(edition["territory_on"], districts, associations, communes, former, topics)


def check_keys(ags: str, ars: str | None) -> None:
    """Refuse keys that are not digits of the right length or do not fit each other (domain rule 2)."""
    _require(_is_key(ags, 8), f"{ags}: Ein AGS hat genau acht Ziffern.")
    if ars is None:
        return
    _require(_is_key(ars, 12), f"{ags}: Der ARS „{ars}“ hat nicht genau zwölf Ziffern.")
    _require(ars[:5] + ars[9:] == ags, f"{ags}: Der ARS „{ars}“ gehört nicht zu diesem AGS.")


def _is_key(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _require(condition: object, problem: str) -> None:
    if not condition:
        raise RegisterError(problem)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _read(path: Path, convert: Converter, expected: int) -> Rows:
    rows: Rows = {}
    for number, row in enumerate(_rows(path), start=2):
        try:
            key, values = convert(row)
        except (KeyError, ValueError, ArithmeticError, TypeError) as error:
            raise RegisterError(f"{path.name}, Zeile {number}: unlesbar ({error}).") from error
        _require(key not in rows, f"{path.name}, Zeile {number}: {key} steht doppelt da.")
        rows[key] = values
    _require(len(rows) == expected, f"{path.name}: {expected} Zeilen erwartet, {len(rows)} gefunden.")
    return rows


def _district(row: dict[str, str]) -> tuple[str, dict[str, Any]]:
    return row["key"], {name: row[name] for name in ("name", "kind", "seat", "nuts3")}


def _association(row: dict[str, str]) -> tuple[str, dict[str, Any]]:
    return row["key"], {name: row[name] for name in ("name", "kind", "seat")}


def _commune(row: dict[str, str]) -> tuple[str, dict[str, Any]]:
    return row["ags"], {
        "ars": row["ars"],
        "name": row["name"],
        "official_name": row["official_name"],
        "sorbian_name": row["sorbian_name"],
        "kind": row["kind"],
        "large_district_town": _flag(row["large_district_town"]),
        "district_id": row["ags"][:5],
        "association_id": row["association"] or None,
        "population": int(row["population"]),
        "area_ha": int(row["area_ha"]),
        "postcode": row["postcode"],
        "latitude": Decimal(row["latitude"]),
        "longitude": Decimal(row["longitude"]),
    }


def _former_commune(row: dict[str, str]) -> tuple[str, dict[str, Any]]:
    effective_on = date.fromisoformat(row["effective_on"])
    return row["ags"], {
        "ars": None,
        "name": row["name"],
        "kind": row["kind"],
        "large_district_town": _flag(row["large_district_town"]),
        "district_id": row["ags"][:5],
        "valid_until": effective_on - timedelta(days=1),
        "successor_id": row["successor"],
        "change": row["change"],
    }


def _begin_new_communes(former: Rows, communes: Rows) -> None:
    """A commune that arose from a merger exists since the day after its predecessors' last one."""
    for ags, values in former.items():
        change, successor = values.pop("change"), values["successor_id"]
        _require(ags not in communes, f"{ags} steht als bestehende und als aufgegangene Kommune da.")
        _require(successor in communes, f"{ags}: Die Nachfolgerin {successor} fehlt.")
        _require(change in {"merged", "incorporated"}, f"{ags}: Die Art der Änderung „{change}“ ist unbekannt.")
        if change == "merged":
            communes[successor]["valid_from"] = values["valid_until"] + timedelta(days=1)


def _flag(text: str) -> bool:
    return {"0": False, "1": True}[text]
