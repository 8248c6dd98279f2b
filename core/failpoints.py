"""Named points on the way of a signature, at which a test kills the process (signing rule 13).

A point is a call ``failpoint("room.what_is_done")`` with its name as a literal, right after what it names. There is
no list of names: the tests find the calls, walk the whole path and fail for a point that is never reached. In
production nothing is installed and a call is a comparison with None; its settings refuse PORTAL_STOP_AT.
"""

import os
import signal
from collections.abc import Callable

_visit: Callable[[str], None] | None = None


def failpoint(name: str) -> None:
    """Say that the work has come to ``name``. Does nothing unless a test wants to know."""
    if _visit is not None:
        _visit(name)


def on_failpoint(visit: Callable[[str], None] | None) -> None:
    """Call ``visit`` with the name of each point from now on, in this process; None ends that."""
    global _visit  # noqa: PLW0603 - one switch for the process, set when it starts
    _visit = visit


def stop_at(name: str) -> None:
    """End this process at that point as ``kill -9`` does: no clean-up, no answer, no rollback of ours."""

    def visit(reached: str) -> None:
        if reached == name:
            os.kill(os.getpid(), signal.SIGKILL)

    on_failpoint(visit)
