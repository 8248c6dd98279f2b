"""Letters made comparable, so that who types "Thi Nguyen" or "Lukasz" finds Thị Nguyễn and Łukasz: one table for
Python and the database.

The basic letters are those of the search form of DIN 91379 (ICAO 9303), but that ä, ö, ü are also a, o, u.
"""

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import CharField, F, Func, Model, Q, QuerySet

from core.text import normal_form

M = TypeVar("M", bound=Model)

_BETWEEN_WORDS = re.compile(r"[\s-]+")
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


def search_folded_sql(text: str) -> str:
    """``search_folded`` of ``text``, an expression of SQL, computed by PostgreSQL."""
    bare = f"regexp_replace(normalize({text}, NFKD), {_quoted(_MARKS)}, '', 'g')"
    found = f"translate({bare}, {_quoted(_FROM + _DROPPED)}, {_quoted(_TO)})"
    for letter, letters in _SEVERAL.items():
        found = f"replace({found}, {_quoted(letter)}, {_quoted(letters)})"
    found = f"lower({found})"
    for digraph, letter in _DIGRAPHS:
        found = f"replace({found}, {_quoted(digraph)}, {_quoted(letter)})"
    return found


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def search_folded_column(name: str) -> Func:
    """``search_folded_sql`` of a column of text."""
    template = search_folded_sql("%(expressions)s").replace("%(expressions)s", "\0").replace("%", "%%")
    return Func(F(name), template=template.replace("\0", "%(expressions)s"), output_field=CharField())


def matching(rows: QuerySet[M], columns: Iterable[str], text: str) -> QuerySet[M]:
    """The rows in which each word of ``text`` stands in one of ``columns``, whatever marks, case and hyphens."""
    names = {f"folded_{column}": search_folded_column(column) for column in columns}
    wanted = Q()
    for word in filter(None, _BETWEEN_WORDS.split(text)):
        anywhere = Q()
        for name in names:
            anywhere |= Q(**{f"{name}__contains": search_folded(word)})
        wanted &= anywhere
    aliases: dict[str, Any] = names
    return rows.alias(**aliases).filter(wanted)
