"""What can be done with a commune, found by its words: "Vorvereinbarung anlegen Oelsnitz"."""

from collections.abc import Iterator
from dataclasses import dataclass

from asskomm.desk.search.words import WORD, Typed, Word
from communes.models import Commune
from communes.responsibility import staff_actor
from core.folding import search_folded
from core.search_parts import ACTIONS, SearchAction
from staff.models import User

MOST = 3
BEGUN = 3  # letters of a word of an action that have to be typed


@dataclass(frozen=True, slots=True)
class FoundAction:
    """One action on one commune, which the person may do."""

    label: str
    commune: str
    address: str
    symbol: str


def actions_for(user: User, typed: Typed) -> list[FoundAction]:
    """The actions whose words were typed, on the communes that the other words name, at most ``MOST``.

    With one commune and no word of an action: the first ones that are allowed. Coaches have none here.
    """
    if not user.is_office:
        return []
    scored = sorted(_scored(typed), key=lambda pair: -pair[0])
    best = scored[0][0] if scored else 0
    found = []
    for action, words in ((action, words) for score, (action, words) in scored if score == best):
        communes = _named_by(words, at_most=MOST if best else 1)
        found += [each for commune in communes if (each := _allowed(user, action, commune))]
    return found[:MOST]


def _scored(typed: Typed) -> Iterator[tuple[int, tuple[SearchAction, list[Word]]]]:
    """Each action with how many of its words were typed, and the words that are left."""
    for action in ACTIONS:
        own = WORD.findall(search_folded(f"{action.label} {action.also_called}"))
        left = [word for word in typed.words if not _is_of(word, own)]
        if left:
            yield len(typed.words) - len(left), (action, left)


def _is_of(word: Word, words: list[str]) -> bool:
    return len(word.typed) >= BEGUN and not word.communes and any(own.startswith(word.typed) for own in words)


def _named_by(words: list[Word], at_most: int) -> list[Commune]:
    """The communes that all ``words`` name, if they are few."""
    keys = set.intersection(*(set(word.communes) for word in words))
    if not 0 < len(keys) <= at_most:
        return []
    return list(Commune.objects.filter(pk__in=keys, valid_until=None).select_related("district"))


def _allowed(user: User, action: SearchAction, commune: Commune) -> FoundAction | None:
    if not action.decide(staff_actor(user, commune), commune):
        return None
    return FoundAction(action.label, commune.full_name, action.address(commune), action.symbol)
