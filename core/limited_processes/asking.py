"""Have one piece of work on hostile bytes done by a process that is within limits and knows no secrets.

``ask`` is the portal's side of the line: it hands an upload to the *starter* (``__main__``), a small process beside
each web server or worker. The starter has loaded the parsers and nothing else; for each upload it forks a child that
limits itself, does one piece of work and dies. See docs/adr/0008-limited-processes.md.

A *program* is a module with ``LIMITS`` (``limits.Limits``) and ``answer(given: bytes) -> bytes``. What it answers is
data of somebody who may have taken the child over: it is parsed as JSON or served as bytes, never unpickled.
"""

import atexit
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from io import FileIO
from pathlib import Path

from core.limited_processes import listening
from core.limited_processes.listening import Answer, StarterLostError, listen

log = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parents[2]
STARTER = "core.limited_processes"
ENDS_WITHIN = 2.0  # seconds


def ask(program: str, given: bytes, *, seconds: float) -> Answer:
    """Have ``program`` (a module, see the package) look at ``given``; TimeoutError if there is no answer in time.

    Safe to call from many threads: each call is a child of its own. A starter that died or hangs is replaced, once.
    """
    deadline = time.monotonic() + seconds
    for _try in range(2):
        try:
            starter = _starters.current()
        except OSError:  # too many processes, too little memory
            break
        try:
            return starter.have_done(program, given, deadline)
        except StarterLostError as lost:
            log.warning("The process that starts limited processes was lost (%s).", lost)
            _starters.bury(starter)
    log.error("No limited process for %s; does `python -m %s` start?", program, STARTER)
    raise TimeoutError


class Starter:
    """One starter and the line to it. It dies when the line closes, which the kernel does if this process is killed."""

    def __init__(self) -> None:
        self._line, its_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._line.settimeout(listening.FORKS_WITHIN)
        with its_end, ExitStack() as if_it_fails:
            if_it_fails.callback(self._line.close)
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", STARTER],
                stdin=its_end.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                close_fds=True,
                cwd=PROJECT,
                env=bare_environment(),
            )
            if_it_fails.pop_all()

    def have_done(self, program: str, given: bytes, deadline: float) -> Answer:
        """One piece of work. Raises StarterLostError, or TimeoutError at the deadline (monotonic seconds)."""
        with ExitStack() as ours:
            answer, its_answer = _pipe(ours)
            news, its_news = _pipe(ours)
            upload = ours.enter_context(_in_memory(given))
            ends = [upload.fileno(), its_answer.fileno(), its_news.fileno()]
            try:
                socket.send_fds(self._line, [program.encode("ascii")], ends)
            except OSError as error:
                raise StarterLostError(type(error).__name__) from error
            for sent in (upload, its_answer, its_news):
                sent.close()
            return listen(answer, news, deadline)  # news closes then: a child still at work is killed

    def hang_up(self) -> None:
        """Close the line; the starter and its children end."""
        self._line.close()

    def end(self) -> None:
        """Close the line and see that nothing is left."""
        self.hang_up()
        try:
            self.process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """At once, even if it hangs. Its children die with it."""
        self.hang_up()
        self.process.kill()
        self.process.wait()


class Starters:
    """The starter of this process. A process that is forked gets one of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._starter: Starter | None = None
        self._of_the_process_before: list[Starter] = []  # not ours to wait for
        os.register_at_fork(before=self._wait, after_in_parent=self._go_on, after_in_child=self._begin_again)
        atexit.register(self.end)

    def current(self) -> Starter:
        """The starter, made now if there is none."""
        with self._lock:
            if self._starter is None:
                self._starter = Starter()
            return self._starter

    def bury(self, lost: Starter) -> None:
        """End a starter of no use. Anyone else who waits for it tries again with the next."""
        with self._lock:
            if self._starter is lost:
                self._starter = None
                lost.kill()

    def end(self) -> None:
        """At the end of this process."""
        with self._lock:
            starter, self._starter = self._starter, None
        if starter is not None:
            starter.end()

    def _wait(self) -> None:
        self._lock.acquire()

    def _go_on(self) -> None:
        self._lock.release()

    def _begin_again(self) -> None:
        self._lock = threading.Lock()
        if self._starter is not None:
            self._starter.hang_up()  # our copy only: else the starter would outlive the process that it belongs to
            self._of_the_process_before.append(self._starter)
            self._starter = None


def bare_environment() -> dict[str, str]:
    """All that the starter and its children know of the portal's environment."""
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}


def _pipe(stack: ExitStack) -> tuple[FileIO, FileIO]:
    reading, writing = os.pipe()
    return stack.enter_context(FileIO(reading, "r")), stack.enter_context(FileIO(writing, "w"))


def _in_memory(given: bytes) -> FileIO:
    """A file without a name that is on no disk, read from its beginning."""
    upload = FileIO(os.memfd_create("upload"), "r+")
    rest = memoryview(given)
    while rest:
        rest = rest[upload.write(rest) or 0 :]
    upload.seek(0)
    return upload


_starters = Starters()
