"""Checkpoints cost nothing in production and end a test's process the hard way."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.failpoints import failpoint, on_failpoint

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nobody_listens():
    yield
    on_failpoint(None)


def test_without_a_listener_a_point_does_nothing_and_reads_nothing(monkeypatch):
    class Untouchable(dict):
        def __getitem__(self, key):
            raise AssertionError("the environment was read")

        get = __contains__ = __getitem__

    before = set(sys.modules)
    with monkeypatch.context() as patched:  # pytest reads the environment itself once the test is over
        patched.setattr(os, "environ", Untouchable())
        failpoint("nowhere")
    assert set(sys.modules) == before


def test_who_listens_hears_each_name():
    heard = []
    on_failpoint(heard.append)
    failpoint("first")
    failpoint("second")
    assert heard == ["first", "second"]


@pytest.mark.parametrize(("reached", "signalled"), [("here", True), ("elsewhere", False)])
def test_a_process_dies_at_the_named_point_without_cleaning_up(reached, signalled):
    program = (
        f"from core.failpoints import failpoint, stop_at; stop_at('here')\n"
        f"try:\n    failpoint('{reached}')\nfinally:\n    print('cleaned up')"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode == -signal.SIGKILL) is signalled
    assert ("cleaned up" in ended.stdout) is not signalled
