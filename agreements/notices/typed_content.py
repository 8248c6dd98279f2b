"""What a caseworker typed of what the commune told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from communes.models import Topic


@dataclass(frozen=True, slots=True)
class Told:
    """``topics`` and ``contact`` (name, address, number): None where they stay as they are."""

    topics: Sequence[Topic] | None
    contact: tuple[str, str, str] | None
    effective_on: date
    origin: str
    remark: str
