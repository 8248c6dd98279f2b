"""Names of communes made comparable: one key to sort by, one to search by, equal on every server."""

import re

from core.folding import folded, search_folded

_WORD = re.compile(r"\w+")


def sort_key(name: str) -> str:
    """The name as DIN 5007-1 sorts it: case and diacritics do not count, ß is ss."""
    return folded(name)


def search_key(text: str) -> str:
    """Folded so that "Muehlau", "Mühlau" and "muhlau" are one; used on both sides of a search."""
    return " ".join(search_folded(text).split())


def trigrams(text: str) -> set[str]:
    """The groups of three letters of each word, blanks around it: names with most of them in common look alike."""
    words = (f"  {word} " for word in _WORD.findall(search_key(text)))
    return {word[n : n + 3] for word in words for n in range(len(word) - 2)}
