"""A demo in a folder and on ports of its own, started as `make demo` starts it."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import psutil
import psycopg2

from asskomm.demo import leftovers, ports
from asskomm.demo.places import REPOSITORY, Places

START_SECONDS = 600  # on a busy machine
STOP_SECONDS = 40
READY = "Das Portal läuft"


def wait_for(condition: Callable[[], object], seconds: float = 90) -> None:
    """Wait until the condition holds; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited for nothing"
        time.sleep(0.1)


class RunningDemo:
    """Starts, asks and stops one demo."""

    def __init__(self, places: Places, port: int) -> None:
        self.places = places
        self.port = port
        self.process: subprocess.Popen[str] | None = None

    def launch(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a supervisor for this folder and port."""
        environment = {**os.environ, "PORT": str(self.port), "PORTAL_VAR": str(self.places.var)}
        for ours in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            environment.pop(ours, None)
        return subprocess.Popen(
            [sys.executable, "-m", "asskomm.demo", *arguments],
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start(self, *arguments: str) -> str:
        """Start the demo and return what it said until it runs."""
        self.process = self.launch(*arguments)
        said = ""
        began = time.monotonic()
        for line in self.process.stdout:
            said += line
            if line.startswith(READY):
                return said
            assert time.monotonic() - began < START_SECONDS, said
        self.process.communicate()
        raise AssertionError(f"the demo ended with {self.process.returncode}: {said}")

    def ensure_running(self) -> None:
        """Start the demo unless it runs."""
        if self.process is None or self.process.poll() is not None:
            self.start()

    def refused(self) -> str:
        """Start one more supervisor where it cannot run, and return what it says."""
        process = self.launch()
        said, _ = process.communicate(timeout=START_SECONDS)
        assert process.returncode == 1
        return said

    def stop(self, number: signal.Signals, *, group: bool = False) -> str:
        """Send a signal to the supervisor or its whole group; return what it said, once it ended."""
        (os.killpg if group else os.kill)(self.process.pid, number)
        said, _ = self.process.communicate(timeout=STOP_SECONDS)
        return said

    def processes(self) -> list[psutil.Process]:
        """Return everything that belongs to this demo but the supervisor."""
        data = str(self.places.postgres / "data")
        servers = [p for p in psutil.process_iter(["cmdline"]) if data in (p.info["cmdline"] or [])]
        return [*leftovers.find(self.places.var), *servers]

    def process_of(self, word: str) -> psutil.Process | None:
        """Return the process that has this word in its command, if it runs."""
        for process in leftovers.find(self.places.var):
            try:
                if word in process.cmdline():
                    return process
            except psutil.NoSuchProcess:
                continue
        return None

    def get(self, path: str) -> int:
        """Return the status of the answer to a request."""
        connection = http.client.HTTPConnection(ports.HOST, self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def query(self, sql: str) -> object:
        """Ask the demo's database, where its file for `manage.py` says that it is."""
        connection = psycopg2.connect(self.places.database_url.read_text().strip())
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchone()[0] if cursor.description else None
        finally:
            connection.close()

    def clear_away(self) -> None:
        """Kill whatever a failed test left."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        for process in self.processes():
            process.kill()
