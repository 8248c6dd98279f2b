"""The set-up of a bare machine."""

import ast
import shutil
import sys

import pytest

from asskomm.setup import debian
from asskomm.setup.places import ROOT
from asskomm.setup.python_env import pinned
from asskomm.setup.report import SetupFailed
from asskomm.setup.stamp import Stamp

LOCK = """\
tzdata==2025.2 \\
    --hash=sha256:aaaa
    # via django
uv==1.2.3 \\
    --hash=sha256:bbbb \\
    --hash=sha256:cccc
    # via asskomm-portal (pyproject.toml:dev)
uvicorn==9.9 \\
    --hash=sha256:dddd
"""


def imported(source: str) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def test_it_imports_nothing_but_the_standard_library():
    foreign = [
        f"{module.name}: {name}"
        for module in (ROOT / "asskomm" / "setup").glob("*.py")
        for name in imported(module.read_text())
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("asskomm.setup")
    ]
    assert foreign == []


def test_uv_is_installed_from_the_same_pin_and_hashes_as_everything_else():
    assert pinned(LOCK, "uv") == "uv==1.2.3 \\\n    --hash=sha256:bbbb \\\n    --hash=sha256:cccc\n"
    assert pinned((ROOT / "requirements" / "dev.txt").read_text(), "uv").count("--hash=sha256:") > 3


def test_a_lock_without_uv_says_how_to_renew_it():
    with pytest.raises(SetupFailed, match="make lock"):
        pinned("tzdata==2025.2\n", "uv")


def test_a_stamp_ends_with_the_lock_it_was_made_from(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("eins")
    stamp = Stamp.of(tmp_path, lock, also="3.11")
    assert not stamp.matches()
    stamp.write()
    assert Stamp.of(tmp_path, lock, also="3.11").matches()
    assert not Stamp.of(tmp_path, lock, also="3.12").matches()
    lock.write_text("zwei")
    assert not Stamp.of(tmp_path, lock, also="3.11").matches()


def test_an_interrupted_installation_is_not_taken_for_a_complete_one(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("eins")
    stamp = Stamp.of(tmp_path, lock)
    stamp.write()
    stamp.remove()
    assert not stamp.matches()


def test_what_may_not_be_installed_is_named_in_one_line_to_run():
    message = debian.by_hand(["python3-venv", "libpango-1.0-0"])
    (line,) = [line for line in message.splitlines() if line.startswith("    ")]
    assert line.startswith("    sudo apt-get update && sudo apt-get install -y ")
    assert line.endswith(" python3-venv libpango-1.0-0")


def test_a_missing_package_is_found(monkeypatch):
    monkeypatch.setattr(debian, "LIBRARIES", ("libpango-1.0-0", "no-such-package-anywhere"))
    assert "no-such-package-anywhere" in debian.missing_packages(browser=False)


@pytest.mark.parametrize(("there", "missing"), [(set(), True), ({"chromium"}, False), ({*debian.BROWSERS}, False)])
def test_a_browser_is_installed_where_there_is_none(monkeypatch, there, missing):
    elsewhere = shutil.which
    monkeypatch.setattr(
        shutil, "which", lambda name: (name if name in there else None) if name in debian.BROWSERS else elsewhere(name)
    )
    assert ("chromium-headless-shell" in debian.missing_packages(browser=True)) == missing
    assert debian.browser_path() == next((name for name in debian.BROWSERS if name in there), None)
