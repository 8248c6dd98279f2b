"""``python -m asskomm.demo [--reset]``: the portal with demonstration data on this machine."""

import argparse
import os
import sys

from asskomm.demo.places import Places
from asskomm.demo.postgres import PostgresFailed
from asskomm.demo.supervisor import DemoFailed, Supervisor

DEFAULT_PORT = 8000
PORTS = range(1, 65535)  # the next one is the timestamp authority's


def main() -> int:
    """Run the demo and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m asskomm.demo", description=__doc__)
    parser.add_argument("--reset", action="store_true", help="remove all data of the demo first")
    arguments = parser.parse_args()
    try:
        Supervisor(Places.from_environment(), port_from_environment()).run(reset=arguments.reset)
    except (DemoFailed, PostgresFailed) as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    return 0


def port_from_environment() -> int:
    """Return the port that PORT names; raises DemoFailed if that is no port."""
    value = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not value.isdecimal() or int(value) not in PORTS:
        raise DemoFailed(f"PORT muss eine Zahl von 1 bis {PORTS[-1]} sein, nicht „{value}“.")
    return int(value)


if __name__ == "__main__":
    sys.exit(main())
