"""A process that has set pages ends in order: fonts that are freed late find the library that frees them."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]

# What is registered as a codec is let go last of all, after the libraries; so are things that a framework keeps.
SET_A_PAGE_AND_END = """
import codecs
import django

django.setup()
from core.typesetting import typesetter

with typesetter.typesetter() as setter:
    setter.lay_out("<p>Vorvereinbarung</p>")
del setter
kept = [typesetter._shared]
kept.append(kept)
codecs.register(lambda name, kept=kept: None)
"""


def test_a_process_that_has_set_a_page_ends_without_a_crash():
    command = [sys.executable, "-c", SET_A_PAGE_AND_END]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
