"""Which failpoints each step of the way passes."""

from pathlib import Path

from tests.faults.way import Way


def points_by_step(way: Way, folder: Path) -> dict[str, list[str]]:
    """Walk once, unharmed, and answer each step's points in the order in which it comes to them first."""
    passed = {}
    for step in way.steps:
        record = folder / step
        record.write_text("")
        way.take(step, {"X-Record": str(record)})
        passed[step] = list(dict.fromkeys(record.read_text().split()))
    return passed
