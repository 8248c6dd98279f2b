"""Who works on an import, and how far the work has come, told while its transaction is still open."""

import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from django.db import connection

from asskomm.intake.models import Import, ImportProgress
from core.concurrency import only_worker

# A note whichever comes first: lines differ in what they cost, and the page shall move evenly.
EVERY = 0.5  # seconds
LINES = 50


def worked_on(run_id: int) -> AbstractContextManager[bool]:
    """Yield whether nobody else works on the import; if so, nobody will until the block ends or the worker dies."""
    return only_worker(f"import:{run_id}")


class Counter:
    """Counts one step of the work up to ``total`` in ``ImportProgress``.

    It writes through a database connection of its own: what the work's connection writes is invisible to the page
    until the work is done.
    """

    def __init__(self, run: Import, total: int, step: ImportProgress.Step = ImportProgress.Step.CHECKING) -> None:
        self.step, self.done = step, 0
        self._run_id, self._total, self._noted = run.pk, total, 0.0
        self._own = connection.copy()

    def __enter__(self) -> Self:
        self._note()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._note()
        self._own.close()

    def one_more(self) -> None:
        """One line is done."""
        self.done += 1
        if self.done % LINES == 0 or time.monotonic() - self._noted >= EVERY:
            self._note()

    def _note(self) -> None:
        self._noted = time.monotonic()
        table = ImportProgress._meta.db_table
        with self._own.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET step = %s, done = %s, total = %s, seen_at = now() "  # noqa: S608 - ours
                "WHERE run_id = %s",
                [self.step.value, self.done, self._total, self._run_id],
            )
