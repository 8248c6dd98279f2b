"""``python -m asskomm.setup.lock``: refresh the pins of Python and npm packages to the newest that fit.

They come from pyproject.toml and package.json, where each package is named once. No address of an index or registry
enters the files, so that they say the same wherever they were made.
"""

import sys

from asskomm.setup.front_end import npm
from asskomm.setup.places import PYTHON, ROOT
from asskomm.setup.report import SetupFailed, run, say

OPTIONS = (
    "--upgrade",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--no-config",
    "--python-version=3.11",
    "--quiet",
)
NPM_OPTIONS = (
    "--package-lock-only",
    "--ignore-scripts",
    "--omit-lockfile-registry-resolved",
    "--loglevel=error",
)


def main() -> int:
    """Write requirements/*.txt and package-lock.json; the next `make` installs from them."""
    try:
        _compile("dev", "--group", "dev")
        _compile("base", "-c", "requirements/dev.txt")  # production runs what was tested
        say("package-lock.json wird erneuert ...")
        run([*npm(), "--prefix", ROOT, "update", *NPM_OPTIONS], "package.json lässt sich nicht auflösen.")
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    return 0


def _compile(name: str, *choices: str) -> None:
    target = f"requirements/{name}.txt"
    say(f"{target} wird erneuert ...")
    failure = f"pyproject.toml lässt sich für {target} nicht auflösen."
    run([PYTHON, "-m", "uv", "pip", "compile", *OPTIONS, *choices, "-o", target, "pyproject.toml"], failure)


if __name__ == "__main__":
    sys.exit(main())
