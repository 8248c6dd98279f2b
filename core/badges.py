"""A state as people see it: words first, a tone on top."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in words; ``tone``: info, success, warning, danger, or empty for a plain one."""

    label: str
    tone: str = ""
