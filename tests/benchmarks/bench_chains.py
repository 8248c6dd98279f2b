"""Whole chains in processes of their own: how many a second with one and with two, and whether memory stays flat."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from core.signing.demo_keys import DemoKeyFiles

ROOT = Path(__file__).parents[2]
CHAINS = int(os.environ.get("BENCH_CHAINS", "200"))


def run(processes: int, count: int, keys: DemoKeyFiles, authority: str) -> list[tuple[float, float, float]]:
    """Let so many processes make ``count`` chains each at the same time; answers what each says of itself."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "asskomm.settings.test",
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "BENCH_KEYS": str(keys.root_certs.parent),
        "BENCH_TSA": authority,
    }
    command = [sys.executable, "-m", "tests.benchmarks.chains", str(count)]
    started = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
    said = []
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        with process:
            assert process.stdout is not None
            seconds, early, late = map(float, process.stdout.readline().split())
            said.append((seconds, early, late))
    return said


def test_chains_a_second_and_memory(signing_keys: DemoKeyFiles, timestamp_authority: str) -> None:
    assert settings.SIGNING["CA_P12_PASSWORD"] == ""
    [(seconds, early, late)] = run(1, CHAINS, signing_keys, timestamp_authority)
    sys.stdout.write(
        f"\nmemory of one process after {CHAINS // 4} chains {early:.0f} MiB, after {CHAINS} {late:.0f} MiB "
        f"({late / early - 1:+.1%}; aim: flat)\n"
        f"chains a second: {CHAINS / seconds:.2f} with one process"
    )
    both = run(2, CHAINS // 4, signing_keys, timestamp_authority)
    sys.stdout.write(f", {2 * (CHAINS // 4) / max(seconds for seconds, _, _ in both):.2f} with two\n")
