"""A program for limited processes that does what its input says, as if hostile bytes had taken it over."""

import json
import os
import pickle
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.limited_processes.limits import MEBIBYTE, Limits

LIMITS = Limits(cpu=1, memory=256 * MEBIBYTE)
KINDS = ("CPU", "AS", "FSIZE", "NOFILE", "NPROC", "CORE")


def answer(given: bytes) -> bytes:
    """Do what is asked."""
    deed, _space, argument = given.decode().partition(" ")
    return DEEDS[deed](argument)


def _circumstances(_: str) -> bytes:
    descriptors = {fd: _target(fd) for fd in range(64) if _target(fd)}
    limits = {kind: resource.getrlimit(getattr(resource, f"RLIMIT_{kind}")) for kind in KINDS}
    seen = {"environment": dict(os.environ), "descriptors": descriptors, "limits": limits}
    return json.dumps({**seen, "pid": os.getpid(), "starter": os.getppid()}).encode()


def _target(descriptor: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""


def _spin(_: str) -> bytes:
    while True:
        pass


def _sleep(file: str) -> bytes:
    """Tell the process by the name of a pipe that the test made, then do nothing for long."""
    with Path(file).open("w") as told:
        told.write(str(os.getpid()))
    time.sleep(600)
    return b""


def _swell(mebibytes: str) -> bytes:
    """Take address space, which is what is limited, without the time to write to each of its pages."""
    return b"%d" % len(bytes(int(mebibytes) * MEBIBYTE))


def _die(number: str) -> bytes:
    os.kill(os.getpid(), int(number))
    return b""


def _write_file(path: str) -> bytes:
    Path(path).write_bytes(b"x")
    return b"written"


def _flood(_: str) -> bytes:
    while True:
        os.write(1, bytes(MEBIBYTE))


def _drip(_: str) -> bytes:
    while True:
        os.write(1, b"x")
        time.sleep(0.001)


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str, str]]:
        return (open, (self.path, "w"))


DEEDS: dict[str, Callable[[str], bytes]] = {
    "circumstances": _circumstances,
    "spin": _spin,
    "sleep": _sleep,
    "swell": _swell,
    "die": _die,
    "write": _write_file,
    "flood": _flood,
    "drip": _drip,
    "echo": lambda text: text.encode(),
    "kill-the-starter": lambda _: b"%r" % os.kill(os.getppid(), 9),
    "trap": lambda path: pickle.dumps(Trap(path)),
}
