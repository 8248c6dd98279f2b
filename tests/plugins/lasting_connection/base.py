"""Keeps the session that a test closes, cleared of everything, and gives it to the next test.

Django closes the connection after each test; a new one costs the server a process that has to read the catalogue
again. Here it is handed on as a pool would do it: rolled back, with no lock, setting, temporary table or cursor of
the test before. Only the tests' own thread gets that; threads, forks and other processes connect and close as ever.
"""

import os
import threading
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel

OWNER = os.getpid()


@dataclass
class Kept:
    """One session that nobody uses now, and how it was connected."""

    connection: Any = None
    parameters: dict[str, Any] = field(default_factory=dict)

    def take(self, parameters: dict[str, Any]) -> Any:
        """The kept session if it is connected alike, else None; one of another database is closed."""
        connection, self.connection = self.connection, None
        if connection is None or connection.closed:
            return None
        if self.parameters == parameters:
            return connection
        connection.close()
        return None

    def keep(self, connection: Any, parameters: dict[str, Any]) -> bool:
        """Clear the session and keep it; False if it is of no use any more."""
        try:
            connection.rollback()
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("DISCARD ALL")
        except psycopg2.Error:
            return False
        if self.connection is not None:
            self.connection.close()
        self.connection, self.parameters = connection, parameters
        return True


kept = Kept()


def is_tests_own() -> bool:
    """Whether this is the thread, and the process, that runs the tests."""
    return os.getpid() == OWNER and threading.current_thread() is threading.main_thread()


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as Django knows it, but for where a connection comes from and goes."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = kept.take(conn_params) if is_tests_own() else None
        if connection is None:
            return super().get_new_connection(conn_params)
        self.isolation_level = IsolationLevel.READ_COMMITTED
        return connection

    def _close(self) -> None:
        broken = self.connection is None or self.in_atomic_block or not is_tests_own()
        if broken or not kept.keep(self.connection, self.get_connection_params()):
            super()._close()
