"""Who works on an import."""

from contextlib import AbstractContextManager

from core.concurrency import only_worker, wait_for_turn


def worked_on(run_id: int) -> AbstractContextManager[bool]:
    """Yield whether nobody else works on the import; if so, nobody will until the block ends or the worker dies."""
    return only_worker(f"import:{run_id}")


def wait_for_other_imports() -> None:
    """Inside a transaction: imports are taken over one after the other."""
    wait_for_turn("imports")
