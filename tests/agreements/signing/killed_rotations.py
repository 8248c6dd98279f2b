"""``python -m tests.agreements.signing.killed_rotations POINT FOLDER ...``: change keys in processes that die.

One process loads the libraries, then forks for each point; prints the signal that ended each.
"""

import os
import sys
from pathlib import Path

from core.failpoints import stop_at
from core.signing.demo_keys import DemoKeyFiles, make_next
from core.signing.rotation import rotate


def demo_files(folder: Path) -> DemoKeyFiles:
    return DemoKeyFiles(folder / "root.pem", folder / "issuing-ca.p12", "", folder / "crl")


def main() -> None:
    arguments = sys.argv[1:]
    for point, folder in zip(arguments[::2], arguments[1::2], strict=True):
        child = os.fork()
        if child == 0:
            stop_at(point)
            files = demo_files(Path(folder))
            rotate(files.as_named, *make_next(files))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(point, os.WTERMSIG(status))  # noqa: T201 - for who started us


if __name__ == "__main__":
    main()
