"""Letters made comparable, so that who types "Thi Nguyen" or "Lukasz" finds Thị Nguyễn and Łukasz: one table for
Python and the database.

The basic letters are those of the search form of DIN 91379 (ICAO 9303), but that ä, ö, ü are also a, o, u.
"""

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import CharField, F, Func, Model, Q, QuerySet, Value
from django.db.models.functions import Lower, Replace

from core.text import normal_form

M = TypeVar("M", bound=Model)

_MARKS = "[\u0300-\u036f]"
_SINGLE = {
    "łŁƚ": "l",
    "đĐðÐ": "d",
    "øØ": "o",
    "ħĦ": "h",
    "ıİ": "i",
    "ɨƗ": "i",
    "ŋŊ": "n",
    "ŧŦ": "t",
    "ǥǤ": "g",
    "ƈƇ": "c",
    "ʒƷ": "z",
    "əƏǝ": "e",
    "ĸ": "k",
    "ƒ": "f",
    "’‘ʼ": "'",
}
_SEVERAL = {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th"}
_DROPPED = "ʹʺʾʿˈˌ·"
_FROM = "".join(_SINGLE)
_TO = "".join(letter * len(letters) for letters, letter in _SINGLE.items())
_TABLE = str.maketrans({**dict(zip(_FROM, _TO, strict=True)), **_SEVERAL, **dict.fromkeys(_DROPPED, "")})
_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def folded(text: str) -> str:
    """``text`` in basic small letters: case and marks do not count, ß is ss, ł is l (DIN 5007-1 sorts so)."""
    decomposed = re.sub(_MARKS, "", normal_form(text, "NFKD"))
    return decomposed.translate(_TABLE).casefold()


def search_folded(text: str) -> str:
    """As ``folded``; "Muehlau", "Mühlau" and "muhlau" are one. Used on both sides of a search."""
    found = folded(text)
    for digraph, letter in _DIGRAPHS:
        found = found.replace(digraph, letter)
    return found


class _Decomposed(Func):
    function = "normalize"
    template = "%(function)s(%(expressions)s, NFKD)"
    output_field = CharField()


def search_folded_column(name: str) -> Func:
    """``search_folded`` of a column of text, computed by PostgreSQL."""
    text = CharField()
    bare: Func = Func(_Decomposed(F(name)), Value(_MARKS), Value(""), Value("g"), function="regexp_replace")
    found: Func = Func(bare, Value(_FROM + _DROPPED), Value(_TO), function="translate", output_field=text)
    for letter, letters in _SEVERAL.items():
        found = Replace(found, Value(letter), Value(letters))
    found = Lower(found, output_field=text)
    for digraph, letter in _DIGRAPHS:
        found = Replace(found, Value(digraph), Value(letter), output_field=text)
    return found


def matching(rows: QuerySet[M], columns: Iterable[str], text: str) -> QuerySet[M]:
    """The rows in which each word of ``text`` stands in one of ``columns``, whatever the marks and the case."""
    names = {f"folded_{column}": search_folded_column(column) for column in columns}
    wanted = Q()
    for word in text.split():
        anywhere = Q()
        for name in names:
            anywhere |= Q(**{f"{name}__contains": search_folded(word)})
        wanted &= anywhere
    aliases: dict[str, Any] = names
    return rows.alias(**aliases).filter(wanted)
