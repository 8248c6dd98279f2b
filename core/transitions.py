"""State transitions: a function of the locked row, with its journal entry, in one transaction.

Lock order everywhere: the objects by primary key, then the journal's heads by key, nothing after.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from django.db import models
from django.utils import timezone

from core import journal
from core.actors import Actor
from core.policies import ALLOWED, Decision


class TransitionRefusedError(Exception):
    """A transition that may not happen now. ``str()`` is a German sentence for the page."""


class StaleError(Exception):
    """What is stored is not what somebody saw who wants to change it; ``str()`` may be a German sentence for the page.

    ``core/optimistic_forms.py`` says in the form what is newer; of a button it is told on the page it leads back to.
    """


class Journaled(Protocol):
    """A model with states whose changes stand in the journal."""

    pk: Any
    status: str

    @property
    def journal_key(self) -> str: ...


Policy = Callable[[Actor, Any], Decision]
Data = dict[str, Any] | None
M = TypeVar("M", bound=models.Model)
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the transition table, which the tests compare with the one in the documents."""

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
    """All transitions declared for ``model``, in the order of their declaration."""
    return [t for (owner, _), t in REGISTRY.items() if owner == model.__qualname__]


def transition(
    model: type[M], *, sources: set[str], target: str, policy: Policy | None = None
) -> Callable[[Callable[Concatenate[M, P], Data]], Callable[Concatenate[M, P], None]]:
    """Declare a function as the transition of a ``model``'s row from one of ``sources`` to ``target``.

    It is called as ``function(row, actor=…, **arguments)``, checks what needs the lock, changes fields and returns
    the journal entry's data (ids and codes only) or None. The row is read again and locked before. Slow work
    (rendering, signing, asking a timestamp authority) is done earlier and handed in as an argument. Where the model
    has ``status_since``, a change of state sets it before the function runs, which may set another moment.

    Raises TransitionRefusedError when the locked row is in another state or the policy says no; then nothing is
    changed.
    """

    def declare(function: Callable[Concatenate[M, P], Data]) -> Callable[Concatenate[M, P], None]:
        name = function.__name__
        rule = Transition(name, frozenset(map(str, sources)), str(target), policy)
        REGISTRY[(model.__qualname__, name)] = rule

        @wraps(function)
        def run(row: M, /, *args: P.args, **arguments: P.kwargs) -> None:
            _run(rule, row, lambda: function(row, *args, **arguments), arguments["actor"])

        return run

    return declare


def _run(rule: Transition, row: Any, body: Callable[[], Data], actor: Any) -> None:
    with journal.collected():
        locked = type(row)._base_manager.select_for_update(of=("self",), no_key=True)
        row.refresh_from_db(from_queryset=locked)
        decision = rule.decide(actor, row)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        source = row.status
        if source != rule.target and hasattr(row, "status_since"):
            row.status_since = timezone.now()
        data = body() or {}
        row.status = rule.target
        row.full_clean(validate_unique=False)
        row.save()
        journal.record(
            key=row.journal_key,
            kind=f"{row._meta.model_name}.{rule.name}",
            subject=row,
            actor=actor,
            text=data.pop("text", ""),
            visibility=data.pop("visibility", journal.Visibility.INTERNAL),
            data={"from": source, "to": rule.target, **data},
        )


def _wrong_state(obj: Any) -> str:
    label = obj.get_status_display() if hasattr(obj, "get_status_display") else obj.status
    return f"Das geht im Stand „{label}“ nicht. Bitte laden Sie die Seite neu."
