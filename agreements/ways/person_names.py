"""Whether two spellings name one person: a certificate writes names its own way, and so do people."""

import re
from itertools import pairwise

from communes.names import search_key

_TITLES = frozenset(
    {"dr", "prof", "professor", "professorin", "doktor", "dipl", "ing", "mag", "med", "jur", "phil", "rer", "nat"}
    | {"habil", "hc", "ba", "ma", "llm", "mba", "msc", "bsc", "phd"}
)
# Of honorary degrees and who was in office before; of one letter each, so they would count as initials.
_SHORT_TITLES = re.compile(r"\b(h\.\s*c|e\.\s*h|a\.\s*d|i\.\s*r)\.(?!\w)", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b\w{2,6}\.")
# Who signs for somebody else, or with somebody else, names more than one person.
_SOMEBODY_ELSE = frozenset({"fur", "und", "auftrag", "anstelle"})
_BY_ORDER = re.compile(r"\bi\.\s*a\.", re.IGNORECASE)
_IN_PLACE_OF = re.compile(r"\bi\.\s*v\.", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def same_person(ours: str, other: str) -> bool:
    """Case, order, titles, further given names, hyphens and the spelling of umlauts do not count.

    ``ours``: as the portal writes it, the surname last, which may not be an initial only; given names may.

    >>> same_person("Dr. Jörg Müller", "MUELLER JOERG HANS")
    True
    >>> same_person("Jörg Müller", "J. Müller")
    True
    """
    mine, others = _words(ours), _words(other)
    if _names_two(other) or min(len(mine), len(others)) < 2:
        return False
    fewer, more = sorted((mine, others), key=len)
    known = {*more, *("".join(pair) for pair in pairwise(more))}
    if not all(word in known or _shortens(word, more) for word in fewer):
        return False
    return not _shortens(mine[-1], others) or mine[-1] in others


def _shortens(word: str, others: list[str]) -> bool:
    """Whether one of them is the initial of the other."""
    return any(1 in {len(word), len(other)} and word[0] == other[0] for other in others)


def _names_two(name: str) -> bool:
    return bool(_BY_ORDER.search(name)) or bool(_SOMEBODY_ELSE & set(_WORD.findall(search_key(name))))


def _words(name: str) -> list[str]:
    bare = name
    for pattern in (_SHORT_TITLES, _IN_PLACE_OF, _ABBREVIATION):
        bare = pattern.sub(" ", bare)
    return [word for word in _WORD.findall(search_key(bare)) if word not in _TITLES]
