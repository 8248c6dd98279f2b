"""Who does a piece of work while others may want to: advisory locks of PostgreSQL, over all processes.

A lock of a session belongs to the connection, so whatever kills the process frees it; a lock of a transaction ends with
the transaction. What pglock does not tell apart is told here (docs/adr/0012-advisory-locks.md).
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pglock
from django.db import OperationalError, connection


@contextmanager
def place_for(work: str, *, at_once: int) -> Iterator[bool]:
    """Take one of ``at_once`` places for ``work``, give it back at the end. Yields False at once if all are taken.

    Not nested for the same work: a connection may take its own place twice.
    """
    with ExitStack() as places:
        yield any(places.enter_context(only_worker(f"{work}:{number}")) for number in range(at_once))


@contextmanager
def only_worker(work: str) -> Iterator[bool]:
    """Yield whether nobody else is at ``work``; if so, nobody will be until the block ends.

    Raises OperationalError where the database cannot say so, which is not the same as somebody else being at it.
    """
    with pglock.advisory(work, timeout=0) as free:
        if not free and not connection.is_usable():
            raise OperationalError(f"the connection was lost before {work} could be locked")
        yield free


def wait_for_turn(work: str) -> None:
    """Inside a transaction: wait until no other transaction is at ``work``; from now on the others wait for this one.

    Raises OperationalError where waiting ends otherwise, and RuntimeError outside a transaction.
    """
    pglock.advisory(work, xact=True, side_effect=pglock.Raise).acquire()
