"""The process that touches hostile bytes: reads a workbook from standard input, answers JSON, cannot grow.

Exit code 0: standard output is JSON as ``cells.read`` makes it. Exit code 3: standard output is the name of the
refusal. Everything is imported before the limits are set and the first byte is read.
"""

import json
import resource
import sys

from asskomm.intake.workbook_reading.cells import read
from asskomm.intake.workbook_reading.refusals import Refusal, Refused

MOST_CPU = 40  # seconds
MOST_MEMORY = 1024 * 1024 * 1024  # bytes of address space
MOST_OPEN_FILES = 16
MOST_OUTPUT = 64 * 1024 * 1024  # bytes
REFUSED = 3


def limit_resources() -> None:
    """No more CPU and memory than a real workbook could ever need; no files written."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(data: bytes) -> bytes:
    """The cells as JSON. Raises Refused for everything that is no readable workbook."""
    try:
        text = json.dumps(read(data), ensure_ascii=True, allow_nan=False)
    except Refused:
        raise
    except MemoryError as error:
        raise Refused(Refusal.BOMB) from error
    except Exception as error:  # hostile bytes make a parser raise anything
        raise Refused(Refusal.UNREADABLE) from error
    if len(text) > MOST_OUTPUT:
        raise Refused(Refusal.TOO_MANY_ROWS)
    return text.encode("ascii")


def main() -> int:
    """Read, answer."""
    limit_resources()
    try:
        result, code = answer(sys.stdin.buffer.read()), 0
    except Refused as refused:
        result, code = refused.refusal.encode(), REFUSED
    except (MemoryError, RecursionError):
        result, code = Refusal.BOMB.encode(), REFUSED
    sys.stdout.buffer.write(result)
    return code


if __name__ == "__main__":
    sys.exit(main())
