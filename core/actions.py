"""A button of a page: a link or a refusal with its reason beside it."""

from dataclasses import dataclass
from typing import Self

from core.policies import Decision


@dataclass(frozen=True, slots=True)
class Action:
    """Verb and object, where it leads, and, when it is not allowed now, why."""

    label: str
    url: str
    reason: str = ""
    secondary: bool = False  # never the page's main button, even as the first one

    @classmethod
    def decided(cls, label: str, url: str, decision: Decision) -> Self:
        """The action as ``decision`` allows or refuses it."""
        return cls(label, url, "" if decision.allowed else decision.reason)
