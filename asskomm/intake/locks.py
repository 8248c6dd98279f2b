"""Who works on an import: a lock of PostgreSQL's session, which goes with the worker, however that ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_IMPORTS = 0x496D70  # the first half of our advisory locks' keys


@contextmanager
def worked_on(run_id: int) -> Iterator[bool]:
    """Answers whether nobody else works on the import; then nobody will until the block ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_IMPORTS, run_id])
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_IMPORTS, run_id])


def wait_for_other_imports() -> None:
    """Inside a transaction: imports are taken over one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_IMPORTS])
