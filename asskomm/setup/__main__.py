"""``python3 -m asskomm.setup [--tests]``: install what is missing, skip what is there.

A second run takes a fraction of a second: each step leaves a stamp with the hash of the lock it installed.
"""

import argparse
import fcntl
import sys

from asskomm.setup import debian, front_end, python_env
from asskomm.setup.places import LOCK
from asskomm.setup.report import SetupFailed

OLDEST_PYTHON = (3, 11)


def main() -> int:
    """Run every step in order and return the exit code; what fails says in German what to do."""
    parser = argparse.ArgumentParser(prog="python3 -m asskomm.setup", description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also install what the browser tests need")
    arguments = parser.parse_args()
    if sys.version_info < OLDEST_PYTHON:
        print("Das Portal braucht Python 3.11 oder neuer.", file=sys.stderr)
        return 1
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two `make` at once: the second waits and finds everything done
        try:
            debian.ensure_packages(browser=arguments.tests)
            python_env.ensure()
            front_end.ensure()
        except SetupFailed as failure:
            print(f"\n{failure}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
