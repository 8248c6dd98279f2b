"""``make faults``: at least a hundred kills over the whole way, at random points and random times; prints a table.

Environment: FAULTS_SEED repeats a run, FAULTS_KILLS and FAULTS_SECONDS bound it.
"""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from agreements.models import PreAgreement
from tests.faults.aftermath import check_everything, check_mails, check_sweep, let_time_pass, wait_for_the_dead
from tests.faults.amending_ways import AmendmentWay, TerminationWay
from tests.faults.steps_and_points import points_by_step
from tests.faults.way import ProcessDied, Way

KILLS = int(os.environ.get("FAULTS_KILLS", "100"))
SECONDS = float(os.environ.get("FAULTS_SECONDS", "600"))
SEED = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
KILLS_PER_STEP = 2
KINDS = (Way, TerminationWay, Way, AmendmentWay)  # in turn; every second one is an agreement of its own
STEPS = AmendmentWay.steps  # all there are
NewWay = Callable[..., Way]
AT_POINT, AT_TIME, TOO_LATE = "at a point", "at a time", "too late"


@dataclass
class Record:
    """What was tried, by step, and how long a step takes unharmed."""

    chance: random.Random
    points: dict[type[Way], dict[str, list[str]]]
    seconds: dict[str, float]
    count: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def kills(self) -> int:
        return sum(number for (_, kind), number in self.count.items() if kind != TOO_LATE)

    def order(self, way: Way, step: str) -> tuple[str, dict[str, str]]:
        """How the step's process is to die."""
        points = self.points[type(way)][step]
        if points and self.chance.random() < 0.5:
            return AT_POINT, {"X-Stop-At": self.chance.choice(points)}
        return AT_TIME, {"X-Kill-After": f"{self.chance.uniform(0, self.seconds[step]):.4f}"}


def test_random_kills(new_way: NewWay, tmp_path: Path) -> None:
    started = time.monotonic()
    points = {kind: points_by_step(new_way(kind), tmp_path) for kind in dict.fromkeys(KINDS)}
    record = Record(random.Random(SEED), points, _durations(new_way(TerminationWay)))
    agreements = 0
    while record.kills < KILLS and time.monotonic() - started < SECONDS:
        _walk_through_kills(new_way(KINDS[agreements % len(KINDS)]), record)
        agreements += 1
    _print(record, agreements, time.monotonic() - started)
    assert record.kills >= KILLS, "the time was over before the kills were"


def _durations(way: Way) -> dict[str, float]:
    seconds = {}
    for step in way.steps:
        started = time.monotonic()
        way.take(step)
        seconds[step] = time.monotonic() - started
    return seconds


def _walk_through_kills(way: Way, record: Record) -> None:
    """One agreement from draft to force, whatever dies on the way."""
    for step in way.steps:
        for _ in range(record.chance.randint(0, KILLS_PER_STEP)):
            _try_to_kill(way, step, record)
        way.take(step)
    check_everything()
    check_sweep()
    check_mails()
    assert way.status() == PreAgreement.Status.IN_FORCE


def _try_to_kill(way: Way, step: str, record: Record) -> None:
    kind, headers = record.order(way, step)
    try:
        way.take(step, headers)
    except ProcessDied:
        record.count[step, kind] += 1
    else:
        record.count[step, TOO_LATE] += 1  # the step was done before, or quicker than its end
    wait_for_the_dead()
    check_everything()
    check_sweep()
    let_time_pass()
    way.tick()


def _print(record: Record, agreements: int, seconds: float) -> None:
    lines = [f"\n{'step':<20}{AT_POINT:>12}{AT_TIME:>12}{TOO_LATE:>12}"]
    lines += [
        f"{step:<20}" + "".join(f"{record.count[step, kind]:>12}" for kind in (AT_POINT, AT_TIME, TOO_LATE))
        for step in STEPS
    ]
    lines.append(
        f"{record.kills} processes killed on the way of {agreements} agreements, all of them in force in the end; "
        f"{seconds:.0f} s, FAULTS_SEED={SEED}"
    )
    sys.stdout.write("\n".join(lines) + "\n")
