"""The starter: has the parsers loaded, forks a child for each order, says how it ended, and dies with the portal.

It reads no upload, opens no connection and has one thread only, so that a fork is sound. Its environment is bare and
its one descriptor is the line to the process that started it, on standard input; when that closes, it ends.
"""

import gc
import importlib
import logging
import os
import select
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from core.limited_processes.limits import die_with, limit_this_process
from core.limited_processes.orders import DESCRIPTORS, ENDED, FORKED, LONGEST_NAME

THREADS = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class Child:
    """A child at work. ``handle``: a descriptor that is readable when it has ended; ``news``: where that is told."""

    pid: int
    handle: int
    news: int


class Starter:
    """Waits for orders, for children that end and for askers who wait no more."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._children: list[Child] = []
        self._programs: dict[str, ModuleType] = {}
        self._poll = select.poll()
        self._poll.register(line, select.POLLIN)

    def serve(self) -> None:
        """Work until the line closes."""
        while True:
            ready = {descriptor for descriptor, _event in self._poll.poll()}
            for child in list(self._children):
                if child.handle in ready:
                    self._tell(child)
                elif child.news in ready:  # the other end is closed
                    signal.pidfd_send_signal(child.handle, signal.SIGKILL)
                    self._poll.unregister(child.news)
            if self._line.fileno() in ready and not self._take_order():
                return

    def _take_order(self) -> bool:
        try:
            name, descriptors, _flags, _address = socket.recv_fds(self._line, LONGEST_NAME, DESCRIPTORS)
        except ConnectionError:
            return False
        if not name:
            return False
        program = self._loaded(name.decode("ascii"))
        upload, answer, news = descriptors
        self._children.append(self._fork(program, upload, answer, news))
        os.close(upload)
        os.close(answer)
        return True

    def _loaded(self, name: str) -> ModuleType:
        if name not in self._programs:
            self._programs[name] = importlib.import_module(name)
            if len(list(THREADS.iterdir())) > 1:
                raise RuntimeError(f"{name} starts threads; a fork would not be sound")
            gc.collect()
            gc.freeze()  # what is loaded is never looked at again, so the children share its pages
        return self._programs[name]

    def _fork(self, program: ModuleType, upload: int, answer: int, news: int) -> Child:
        own_pid = os.getpid()
        pid = os.fork()
        if pid == 0:
            die_with(own_pid)
            _work(program, upload, answer)
        child = Child(pid, os.pidfd_open(pid), news)
        with suppress(BrokenPipeError):
            os.write(news, FORKED)
        self._poll.register(child.handle, select.POLLIN)
        self._poll.register(news, 0)  # an error is always reported: the reader is gone
        return child

    def _tell(self, child: Child) -> None:
        _pid, status = os.waitpid(child.pid, 0)
        self._children.remove(child)
        self._poll.unregister(child.handle)
        os.close(child.handle)
        with suppress(KeyError):  # it was killed, nobody listens
            self._poll.unregister(child.news)
        with suppress(BrokenPipeError):
            os.write(child.news, ENDED.pack(os.waitstatus_to_exitcode(status)))
        os.close(child.news)


def _work(program: ModuleType, upload: int, answer: int) -> None:
    """In the child: one piece of work within the program's limits. Never returns."""
    code = 1
    try:
        os.dup2(upload, 0)
        os.dup2(answer, 1)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # the line, news and handles of others
        limit_this_process(program.LIMITS)
        found = program.answer(_read(0))
        _write(1, found)
        code = 0
    finally:
        os._exit(code)


def _read(descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb", closefd=False) as given:
        return given.read()


def _write(descriptor: int, answer: bytes) -> None:
    with os.fdopen(descriptor, "wb", closefd=False) as out:
        out.write(answer)


def main() -> None:
    """Serve on standard input until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the portal; the line closes with it
    logging.disable(logging.CRITICAL)  # nobody reads what parsers say of hostile bytes
    line = socket.socket(fileno=os.dup(0))
    os.dup2(1, 0)
    Starter(line).serve()


if __name__ == "__main__":
    main()
