"""Which names the portal's own sources know: classes of the design system, its tokens, the words they are made of."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

KINDS = (".html", ".py", ".js", ".css")
WORD = re.compile(r"[\w-]+")
JOINT = re.compile("--|__")  # between block, element and variant of a class (BEM)


def sources(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that may name a class, in a fixed order."""
    for folder in folders:
        for place, below, names in os.walk(folder):
            below.sort()
            yield from (Path(place, name) for name in sorted(names) if name.endswith(KINDS))


class Names:
    """Answers whether the sources name a class, an attribute or a token, or could put a class together.

    Templates and code write ``kern-icon--{{ tone }}`` and ``f"{block}--error"``: a class counts as named if its block
    is, and each of the other parts is a word of some source. A word may only happen to be the same: rather a rule too
    many than one too few.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self.words: set[str] = set()
        for path in sources(folders):
            self.words.update(part for word in WORD.findall(path.read_text()) for part in (word, *JOINT.split(word)))

    def __contains__(self, name: str) -> bool:
        return name in self.words or (not name.startswith("-") and all(map(self.words.__contains__, JOINT.split(name))))
