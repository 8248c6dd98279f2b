"""The wish to stop, from the keyboard or the system, noticed at one place: where the supervisor waits."""

import os
import select
import signal
from types import FrameType

STOP = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


class StopSignals:
    """Collects SIGINT, SIGTERM and SIGHUP; SIGCHLD only ends the wait early.

    The handlers are set by hand: a shell that starts a job in the background has it ignore SIGINT, and Python
    would leave that as it is. They do nothing but make Python write the signal's number to a pipe.
    """

    def __init__(self) -> None:
        self.requested = False
        self._read, write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in (*STOP, signal.SIGCHLD):
            signal.signal(number, _only_wake_up)

    def wait(self, seconds: float) -> bool:
        """Wait that long, or until a signal comes; return whether we were asked to stop, now or before."""
        if not self.requested:
            select.select([self._read], [], [], max(seconds, 0))
        try:
            numbers = os.read(self._read, 1024)
        except BlockingIOError:
            numbers = b""
        self.requested = self.requested or not STOP.isdisjoint(numbers)
        return self.requested


def _only_wake_up(number: int, frame: FrameType | None) -> None:
    """Do nothing: the number is already in the pipe."""
