"""What can be found from the head of every page: each room says what of its rows is searched, and how a hit reads.

The table of all that can be found stands above the rooms (``asskomm/desk/search``). PostgreSQL fills it from these
parts, in the transaction that changes a row and whatever way that takes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.badges import Badge
from core.policies import Decision


@dataclass(frozen=True, slots=True)
class Hit:
    """One row as it is shown. ``title`` and ``details`` are plain text, in which matched words are marked.

    ``text``: a longer text of which the place that was found is shown. ``when``: a day in words. ``phone``: to call.
    """

    address: str
    title: str
    details: str = ""
    text: str = ""
    when: str = ""
    badge: Badge | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SearchPart:
    """What one kind of row adds.

    ``symbol``: the class of an icon of the design system. ``key``: the column of SQL that tells one row from another.
    ``document``: a SELECT of everything that can be found, with the columns ``ags`` (of the commune it belongs to, or
    empty), ``names``, ``details``, ``body`` (texts, by falling weight) and ``day``; its condition holds ``{touched}``.
    ``sources``: each table it reads, with a SELECT of the keys of what a change of its rows (``changed``) touches.
    ``door``: the rows that a member of staff may see. ``hits``: rows of the door to what is shown, by key as text, in
    a constant number of queries. ``by_commune``: whether the name of the commune alone finds it.
    """

    kind: str
    group: str
    symbol: str
    key: str
    document: str
    sources: Mapping[str, str]
    door: Callable[[Any], QuerySet[Any]]
    hits: Callable[[QuerySet[Any]], dict[str, Hit]]
    by_commune: bool = True


PARTS: dict[str, SearchPart] = {}


def search_part(part: SearchPart) -> SearchPart:
    """Declare ``part``; once for each kind."""
    PARTS[part.kind] = part
    return part


@dataclass(frozen=True, slots=True)
class SearchAction:
    """What can be done with a commune, found by its words: "Vorvereinbarung anlegen Oelsnitz".

    ``address`` of the page for a commune; ``decide``: whether the actor (first) may, for the commune (second).
    """

    label: str
    symbol: str
    address: Callable[[Any], str]
    decide: Callable[[Any, Any], Decision]
    also_called: str = ""


ACTIONS: list[SearchAction] = []


def search_action(action: SearchAction) -> SearchAction:
    """Declare ``action``; the order of declaration is that of the list."""
    ACTIONS.append(action)
    return action
