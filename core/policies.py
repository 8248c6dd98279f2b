"""Decisions with a reason: the same one disables a button, refuses a POST and feeds "Was fehlt noch?"."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an actor may do something; ``reason`` is German, for the page, and empty when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(allowed=True)


def denied(reason: str) -> Decision:
    """A refusal. ``reason``: one German sentence that says what to do."""
    return Decision(allowed=False, reason=reason)
