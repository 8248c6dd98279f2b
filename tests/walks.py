"""Follow one value through the portal while it runs: which files it passes, and how often it goes from one to another.

A call counts when the value is in the hands of the called function: in an argument, or in what an argument holds
(containers, dataclasses and attributes, three deep). Nothing is called to find out.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[1]
ROOMS = tuple(f"{ROOT}/{room}/" for room in ("asskomm", "coaching", "agreements", "communes", "staff", "core"))
DEEP = 3
MOST_PARTS = 300  # of one argument


@dataclass
class Walk:
    """``files``: in the order in which the value came to them first; ``switches``: from one file to another."""

    files: list[str] = field(default_factory=list)
    switches: int = 0
    _last: str = ""

    def enter(self, name: str) -> None:
        """The value is in a function of this file."""
        if name != self._last:
            self.switches += 1 if self._last else 0
            self._last = name
        if name not in self.files:
            self.files.append(name)


def walk_of(action: Callable[[], object], *value: object) -> Walk:
    """Do ``action`` in this thread and follow ``value``: a text, also as a part of one, or what is equal to it.

    Several are one value in several forms; none may occur elsewhere.
    """
    walk = Walk()

    def called(frame: FrameType, event: str, _given: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(ROOMS):
            return
        count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
        arguments = (frame.f_locals.get(name) for name in code.co_varnames[:count])
        if any(_holds(argument, value) for argument in arguments):
            walk.enter(str(Path(code.co_filename).relative_to(ROOT)))

    sys.setprofile(called)
    try:
        action()
    finally:
        sys.setprofile(None)
    return walk


def _holds(thing: object, value: tuple[object, ...]) -> bool:
    seen: set[int] = set()
    waiting = [(thing, 0)]
    while waiting and len(seen) < MOST_PARTS:
        part, depth = waiting.pop()
        if isinstance(part, str | int | date):
            if any(
                part == form or (isinstance(part, str) and isinstance(form, str) and form in part) for form in value
            ):
                return True
        elif id(part) not in seen:
            seen.add(id(part))
            if depth < DEEP:
                waiting.extend((inner, depth + 1) for inner in _inside(part))
    return False


def _inside(part: object) -> Iterator[object]:
    if isinstance(part, dict):
        yield from part.values()
    elif isinstance(part, list | tuple | set | frozenset):
        yield from part
    else:
        yield from getattr(part, "__dict__", {}).values()
        for name in getattr(type(part), "__slots__", ()):
            yield getattr(part, name, None)
