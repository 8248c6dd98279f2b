"""What shares a set-up runs in one worker."""

import os
import subprocess
import sys
from pathlib import Path

from tests.plugins.grouped_tests import group_of

GROUPED = """
import os
import pytest

pytestmark = pytest.mark.xdist_group("together")


@pytest.mark.parametrize("number", range(8))
def test_in_one_worker(number):
    print("ran in", os.environ["PYTEST_XDIST_WORKER"])
"""


def workers_of(folder: Path, source: str) -> set[str]:
    """The workers that eight tests ran in, of two."""
    (folder / "test_eight.py").write_text(source)
    command = ["-m", "pytest", "-p", "xdist", "-p", "no:cacheprovider", "-p", "tests.plugins.grouped_tests", "-rP"]
    done = subprocess.run(
        [sys.executable, *command, "-n", "2", "-c", "/dev/null", "--rootdir", folder, folder / "test_eight.py"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": ".", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "8 passed" in done.stdout, done.stdout + done.stderr
    return {line.split()[-1] for line in done.stdout.splitlines() if line.startswith("ran in")}


def test_a_group_has_one_worker(tmp_path):
    assert len(workers_of(tmp_path, GROUPED)) == 1


def test_a_modules_group_is_read_from_its_mark():
    assert group_of(Path(__file__).with_name("test_demo.py")) == "demo"
    assert group_of(Path(__file__).with_name("test_bootstrap.py")) == ""
