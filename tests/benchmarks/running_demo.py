"""The demo as ``make demo`` starts it, in a folder of its own, for benchmarks that ask it from outside."""

import email
import email.policy
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from asskomm.demo import ports

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 600  # seconds, on a busy machine
STOPS_WITHIN = 60


@dataclass
class RunningDemo:
    """Where it answers, and where its mails land."""

    port: int
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def newest(self, pattern: str, *, seconds: float = 120) -> str:
        """Return what the newest mail that has ``pattern`` says."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for mail in sorted(
                (self.folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True
            ):
                if found := re.search(pattern, _text(mail), re.MULTILINE):
                    return found[1]
            time.sleep(0.2)
        raise AssertionError(f"no mail with {pattern}")


def _text(mail: Path) -> str:
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""


@contextmanager
def running_demo(folder: Path) -> Iterator[RunningDemo]:
    """Start the demo with a database of its own; stop it in the end."""
    port = ports.free_port(8100)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "DJANGO_"))
    }
    demo = subprocess.Popen(
        [sys.executable, "-m", "asskomm.demo"],
        cwd=ROOT,
        env={**environment, "PORT": str(port), "PORTAL_VAR": str(folder)},
        stdout=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while not ports.answers(port):
            assert demo.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.5)
        yield RunningDemo(port, folder)
    finally:
        demo.terminate()
        demo.wait(STOPS_WITHIN)
