"""State transitions: a method of the model, on the locked row, with its journal entry, in one transaction.

Lock order everywhere: the objects by primary key, then the journal's heads by key, nothing after.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, TypeVar

from django.db import models

from core import journal
from core.actors import Actor
from core.policies import ALLOWED, Decision


class TransitionRefusedError(Exception):
    """A transition that may not happen now. ``str()`` is a German sentence for the page."""


class Journaled(Protocol):
    """A model with states whose changes stand in the journal."""

    pk: Any
    status: str

    @property
    def journal_key(self) -> str: ...


Policy = Callable[[Actor, Any], Decision]
M = TypeVar("M", bound=Callable[..., dict[str, Any] | None])


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the transition table: it drives buttons, the role matrix test and the state diagram."""

    name: str
    sources: frozenset[str]
    target: str
    policy: Policy | None

    def decide(self, actor: Actor, obj: Journaled) -> Decision:
        """Whether ``actor`` may do this to ``obj`` as it stands in memory, without a lock."""
        if obj.status not in self.sources:
            return Decision(allowed=False, reason=_wrong_state(obj))
        return self.policy(actor, obj) if self.policy else ALLOWED


REGISTRY: dict[tuple[str, str], Transition] = {}


def transitions_of(model: type[models.Model]) -> Iterable[Transition]:
    """All transitions declared on ``model``, in the order of their declaration."""
    return [t for (owner, _), t in REGISTRY.items() if owner == model.__qualname__]


def transition(*, sources: set[str], target: str, policy: Policy | None = None) -> Callable[[M], M]:
    """Declare a method as the transition from one of ``sources`` to ``target``.

    The method is called as ``obj.method(actor=…, **arguments)``, checks what needs the lock, changes fields
    and returns the journal entry's data (ids and codes only) or None. Slow work (rendering, signing, asking
    a timestamp authority) is done before and handed in as an argument.

    Raises TransitionRefusedError when the locked row is in another state or the policy says no; then nothing is
    changed.
    """

    def declare(method: M) -> M:
        owner, name = method.__qualname__.split(".")
        rule = Transition(name, frozenset(map(str, sources)), str(target), policy)
        REGISTRY[(owner, name)] = rule

        @wraps(method)
        def run(self: Any, *, actor: Actor, **arguments: Any) -> None:
            with journal.collected():
                locked = type(self)._base_manager.select_for_update(of=("self",), no_key=True)
                self.refresh_from_db(from_queryset=locked)
                decision = rule.decide(actor, self)
                if not decision:
                    raise TransitionRefusedError(decision.reason)
                source = self.status
                data = method(self, actor=actor, **arguments) or {}
                self.status = rule.target
                self.full_clean(validate_unique=False)
                self.save()
                journal.record(
                    key=self.journal_key,
                    kind=f"{self._meta.model_name}.{name}",
                    subject=self,
                    actor=actor,
                    text=data.pop("text", ""),
                    visibility=data.pop("visibility", journal.Visibility.INTERNAL),
                    data={"from": source, "to": rule.target, **data},
                )

        return run  # type: ignore[return-value]  # same call, but always answers None

    return declare


def _wrong_state(obj: Any) -> str:
    label = obj.get_status_display() if hasattr(obj, "get_status_display") else obj.status
    return f"Das geht im Stand „{label}“ nicht. Bitte laden Sie die Seite neu."
