"""A database as it was at a migration of the past, for the tests of those that carry data over.

Up to there a database without rows is the same in every test: it is kept, and the next test that begins there or later
goes on from a copy.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import psycopg2
from django.apps.registry import Apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

Applied = frozenset[tuple[str, str]]
EMPTY = "template1"


@dataclass
class PastDatabases:
    """The databases that are kept, by the migrations that were applied; ``name`` is the one that a test works in."""

    name: str
    kept: dict[Applied, str] = field(default_factory=dict)

    def nearest(self, applied: Applied) -> str:
        """The kept database that lacks the fewest of the migrations and has no others."""
        pasts = [past for past in self.kept if past <= applied]
        return self.kept[max(pasts, key=len)] if pasts else EMPTY

    def drop(self) -> None:
        """Remove all."""
        for name in (self.name, *self.kept.values()):
            _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @contextmanager
    def scratch(self) -> Iterator["Scratch"]:
        """A database that takes the place of the default one: what a migration asks by its models comes from there."""
        usual: BaseDatabaseWrapper = connections["default"]
        scratch = usual.copy()
        scratch.settings_dict = {**usual.settings_dict, "NAME": self.name}
        connections["default"] = scratch
        try:
            yield Scratch(self, scratch)
        finally:
            _leave(scratch)
            connections["default"] = usual
            usual.close()


@dataclass
class Scratch:
    """What one test works in."""

    pasts: PastDatabases
    connection: BaseDatabaseWrapper
    begun: bool = False

    def migrate(self, **targets: str) -> Apps:
        """Bring it to the named migrations; return the models as they were then."""
        wanted = list(targets.items())
        if not self.begun:
            self._begin(wanted)
        MigrationExecutor(self.connection).migrate(wanted)
        return MigrationExecutor(self.connection).loader.project_state(wanted).apps

    def _begin(self, wanted: list[tuple[str, str]]) -> None:
        self.begun = True
        graph = MigrationLoader(None).graph
        applied = frozenset(node for target in wanted for node in graph.forwards_plan(target))
        _execute(f"DROP DATABASE IF EXISTS {self.pasts.name} WITH (FORCE)")
        _execute(f"CREATE DATABASE {self.pasts.name} TEMPLATE {self.pasts.nearest(applied)}")
        if applied not in self.pasts.kept:
            MigrationExecutor(self.connection).migrate(wanted)
            _leave(self.connection)
            name = f"{self.pasts.name}_{len(self.pasts.kept)}"
            _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            _execute(f"CREATE DATABASE {name} TEMPLATE {self.pasts.name}")
            self.pasts.kept[applied] = name


def _leave(database: BaseDatabaseWrapper) -> None:
    """Nobody may be connected to what is copied or dropped: the session is not kept for a later test."""
    if database.connection is not None:
        database.connection.close()
    database.close()


def _execute(statement: str) -> None:
    """By a session of its own: Django asks the default database for its types whenever it connects to any."""
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as session, session.cursor() as cursor:
        session.autocommit = True
        cursor.execute(statement)
