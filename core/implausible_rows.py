"""Before a table gets the rule of ``core.dates``: which of its rows do not keep it, so that somebody can mend them."""

from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.dates import EARLIEST, LATEST

NAMED = 20


class ImplausibleRowsError(Exception):
    """Rows are in the way of a migration; the message names them, in German, for anyone who updates the portal."""


def refuse_implausible_rows(app_label: str) -> migrations.RunPython:
    """The first operation of a migration that adds the constraints of an app. Nobody but people can know the year."""

    def look(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        found = [row for model in apps.get_app_config(app_label).get_models() for row in _rows(model, editor)]
        if found:
            more = [f"  und {len(found) - NAMED} weitere"] if len(found) > NAMED else []
            raise ImplausibleRowsError("\n".join([_WHAT_NOW, *found[:NAMED], *more]))

    return migrations.RunPython(look, migrations.RunPython.noop)


_WHAT_NOW = (
    f"In der Datenbank stehen Tage, deren Jahr nicht plausibel ist (vor {EARLIEST.year} oder nach {LATEST.year}). "
    "Nichts wurde geändert. Bitte berichtigen Sie diese Zeilen, in der bisherigen Fassung des Portals oder mit SQL, "
    "und aktualisieren Sie dann noch einmal:"
)


def _rows(model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Iterator[str]:
    """Such as "  agreements_preagreement, id 17: term_from = 0021-09-01"."""
    fields = [field for field in model._meta.local_fields if isinstance(field, models.DateField)]
    if not fields or hasattr(model, "pgh_id") or not model._meta.managed:
        return
    key, table = _column(model._meta.pk), model._meta.db_table
    quote = editor.quote_name
    with editor.connection.cursor() as cursor:
        for field in fields:
            column = _column(field)
            # As text: PostgreSQL knows years and eras that Python does not.
            cursor.execute(
                f"SELECT {quote(key)}::text, {quote(column)}::text FROM {quote(table)} "  # noqa: S608 - names of our columns
                f"WHERE NOT {quote(column)}::timestamp BETWEEN %s AND %s ORDER BY 1",
                [EARLIEST, f"{LATEST} 23:59:59"],
            )
            yield from (f"  {table}, {key} {pk}: {column} = {value}" for pk, value in cursor.fetchall())


def _column(field: Any) -> str:
    name: str = field.column
    return name
