"""What a process that touches hostile bytes may use."""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """``cpu``: seconds; ``memory``: bytes of address space, what was loaded before too; ``depth``: of recursion."""

    cpu: int
    memory: int = 1024 * MEBIBYTE
    open_files: int = 16
    depth: int = 500


def limit_this_process(limits: Limits) -> None:
    """No more than ``limits``, no files written, no processes of its own, no core dump. Cannot be taken back."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(limits.depth)


@contextmanager
def within_cpu(seconds: int) -> Iterator[None]:
    """A part of the work with ``seconds`` of CPU at most, counted from the beginning of the process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    unlimited = soft == resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_CPU, (seconds if unlimited else min(seconds, soft), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def die_with(parent: int) -> None:
    """Be killed when ``parent`` (pid), which forked us from its only thread, dies; at once if it already did."""
    _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
