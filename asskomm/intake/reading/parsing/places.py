"""Which cells are read, and cells of which something is told."""

from dataclasses import dataclass, field
from typing import Any

MOST_COLUMNS = 60  # what stands further right is not read
NAMED = 10


@dataclass(slots=True)
class Places:
    """How many they are, and the first of them."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, coordinate: str) -> None:
        """One more."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append(coordinate)

    def as_json(self) -> dict[str, Any]:
        """For the answer of the limited process."""
        return {"count": self.count, "first": self.first}
