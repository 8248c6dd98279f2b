"""Empties the tables after a test that commits, by deleting the rows that are there.

Django truncates every table, which makes each of some three hundred indexes again, and then writes content types and
permissions again: half a second of two processors after every test in a browser. Few tables hold rows, and those that
``migrate`` fills are the same for every test: they stay. Like Django's, this deletes past the triggers that keep rows
from being deleted, so it wants a superuser, as the embedded server's owner is; for others Django's own way remains.
"""

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT = {"django_content_type", "auth_permission"}

_of_django = TransactionTestCase._fixture_teardown


def install() -> None:
    """From now on, for every test that commits."""
    TransactionTestCase._fixture_teardown = _after_test


def _after_test(case: Any) -> None:
    if _is_superuser():
        empty_tables()
    else:
        _of_django(case)


def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone() == (True,)


def empty_tables() -> None:
    """Delete every row but those that ``migrate`` writes for every database."""
    tables = [table for table in connection.introspection.django_table_names(only_existing=True) if table not in KEPT]
    quoted = [connection.ops.quote_name(table) for table in tables]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in quoted))
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in filled:
            cursor.execute(f"DELETE FROM {name}")
