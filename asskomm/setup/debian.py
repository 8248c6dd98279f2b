"""The few Debian packages the portal needs beside Python: Pango for the PDFs, Chromium for browser tests."""

import importlib.util
import os
import shutil
import subprocess

from asskomm.setup import python_env
from asskomm.setup.report import SetupFailed, run, say

LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libfontconfig1")
BROWSERS = ("chromium-headless-shell", "chromium")  # the first has no window to draw: two thirds of the second's work
PLAYWRIGHT_DRIVER = ("libatomic1",)  # what its own Node.js is linked against
CHECKING_TOOLS = ("openssl", "poppler-utils")  # what an evidence package is checked with, beside this portal
VENV = "python3-venv"


def ensure_packages(*, browser: bool) -> None:
    """Install what is missing, as root or by sudo without a question; otherwise name the one line to run."""
    missing = missing_packages(browser=browser)
    if not missing:
        return
    prefix = _way_to_root()
    if prefix is None:
        raise SetupFailed(by_hand(missing))
    say(f"Debian-Pakete werden installiert: {' '.join(missing)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    run([*apt, "update"], by_hand(missing))
    run([*apt, "install", "-y", "--no-install-recommends", *missing], by_hand(missing))


def missing_packages(*, browser: bool) -> list[str]:
    """Return the names of the packages that are not there; none on a system without Debian's packages."""
    if shutil.which("dpkg-query") is None:
        say("Kein Debian: Bitte sorgen Sie selbst für Pango, HarfBuzz (subset) und Fontconfig.")
        return []
    libraries = LIBRARIES + (PLAYWRIGHT_DRIVER + CHECKING_TOOLS if browser else ())
    missing = [name for name in libraries if not _is_installed(name)]
    if importlib.util.find_spec("ensurepip") is None and not python_env.works():
        missing.insert(0, VENV)
    if browser and browser_path() is None:
        missing.append(BROWSERS[0])
    return missing


def browser_path() -> str | None:
    """Return the program of the best browser that is there, or None."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def by_hand(missing: list[str]) -> str:
    """Return the message with the one line that an administrator has to run."""
    return (
        "Es fehlen Debian-Pakete, die sich hier nicht ohne Rückfrage installieren lassen.\n"
        "Bitte einmal ausführen und dann neu starten:\n\n"
        f"    sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(missing)}\n"
    )


def _is_installed(name: str) -> bool:
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name]
    return subprocess.run(query, capture_output=True, text=True, check=False).stdout.strip() == "installed"


def _way_to_root() -> list[str] | None:
    """Return what to put before a command to run it as root, or None where that would need a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    may = subprocess.run(["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return ["sudo", "-n"] if may.returncode == 0 else None
