"""Processes of an earlier demo whose supervisor was killed without warning.

They normally end with it. What is left is known by a mark in its environment that holds the demo's folder: a
process number alone might meanwhile belong to somebody else.
"""

from collections.abc import Callable
from pathlib import Path

import psutil

MARK = "ASSKOMM_DEMO"
GRACE_SECONDS = 10


def find(var: Path) -> list[psutil.Process]:
    """Return the living processes that carry the mark of the demo in ``var``."""
    return [process for process in psutil.process_iter() if _environment(process).get(MARK) == str(var)]


def end(var: Path, say: Callable[[str], None], grace_seconds: float = GRACE_SECONDS) -> None:
    """End what is left of an earlier demo in ``var``, politely first."""
    left = find(var)
    if not left:
        return
    say(f"Es laufen noch {len(left)} Prozesse eines früheren Starts; sie werden beendet.")
    _each(left, psutil.Process.terminate)
    _, stubborn = psutil.wait_procs(left, timeout=grace_seconds)
    _each(stubborn, psutil.Process.kill)
    psutil.wait_procs(stubborn, timeout=GRACE_SECONDS)


def _each(processes: list[psutil.Process], act: Callable[[psutil.Process], None]) -> None:
    for process in processes:
        try:
            act(process)
        except psutil.NoSuchProcess:
            continue


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except (psutil.Error, OSError):  # gone, a zombie, or not ours to read
        return {}
