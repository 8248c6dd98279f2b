"""Wait for what a limited process answers and for what its starter says of it, and no longer than agreed."""

import os
import select
import signal
import time
from dataclasses import dataclass
from io import FileIO

from core.limited_processes.orders import ENDED, FORKED, NEWS

FORKS_WITHIN = 10.0  # seconds, start and loading of parsers included; a starter that takes longer hangs
MOST_OUTPUT = 65 * 1024 * 1024  # bytes
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """How the child ended (0, an exit code, or minus the signal that killed it) and what it said."""

    code: int
    output: bytes

    @property
    def out_of_time(self) -> bool:
        """Whether it used up its CPU time, or was killed from outside."""
        return -self.code in {signal.SIGXCPU, signal.SIGKILL}


class StarterLostError(Exception):
    """The starter is dead or hangs."""


def listen(answer: FileIO, news: FileIO, deadline: float) -> Answer:
    """Collect both until the starter closes its end. Raises StarterLostError, or TimeoutError at the deadline."""
    output, said = bytearray(), b""
    hangs_at = time.monotonic() + FORKS_WITHIN
    poll = select.poll()
    for end in (answer, news):
        os.set_blocking(end.fileno(), False)
        poll.register(end, select.POLLIN)
    while True:
        ready = _ready(poll, deadline, hangs_at=None if said else hangs_at)
        if answer.fileno() in ready and not _take(answer, output):
            poll.unregister(answer)
        if len(output) > MOST_OUTPUT:
            return Answer(-signal.SIGXFSZ, b"")
        if news.fileno() in ready:
            more = news.read(NEWS)
            if not more:
                break
            said += more
    if len(said) < NEWS:
        raise StarterLostError("it died")
    while _take(answer, output):  # the child is dead, what it said lies in the pipe
        pass
    (code,) = ENDED.unpack(said[len(FORKED) :])
    return Answer(code, bytes(output))


def _ready(poll: select.poll, deadline: float, hangs_at: float | None) -> set[int]:
    until = deadline if hangs_at is None else min(deadline, hangs_at)
    ready = {descriptor for descriptor, _event in poll.poll(max(0.0, until - time.monotonic()) * 1000)}
    if time.monotonic() >= deadline:  # however much it still says
        raise TimeoutError
    if not ready and time.monotonic() >= until:
        raise StarterLostError("it hangs")
    return ready


def _take(answer: FileIO, output: bytearray) -> bool:
    """Add what is there; False if nothing is."""
    chunk = answer.read(CHUNK) or b""
    output += chunk
    return bool(chunk)
