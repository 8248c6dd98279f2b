"""How much of a kind of work runs at once, over all processes: counted by advisory locks of PostgreSQL.

A lock belongs to the connection: whatever kills the process gives its place back.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def place_for(work: str, *, at_once: int) -> Iterator[bool]:
    """Take one of ``at_once`` places for ``work``, give it back at the end. Answers False at once if all are taken.

    Not nested for the same work: a connection may take its own place twice.
    """
    kind = int.from_bytes(hashlib.sha256(work.encode()).digest()[:4], "big", signed=True)
    place = next((number for number in range(at_once) if _ask("pg_try_advisory_lock", kind, number)), None)
    try:
        yield place is not None
    finally:
        if place is not None:
            _ask("pg_advisory_unlock", kind, place)


def _ask(function: str, kind: int, place: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [kind, place])
        return bool(cursor.fetchone()[0])
