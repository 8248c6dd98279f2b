"""Starts everything in order, watches it, and stops it in the opposite order."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from asskomm.demo import leftovers, messages, ports
from asskomm.demo.commands import Commands
from asskomm.demo.messages import say
from asskomm.demo.places import Places
from asskomm.demo.postgres import EmbeddedPostgres
from asskomm.demo.processes import Child
from asskomm.demo.signals import StopSignals

TICK_SECONDS = 60
ANSWER_SECONDS = 90
STOP_SECONDS = 12
PORT_SECONDS = 2.0
LOOK_SECONDS = 1.0
ASK_SECONDS = 0.1


class DemoFailed(Exception):
    """The demo cannot start; the message is in German and says why and what to do."""


class StopRequested(Exception):
    """We were asked to stop while the demo was still starting."""


@dataclass
class Supervisor:
    """Owns the processes of one demo."""

    places: Places
    port: int
    signals: StopSignals = field(default_factory=StopSignals)
    postgres: EmbeddedPostgres | None = field(default=None, init=False)
    children: list[Child] = field(default_factory=list, init=False)
    tick: Child | None = field(default=None, init=False)
    next_tick: float = field(default=0.0, init=False)

    def run(self, *, reset: bool = False) -> None:
        """Run the demo until we are asked to stop; whatever happens, nothing of it runs afterwards.

        Raises DemoFailed or PostgresFailed with a German message. ``reset`` removes all data first.
        """
        self.places.make()
        with self._alone():
            self._clear_the_ground(reset=reset)
            try:
                self._start()
                self._watch()
            except StopRequested:
                pass
            finally:
                self._stop()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of the folder; the kernel gives it back even if we are killed."""
        with self.places.lock.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as taken:
                lock.seek(0)
                raise DemoFailed(messages.already_running(lock.read().strip())) from taken
            lock.truncate(0)
            lock.write(f"Prozess {os.getpid()}, http://{ports.HOST}:{self.port}")
            lock.flush()
            yield

    def _clear_the_ground(self, *, reset: bool) -> None:
        leftovers.end(self.places.var, say)
        if not ports.becomes_free(self.port, PORT_SECONDS):
            raise DemoFailed(messages.port_taken(self.port))
        self.places.set_logs_aside()
        if reset:
            EmbeddedPostgres(self.places.postgres).stop_leftover()
            self.places.forget_everything()
            self.places.make()

    def _start(self) -> None:
        began = time.monotonic()
        commands = Commands(self.places, self.port, ports.free_port(self.port + 1), self._start_database())
        self._run_to_the_end(commands.preparation())
        authority, web = commands.timestamp_authority(), commands.web()
        for child in (authority, commands.worker(), commands.long_worker(), web):
            self.children.append(child)
            child.start()
        self._wait_for(authority, lambda: ports.accepts(commands.tsa_port))
        self._wait_for(web, lambda: ports.answers(self.port))
        self.tick = commands.tick()
        say(messages.welcome(self.places, self.port, time.monotonic() - began))

    def _start_database(self) -> str:
        """Start the embedded PostgreSQL unless DATABASE_URL names another; note its address for manage.py."""
        url = os.environ.get("DATABASE_URL")
        if not url:
            say("PostgreSQL startet ...")
            self.postgres = EmbeddedPostgres(self.places.postgres)
            url = self.postgres.start()
        self.places.database_url.write_text(url + "\n")
        return url

    def _run_to_the_end(self, child: Child) -> None:
        self.children.append(child)
        child.start()
        while child.is_running():
            self._pause(LOOK_SECONDS)
        if child.exit_code() != 0:
            raise DemoFailed(f"{child.label}: gescheitert (Code {child.exit_code()}), siehe oben.")
        self.children.remove(child)

    def _wait_for(self, child: Child, is_ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        while not is_ready():
            if not child.is_running() or time.monotonic() > deadline:
                reason = "antwortet nicht" if child.is_running() else "ist nicht gestartet"
                raise DemoFailed(f"{child.label}: {reason}. Ende von {child.log}:\n{child.log_tail()}")
            self._pause(ASK_SECONDS)

    def _pause(self, seconds: float) -> None:
        if self.signals.wait(seconds):
            raise StopRequested

    def _watch(self) -> None:
        while True:
            self._look_after_database()
            for child in self.children:
                if sentence := child.look_after():
                    say(sentence)
            self._keep_ticking()
            self._pause(LOOK_SECONDS)

    def _look_after_database(self) -> None:
        if self.postgres and not self.postgres.is_running():
            say(f"PostgreSQL: unerwartet beendet, neuer Start. Protokoll: {self.postgres.log}")
            self.postgres.start()

    def _keep_ticking(self) -> None:
        tick = self.tick
        if tick is None or tick.is_running() or time.monotonic() < self.next_tick:
            return
        if tick.exit_code():
            say(f"{tick.label}: gescheitert (Code {tick.exit_code()}). Protokoll: {tick.log}")
        tick.start()
        self.next_tick = time.monotonic() + TICK_SECONDS

    def _stop(self) -> None:
        """Stop what answers people first, the database last; it takes STOP_SECONDS and a little at most."""
        say("\nDie Demonstration wird beendet ...")
        everything = [*self.children, *([self.tick] if self.tick else [])]
        for child in reversed(everything):
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for child in reversed(everything):
            child.stop_by(deadline)
        if self.postgres:
            self.postgres.stop()
        self.places.database_url.unlink(missing_ok=True)
        say("Alles ist beendet.")
