"""The demo of the form pack as its users start it: a process of its own, without the portal's settings."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from tests.architecture.test_repository import ROOT

START_SECONDS = 60


@contextmanager
def running_demo() -> Iterator[str]:
    """Start the demo on a free port, give its address, stop it."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KERN_DIST"}}
    command = [sys.executable, "-m", "core.crispy_kern.demo", str(port), "--noreload"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield _address_once_it_answers(process, port)
        finally:
            process.terminate()


def _address_once_it_answers(process: "subprocess.Popen[bytes]", port: int) -> str:
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the demo ended"
        try:
            urlopen(address).close()
        except URLError:
            time.sleep(0.1)
        else:
            return address
    raise AssertionError(f"the demo did not answer in {START_SECONDS} s")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
