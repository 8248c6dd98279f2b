"""The hooks of `make hooks`: they do what `make fix` does, with the installed tools, and mind the subject."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.architecture.test_repository import ROOT

CONFIG = ROOT / ".pre-commit-config.yaml"


@pytest.fixture
def clone(tmp_path):
    """A repository with nothing but the hooks and the settings of the tools."""
    folder = tmp_path / "clone"
    (folder / "templates").mkdir(parents=True)
    (folder / ".venv").symlink_to(sys.prefix)
    for name in (".pre-commit-config.yaml", "pyproject.toml", ".gitignore"):
        (folder / name).write_text((ROOT / name).read_text())
    run(folder, "git", "init", "--quiet")
    run(folder, "git", "add", "--all")
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**kept, "PRE_COMMIT_HOME": str(folder.parent / "store"), "HOME": str(folder.parent)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def hook(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-m", "pre_commit", "run", *arguments)


def test_the_hooks_are_local_and_run_what_make_fix_runs():
    repositories = yaml.safe_load(CONFIG.read_text())["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    entries = [each["entry"] for each in repositories[0]["hooks"] if each["language"] != "pygrep"]
    fix = re.search(r"^fix:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE).group(1)
    commands = re.findall(r"\$\(RUN\) -m (.+?) (?:\.|templates)(?: |\n)", fix)
    assert [re.sub(r"\.venv/bin/python -m | --force-exclude", "", entry) for entry in entries] == commands


def test_what_a_commit_changes_is_formatted_and_what_it_leaves_alone_is_not(clone):
    changed, page, left = clone / "a.py", clone / "templates" / "a.html", clone / "b.py"
    for module in (changed, left):
        module.write_text('"""A module."""\n\nimport os\n\nx = {  "a":1 }\n')
    page.write_text("<div><p>a</p>\n</div>\n")
    run(clone, "git", "add", "a.py", "templates")
    assert hook(clone).returncode == 1, "what was formatted is to be looked at first"
    assert changed.read_text() == '"""A module."""\n\nx = {"a": 1}\n'
    assert page.read_text() == "<div>\n  <p>a</p>\n</div>\n"
    assert "import os" in left.read_text()
    run(clone, "git", "add", "a.py", "templates")
    assert hook(clone).returncode == 0


@pytest.mark.parametrize(("length", "refused"), [(71, 0), (72, 1)])
def test_a_subject_has_fewer_than_72_characters(clone, length, refused):
    message = clone.parent / "message"
    message.write_text("area: Verb what".ljust(length, "x") + "\n\n" + "a long line of the body " * 9 + "\n")
    done = hook(clone, "--hook-stage", "commit-msg", "--commit-msg-filename", str(message))
    assert done.returncode == refused, done.stdout
