"""Several threads that start together, each with a database connection of its own."""

import threading
from collections.abc import Callable

from django.db import connections

from core.transitions import TransitionRefusedError


def at_once(
    work: Callable[[], None], *, threads: int = 8, refusal: type[Exception] = TransitionRefusedError
) -> list[str]:
    """Run ``work`` in ``threads`` threads at once; answers the messages of those that ended with ``refusal``.

    Any other exception fails the calling test.
    """
    barrier, refused, others = threading.Barrier(threads), [], []

    def run() -> None:
        try:
            barrier.wait(timeout=30)
            work()
        except refusal as error:
            refused.append(str(error))
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            others.append(repr(error))
        finally:
            connections.close_all()

    runners = [threading.Thread(target=run) for _ in range(threads)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(timeout=120)
    assert others == []
    return refused
