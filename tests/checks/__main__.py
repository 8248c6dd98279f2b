"""``python -m tests.checks``: run every check, show what fails, and say at the end which.

The longest, the types, runs beside the others, so that two processors have something to do.

A database of the run's own is started where DATABASE_URL names none: whether migrations are missing is asked
of the models, but Django also wants to see the database's own list.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.checks.deployment import production_with_timestamps
from tests.plugins.embedded_postgres import TemporaryServer

ROOT = Path(__file__).resolve().parent.parent.parent
AT_ONCE = 2
TEMPLATES = ("templates", "core/crispy_kern")
TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "asskomm.settings.test"}


@dataclass(frozen=True, slots=True)
class Check:
    """A command that must end with 0."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    def passes(self) -> bool:
        """Run the command; show its output if it fails."""
        began = time.monotonic()
        environment = {**os.environ, **self.environment}
        done = subprocess.run(
            (sys.executable, *self.command),
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        passed = done.returncode == 0
        said = "" if passed else f"{done.stdout}{done.stderr}\n"
        # In one piece: another check may end at the same time.
        verdict = f"{'ok' if passed else 'FAILED':7} {self.name} ({time.monotonic() - began:.1f} s)\n"
        print(verdict + said, end="", flush=True)
        return passed


def checks(production: Mapping[str, str]) -> list[Check]:
    """Return all checks, the longest first; ``production`` is the environment of the deployment check."""
    deploy = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    return [
        Check("mypy: types", ("-m", "mypy"), TEST_SETTINGS),
        Check("ruff: rules", ("-m", "ruff", "check", ".")),
        Check("ruff: format", ("-m", "ruff", "format", "--check", ".")),
        Check("djlint: rules", ("-m", "djlint", "--lint", "--quiet", *TEMPLATES)),
        Check("djlint: format", ("-m", "djlint", "--check", "--quiet", *TEMPLATES)),
        Check("import-linter: layers", ("-c", "from importlinter.cli import lint_imports_command as c; c()")),
        Check(
            "missing migrations",
            ("manage.py", "makemigrations", "--check", "--dry-run", "--skip-checks"),
            TEST_SETTINGS,
        ),
        Check("deployment settings", deploy, production),
    ]


def main() -> int:
    """Run all checks and return the exit code."""
    server = None if os.environ.get("DATABASE_URL") else TemporaryServer()
    if server:
        server.start()
    with tempfile.TemporaryDirectory() as folder, production_with_timestamps(Path(folder)) as production:
        every = checks(production)
        with ThreadPoolExecutor(AT_ONCE) as runners:
            passed = list(runners.map(Check.passes, every))
        failed = [check.name for check, good in zip(every, passed, strict=True) if not good]
    if failed:
        print(f"\nFailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
