"""Whether two spellings name one person: a certificate writes names its own way."""

import re

from communes.names import search_key

_TITLES = frozenset({"dr", "prof", "dipl", "ing", "mag", "med", "jur", "phil", "rer", "nat", "habil", "hc"})
_ABBREVIATION = re.compile(r"\b\w{1,6}\.")
_WORD = re.compile(r"\w+")


def same_person(one: str, other: str) -> bool:
    """Case, order, titles, further given names and the spelling of umlauts do not count.

    >>> same_person("Dr. Jörg Müller", "MUELLER JOERG HANS")
    True
    """
    fewer, more = sorted((_parts(one), _parts(other)), key=len)
    return len(fewer) >= 2 and fewer <= more


def _parts(name: str) -> set[str]:
    words = _WORD.findall(search_key(_ABBREVIATION.sub(" ", name)))
    return {word for word in words if word not in _TITLES}
