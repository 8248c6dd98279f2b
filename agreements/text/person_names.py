"""Whether two spellings name one person: a certificate writes names its own way, and so do people."""

import re
from itertools import pairwise

from communes.models.names import search_key

_TITLES = frozenset(
    {"dr", "prof", "professor", "professorin", "doktor", "dipl", "ing", "mag", "med", "jur", "phil", "rer", "nat"}
    | {"habil", "hc", "ba", "ma", "llm", "mba", "msc", "bsc", "phd", "lic", "theol", "oec", "pol", "fh"}
)
# Offices stand before or behind a name; search_key writes them without umlauts.
_OFFICE = re.compile(r"(ober|alt)?burgermeister(in)?|(alt)?landrat(in)?|beigeordnete[rn]?|amtsverweser(in)?")
# Of honorary degrees and who was in office before; of one letter each, so they would count as initials.
_SHORT_TITLES = re.compile(r"\b(h\.\s*c|e\.\s*h|a\.\s*d|i\.\s*r)\.(?!\w)", re.IGNORECASE)
# Who signs for somebody else, or with somebody else, names more than one person.
_SOMEBODY_ELSE = frozenset({"fur", "und", "auftrag", "anstelle"})
# Who signs with a reservation says so; between the names it would pass for a further given name.
_RESERVATION = frozenset(
    {"nicht", "nie", "niemals", "nein", "kein", "keine", "keinesfalls", "keineswegs", "ohne", "unter", "vorbehalt"}
    | {"vorbehaltlich", "nur", "ungultig", "unverbindlich", "ungelesen", "widerruf", "widerruflich", "vorlaufig"}
    | {"anfechtbar", "probe", "protest", "test", "entwurf", "zwang"}
)
_BY_ORDER = re.compile(r"\bi\.\s*a\.", re.IGNORECASE)
_IN_PLACE_OF = re.compile(r"\bi\.\s*v\.", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# Further given names: so many between the first one and the surname, or behind the two where the surname comes first.
_BETWEEN, _BEHIND = 2, 1


def same_person(ours: str, other: str) -> bool:
    """Case, order, titles, offices, further given names, hyphens and the spelling of umlauts do not count.

    ``ours``: as the portal writes it, the surname last, which may not be an initial only; given names may. Whatever
    else stands in ``other`` before or behind the name is somebody else or a reservation, and not the same.

    >>> same_person("Dr. Jörg Müller", "MUELLER JOERG HANS")
    True
    >>> same_person("Jörg Müller", "J. Müller")
    True
    >>> same_person("Jörg Müller", "Jörg Müller unter Vorbehalt")
    False
    """
    mine = _words(ours)
    others = [word for word in _words(other) if word in mine or not _OFFICE.fullmatch(word)]
    if _names_two(other) or _RESERVATION & ({*others} - {*mine}) or min(len(mine), len(others)) < 2:
        return False
    fewer, more = sorted((mine, others), key=len)
    known = _with_joined(more)
    if not all(word in known or _shortens(word, more) for word in fewer):
        return False
    return _has_surname(ours, others) and _further_names_only(mine, others)


def _has_surname(ours: str, others: list[str]) -> bool:
    """Written out, or one part of one with a hyphen."""
    surname = next(words for part in reversed(ours.split()) if (words := _words(part)))
    return bool({*surname, "".join(surname)} & _with_joined(others))


def _further_names_only(mine: list[str], others: list[str]) -> bool:
    """Whether every word of ``others`` that is not in ``mine`` can be a given name, by its place and what it is."""
    known = _with_joined(mine)
    ours = {place for place, word in enumerate(others) if word in known or _shortens(word, mine)}
    for place, pair in enumerate(pairwise(others)):
        if "".join(pair) in mine:
            ours |= {place, place + 1}
    further = [place for place in range(len(others)) if place not in ours]
    if not further:
        return True
    if any(not others[place].isalpha() for place in further):
        return False
    if all(min(ours) < place < max(ours) for place in further):
        return len(further) <= _BETWEEN
    surname_first = mine[-1] in others and others.index(mine[-1]) == min(ours)
    return surname_first and min(further) > min(ours) and len(further) <= _BEHIND


def _with_joined(words: list[str]) -> set[str]:
    """The words, and each with the one behind it as one word."""
    return {*words, *("".join(pair) for pair in pairwise(words))}


def _shortens(word: str, others: list[str]) -> bool:
    """Whether one of them is the initial of the other."""
    return any(1 in {len(word), len(other)} and word[0] == other[0] for other in others)


def _names_two(name: str) -> bool:
    return bool(_BY_ORDER.search(name)) or bool(_SOMEBODY_ELSE & set(_WORD.findall(search_key(name))))


def _words(name: str) -> list[str]:
    bare = name
    for pattern in (_SHORT_TITLES, _IN_PLACE_OF):
        bare = pattern.sub(" ", bare)
    return [word for word in _WORD.findall(search_key(bare)) if word not in _TITLES]
