"""What the repository keeps to, beside what the linters see."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_MODULE = 400
# A home folder or a workplace: such a path is right on one machine only.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+)/")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".html",
    ".css",
    ".js",
    ".txt",
    ".json",
    ".cfg",
    ".mk",
    "",
}


def tracked(*patterns: str) -> list[Path]:
    """Return the files under version control; a copy without git has no such list, and these tests skip."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode != 0:
        pytest.skip("not a git repository")
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_roof_is_empty_so_that_no_import_starts_anything():
    assert (ROOT / "asskomm" / "__init__.py").read_bytes() == b""


def test_no_module_is_too_long_to_be_read():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > LONGEST_MODULE
    }
    assert long == {}


@pytest.mark.parametrize(("text", "is_one"), [("cd /root/portal", True), ("see /workshops/ and a/work/b", False)])
def test_the_pattern_for_machine_paths_finds_them(text, is_one):
    assert bool(MACHINE_PATH.search(text)) is is_one


def test_no_file_names_a_path_of_one_machine():
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix in TEXT and path != Path(__file__)
        for match in MACHINE_PATH.finditer(path.read_text(errors="replace"))
    ]
    assert found == []


def test_no_file_of_another_project_is_copied_in():
    """Third-party assets come from pinned packages: nothing minified, no fonts, no bundled libraries."""
    foreign = [*tracked("*.min.js", "*.min.css", "*.woff", "*.woff2", "*.ttf", "*.otf", "*.map")]
    assert foreign == []


def test_every_exception_from_a_check_says_why():
    """ "noqa: CODE - reason"; "type: ignore[code]  # reason"; a reason for each skip."""
    codes = r"[A-Z]+\d+(?:, [A-Z]+\d+)*"
    silent = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("*.py")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if ("# noqa" in line and not re.search(rf"# noqa: {codes} - \w", line))
        or ("# type: ignore" in line and not re.search(r"# type: ignore\[[\w-]+\]  # \w", line))
    ]
    assert silent == []
