"""What the set-up says, and how it runs other programs."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from asskomm.setup.places import ROOT


class SetupFailed(Exception):
    """A step cannot be done here; the message is in German and says what to do."""


def say(text: str) -> None:
    """Print one line of progress at once, even into a pipe."""
    print(text, flush=True)


def run(command: Sequence[str | Path], failure: str, extra: Mapping[str, str] | None = None) -> None:
    """Run ``command`` in the repository, its output shown; raise SetupFailed(``failure``) if it fails."""
    environment = {**os.environ, **(extra or {})}
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        raise SetupFailed(failure)
