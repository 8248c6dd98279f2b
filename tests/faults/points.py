"""The failpoints as the source has them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROTATION = "rotation."
OTHER_ROUTES = ("outside.", "scan.", "amending.")
ROOMS = ("asskomm", "coaching", "agreements", "communes", "staff", "core")


def declared() -> list[str]:
    """The name in every call of ``failpoint`` on an agreement's way online, in the order of the alphabet."""
    return sorted(name for name in _all_names() if not name.startswith((ROTATION, *OTHER_ROUTES)))


def declared_on_other_routes() -> list[str]:
    """The points that only a file signed outside, a scan, an amendment or a termination passes."""
    return sorted(name for name in _all_names() if name.startswith(OTHER_ROUTES))


def declared_in_rotation() -> list[str]:
    """The points of a change of keys, which is no step of an agreement's way."""
    return sorted(name for name in _all_names() if name.startswith(ROTATION))


def _all_names() -> set[str]:
    return {name for room in ROOMS for path in (ROOT / room).rglob("*.py") for name in _names(path)}


def _names(path: Path) -> Iterator[str]:
    source = path.read_text()
    if "failpoint(" not in source or path == ROOT / "core" / "failpoints.py":
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "failpoint":
            (argument,) = node.args
            assert isinstance(argument, ast.Constant), f"{path}:{node.lineno}: the name must be a literal"
            yield str(argument.value)
