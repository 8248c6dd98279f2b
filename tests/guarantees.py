"""What the database guarantees, by any way: statements it must refuse, and the names in its catalog.

The tests of each room list violating statements for every constraint and trigger of the room's tables. They go around
the models: a copy of a row by ``bulk_create``, an ``update`` or ``delete`` of a queryset. A guarantee without a
statement fails the room's test of completeness.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

World = Mapping[str, models.Model]

_CONSTRAINTS = """
    SELECT t.relname, c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    WHERE c.contype IN ('c', 'u', 'x') AND t.relname LIKE %s
"""
_UNIQUE_INDEXES = """
    SELECT t.relname, i.relname FROM pg_index x
    JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indisunique AND NOT x.indisprimary AND t.relname LIKE %s
"""
_TRIGGERS = """
    SELECT t.relname, g.tgname FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
    WHERE NOT g.tgisinternal AND t.relname LIKE %s
"""
TRIGGER = re.compile(r"^pgtrigger_(.*)_[0-9a-f]+$")
# The history's and the search's, which write and refuse nothing.
KEEPS_BOOK = re.compile(r"pgtrigger_(insert_insert|update_update)_|search_")


@dataclass(frozen=True)
class Refused:
    """A statement on one row of the world: refused by ``guarantee``, a constraint's name or "table: trigger".

    ``values`` are of columns; a function gets the world and answers the value.
    """

    guarantee: str
    verb: str
    row: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.guarantee}: {self.verb} {self.row} {', '.join(self.values)}"

    @property
    def words(self) -> str:
        """What the database says: the constraint's name; of a trigger only the table is known."""
        table, _, trigger = self.guarantee.partition(": ")
        return f"pgtrigger: .*{table}|pgtrigger: sections" if trigger else rf'"{table}"'

    def run(self, world: World) -> None:
        row = world[self.row]
        values = {name: value(world) if callable(value) else value for name, value in self.values.items()}
        rows = type(row)._base_manager
        if self.verb == "insert":
            columns = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}
            columns.pop(row._meta.pk.attname)
            rows.bulk_create([type(row)(**{**columns, **values})])
        elif self.verb == "update":
            rows.filter(pk=row.pk).update(**values)
        else:
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE {row._meta.pk.column} = %s", [row.pk])


def update(guarantee: str, row: str, **values: Any) -> Refused:
    """The row with these columns changed."""
    return Refused(guarantee, "update", row, values)


def insert(guarantee: str, row: str, **values: Any) -> Refused:
    """A second row like this one but for these columns."""
    return Refused(guarantee, "insert", row, values)


def delete(guarantee: str, row: str) -> Refused:
    return Refused(guarantee, "delete", row)


def frozen(guarantee: str, row: str, model: type[models.Model], *, but: Iterable[str] = ()) -> list[Refused]:
    """No column of the row can change, but for these: a new column is frozen, too, or is named here."""
    columns = [each for each in model._meta.concrete_fields if not each.primary_key and each.name not in but]
    return [update(guarantee, row, **{each.attname: _another(row, each)}) for each in columns]


def not_refused(statements: Iterable[Refused], world: World) -> list[str]:
    """The statements that the database carries out, or refuses for another reason than the one named."""
    found = ((statement, _refusal(statement, world)) for statement in statements)
    return [f"{each}: {said or 'done'}" for each, said in found if not re.search(each.words, said)]


def _refusal(statement: Refused, world: World) -> str:
    try:
        with transaction.atomic():
            statement.run(world)
            transaction.set_rollback(True)
    except DatabaseError as refused:
        return str(refused).partition("\n")[0]
    return ""


def guarantees_of(label: str) -> set[str]:
    """All constraints and triggers on the tables of an app, as the database's catalog names them.

    Left out is what Django adds by itself: that a positive number is one, that a pair stands in a join table once;
    what only keeps book of changes, the history and the search; and what ``core.dated_fields`` adds to every day and
    moment, which tests/asskomm/test_plausible_dates.py tries.
    """
    constraints = [(table, name) for table, name in _catalog(_CONSTRAINTS, label) if not name.endswith("_plausible")]
    named = {name for table, name in constraints if not _is_djangos(table, name)}
    unique = {name for table, name in _catalog(_UNIQUE_INDEXES, label) if not _is_djangos(table, name)}
    found = [(table, name) for table, name in _catalog(_TRIGGERS, label) if not KEEPS_BOOK.match(name)]
    triggers = {f"{table}: {TRIGGER.fullmatch(name)[1]}" for table, name in found}
    return named | unique | triggers


def _catalog(query: str, label: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{label}\\_%"])
        return list(cursor.fetchall())


def _is_djangos(table: str, name: str) -> bool:
    joins = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.auto_created}
    positive = re.fullmatch(rf"{table}_\w+_check", name)
    return table in joins or positive is not None


# A value of the same type that is not the one given, which may be None; the first type that fits.
_OTHERS: list[tuple[type[models.Field[Any, Any]], Callable[[Any], Any]]] = [
    (models.BooleanField, lambda now: not now),
    (models.JSONField, lambda now: {"anders": True}),
    (models.BinaryField, lambda now: b"anders"),
    (models.DateTimeField, lambda now: (now or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(days=1)),
    (models.DateField, lambda now: (now or date(2026, 1, 1)) + timedelta(days=1)),
    (models.IntegerField, lambda now: (now or 0) + 1),
    (models.CharField, lambda now: f"{now[:-1]}x" if now != "x" else "y"),
    (models.TextField, lambda now: f"{now}x"),
]


def _another(row: str, column: models.Field[Any, Any]) -> Callable[[World], Any]:
    """What ``column`` of the row is not."""
    kind = column.target_field if column.is_relation else column
    other = next(change for each, change in _OTHERS if isinstance(kind, each))
    return lambda world: other(getattr(world[row], column.attname))
