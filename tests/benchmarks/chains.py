"""``python -m tests.benchmarks.chains COUNT``: so many chains one after the other, once somebody says go.

The environment names the keys' folder (BENCH_KEYS) and the timestamp authority (BENCH_TSA). Prints the seconds and
the process's memory (MiB) after a quarter of the chains and after all.
"""

import os
import sys
import time
from pathlib import Path

import django
import psutil

django.setup()

from core.typesetting.pdf import warm_up  # noqa: E402 - after set-up
from tests.agreements.signing.conftest import sign_both  # noqa: E402 - after set-up
from tests.agreements.signing.killed_rotations import demo_files  # noqa: E402 - after set-up
from tests.plugins.signing_keys import make_service  # noqa: E402 - after set-up


def memory() -> float:
    return psutil.Process().memory_info().rss / 2**20


def main() -> None:
    count = int(sys.argv[1])
    service = make_service(demo_files(Path(os.environ["BENCH_KEYS"])), os.environ["BENCH_TSA"], timeout=30)
    warm_up()
    sign_both(service)
    print("ready", flush=True)
    sys.stdin.readline()
    started = time.perf_counter()
    early = 0.0
    for number in range(1, count + 1):
        agreement = sign_both(service)
        service.check_final(
            agreement.final.data,
            issued=agreement.issued,
            commune_signed=agreement.commune.data,
            commune_certificate_sha256=agreement.commune.certificate_sha256,
            lpr_certificate_sha256=agreement.final.certificate_sha256,
        )
        if number == count // 4:
            early = memory()
    print(f"{time.perf_counter() - started:.3f} {early:.1f} {memory():.1f}", flush=True)


if __name__ == "__main__":
    main()
