"""One process of the demo: started, watched, started again with growing pauses, stopped in the end."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from asskomm.demo.parent_death import die_with_parent
from asskomm.demo.places import REPOSITORY

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STABLE_SECONDS = 60.0
LOG_LINES = 15


@dataclass
class Child:
    """A process; ``label`` is what German messages call it. Without a ``log`` it uses our terminal."""

    label: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    pause: float = field(default=FIRST_PAUSE, init=False)
    start_again_at: float | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the process in a session of its own; it ends when we die. To be called in the main thread."""
        with self.log.open("ab") if self.log else nullcontext() as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=REPOSITORY,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl+C is for the supervisor, which stops everything in order
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - we have no threads
            )
        self.started_at = time.monotonic()
        self.start_again_at = None

    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def exit_code(self) -> int | None:
        """Return how the process ended, or None if it lives or never started."""
        return self.process.poll() if self.process else None

    def log_tail(self) -> str:
        """Return the last lines of the log, indented."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log and self.log.exists() else []
        return "\n".join(f"    {line}" for line in lines[-LOG_LINES:])

    def look_after(self) -> str | None:
        """Start a dead process again once its pause is over; when found dead, return a German sentence."""
        now = time.monotonic()
        if self.is_running():
            if now - self.started_at > STABLE_SECONDS:
                self.pause = FIRST_PAUSE
            return None
        if self.start_again_at is None:
            self.start_again_at = now + self.pause
            sentence = (
                f"{self.label}: unerwartet beendet (Code {self.exit_code()}), neuer Start in "
                f"{self.pause:.0f} s. Protokoll: {self.log}"
            )
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            return sentence
        if now >= self.start_again_at:
            self.start()
        return None

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process."""
        if self.process is not None and self.is_running():
            self.process.terminate()

    def stop_by(self, deadline: float) -> None:
        """Wait until ``deadline`` (monotonic), then kill whatever is left of the process and its children."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(deadline - time.monotonic(), 0))
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
