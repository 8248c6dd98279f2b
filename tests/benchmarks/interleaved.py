"""Two ways to do the same, timed in turns, so that whatever else the machine does meets both."""

import statistics
import sys
import time
from collections.abc import Callable


def print_ratio(what: str, ours: Callable[[], object], other: Callable[[], object], *, rounds: int, aim: float) -> None:
    """Print the ratio of the medians. Asserts nothing: a machine's mood is no bug."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds * 2):
        way = number % 2
        started = time.perf_counter()
        (ours, other)[way]()
        times[way].append(time.perf_counter() - started)
    mine, its = (statistics.median(each) * 1000 for each in times)
    sys.stdout.write(f"\n{what}: {mine:.0f} ms to {its:.0f} ms, ratio {mine / its:.2f} (aim: at most {aim:.2f})\n")
