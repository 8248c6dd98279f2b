"""The virtual environment, installed by uv from the lock with hashes: seconds where pip takes a minute."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from asskomm.setup.places import PYTHON, REQUIREMENTS, VENV
from asskomm.setup.report import SetupFailed, run, say
from asskomm.setup.stamp import Stamp

RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
VERSION_IF_IT_INSTALLS = """
import sys
from importlib.util import find_spec
usable = find_spec("uv") or find_spec("pip")
print(f"{sys.version_info.major}.{sys.version_info.minor}" if usable else "")
"""


def ensure() -> None:
    """Make ``.venv`` equal to requirements/dev.txt: nothing missing, nothing else."""
    stamp = Stamp.of(VENV, REQUIREMENTS, also=f"{RUNNING} {VENV}")
    if stamp.matches() and works():
        return
    if not works():
        _create()
    stamp.remove()
    _ensure_uv()
    say("Python-Pakete werden installiert ...")
    uv: tuple[str | Path, ...] = (PYTHON, "-m", "uv", "--quiet", "--no-config", "--system-certs", "pip", "sync")
    options = ("--require-hashes", "--python", PYTHON, REQUIREMENTS)
    run([*uv, *options], "Die Python-Pakete ließen sich nicht installieren.", {"UV_LINK_MODE": "copy"})
    stamp.write()


def works() -> bool:
    """Tell whether the environment's Python starts, is the version we run on, and can install packages.

    The first two end when the system's Python is renewed or the repository is moved.
    """
    if not PYTHON.exists():
        return False
    found = subprocess.run([PYTHON, "-c", VERSION_IF_IT_INSTALLS], capture_output=True, text=True, check=False)
    return found.stdout.strip() == RUNNING


def pinned(requirements: str, name: str) -> str:
    """Return the entry of package ``name`` with its hashes out of the text of a lock file."""
    lines = requirements.splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith(f"{name}==")), None)
    if start is None:
        raise SetupFailed(f"In {REQUIREMENTS.name} fehlt {name}; „make lock“ erneuert die Datei.")
    end = start
    while lines[end].endswith("\\"):
        end += 1
    return "\n".join(lines[start : end + 1]) + "\n"


def _create() -> None:
    say("Python-Umgebung .venv wird angelegt ...")
    try:
        venv.EnvBuilder(clear=True, symlinks=True, with_pip=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        message = f"Die Python-Umgebung {VENV} ließ sich nicht anlegen. Fehlt das Paket python3-venv?"
        raise SetupFailed(message) from error


def _ensure_uv() -> None:
    """Install the pinned uv by pip, checked by the same hashes as everything else."""
    entry = pinned(REQUIREMENTS.read_text(), "uv")
    version = entry.split("==")[1].split()[0]
    if _installed_uv() == version:
        return
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text(entry)
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "-r"]
        run([PYTHON, "-m", "pip", "install", *options, only_uv], "uv ließ sich nicht installieren.")


def _installed_uv() -> str:
    found = subprocess.run([PYTHON, "-m", "uv", "--version"], capture_output=True, text=True, check=False)
    return found.stdout.split()[1] if found.returncode == 0 else ""
