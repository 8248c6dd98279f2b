"""Filling a table by one statement: rows that a query makes, for models with any number of further columns."""

from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import GeneratedField, Model


def insert_from(model: type[Model], rows: str, /, **values: str) -> int:
    """Insert into the table of ``model`` what ``rows`` gives and return how many rows that were.

    ``rows``: what stands behind SELECT ... FROM. ``values``: by column, an SQL expression over it. Columns that are
    not named get their field's default, and keys their number.
    """
    columns: list[str] = []
    expressions: list[str] = []
    parameters: list[Any] = []
    for field in model._meta.concrete_fields:
        name = str(field.column)
        if name in values:
            expressions.append(_literally(values.pop(name)))
        elif isinstance(field, GeneratedField) or field.primary_key:
            continue
        else:
            expressions.append(f"%s::{field.cast_db_type(connection)}")
            parameters.append(field.get_db_prep_save(field.get_default(), connection))
        columns.append(name)
    if values:
        raise ValueError(f"{model._meta.label} has no such columns: {', '.join(values)}")
    return _insert(model._meta.db_table, columns, expressions, _literally(rows), parameters)


def insert_pairs(model: type[Model], rows: str, /, **values: str) -> int:
    """The same for a table that only holds what ``values`` says, such as one of a many-to-many relation."""
    expressions = [_literally(value) for value in values.values()]
    return _insert(model._meta.db_table, list(values), expressions, _literally(rows), [])


def _literally(expression: str) -> str:
    return expression.replace("%", "%%")


def _insert(table: str, columns: list[str], expressions: list[str], rows: str, parameters: list[Any]) -> int:
    names = ", ".join(map(connection.ops.quote_name, columns))
    values = ", ".join(expressions)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {rows}", parameters)  # noqa: S608 - our words
        return int(cursor.rowcount)


def count_on(*models: type[Model]) -> None:
    """Let the keys of these tables go on after the highest one that was written."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
