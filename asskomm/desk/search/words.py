"""What somebody typed, as words that can be looked for, and what else they may have meant."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from communes.models.names import trigrams
from core.folding import search_folded

LONGEST = 200  # characters that are read
MOST = 8  # words that are looked for
WORD = re.compile(r"[a-z0-9]+")
GUESSABLE = 4  # letters from which on a word may be mistyped
GUESSES = 3
ALIKE = 0.35  # of the groups of three letters


@dataclass(frozen=True, slots=True)
class Word:
    """One word, folded, and what is looked for with it: itself, or what is spelt much alike.

    ``communes``: the AGS of those it names, if it names few.
    """

    typed: str
    meant: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        return self.meant or (self.typed,)


@dataclass(slots=True)
class Typed:
    """All words of a search; ``text``: as it was typed, one blank between two words."""

    text: str
    words: list[Word] = field(default_factory=list)

    @property
    def folded(self) -> str:
        return " ".join(word.typed for word in self.words)

    @property
    def corrected(self) -> list[Word]:
        return [word for word in self.words if word.meant]

    @property
    def terms(self) -> set[str]:
        """What is marked where it stands."""
        return {term for word in self.words for term in word.terms}


def read(text: str) -> Typed:
    """Take what was typed apart; each word once, single letters only where there is nothing else."""
    text = " ".join(text.split())[:LONGEST]
    words = list(dict.fromkeys(WORD.findall(search_folded(text))))
    longer = [word for word in words if len(word) > 1]
    return Typed(text, [Word(word) for word in (longer or words)[:MOST]])


def meant_by(words: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Words that stand somewhere and are spelt much like each of ``words``, the most alike first. One query."""
    wanted = {word: sorted(trigrams(word)) for word in words if len(word) >= GUESSABLE}
    if not wanted:
        return {}
    one = (
        "SELECT %s AS typed, word FROM desk_searchword "
        "WHERE trigrams && %s::varchar[] AND length(word) BETWEEN %s AND %s "
        "AND cardinality(ARRAY(SELECT unnest(trigrams) INTERSECT SELECT unnest(%s::varchar[]))) >= %s"
    )
    params: list[Any] = []
    for word, groups in wanted.items():
        params += [word, groups, len(word) - 2, len(word) + 2, groups, ALIKE * len(groups)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(wanted)), params)
        found = cursor.fetchall()
    return {word: _nearest(word, (other for typed, other in found if typed == word)) for word in wanted}


def _nearest(word: str, others: Iterable[str]) -> tuple[str, ...]:
    """Those that one slip of the hand makes of ``word``, two of a long one; only the nearest of them."""
    allowed = 1 if len(word) < 7 else 2
    by_distance = sorted((distance(word, other), other) for other in others if other != word)
    near = [(steps, other) for steps, other in by_distance if steps <= allowed]
    return tuple(other for steps, other in near if steps == near[0][0])[:GUESSES]


def distance(one: str, other: str) -> int:
    """How many letters have to be put in, left out, exchanged or swapped with the next (Damerau and Levenshtein)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i, *([0] * len(other))]
        for j, second in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != second))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == second:
                row[j] = min(row[j], earlier[j - 2] + 1)
    return row[-1]


def learn(most: int = 5000) -> int:
    """Take up the words of entries that are new or changed, at most ``most``; returns how many entries. For the clock.

    It waits for no one: an entry that somebody is about to change comes the next time.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE desk_searchentry SET words_known = true WHERE id IN (SELECT id FROM desk_searchentry "
            "WHERE NOT words_known ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id",
            [most],
        )
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT DISTINCT lexeme FROM desk_searchentry, unnest(tsvector_to_array(vector)) AS lexeme "
            "WHERE desk_searchentry.id = ANY(%s) AND length(lexeme) BETWEEN %s AND 40 AND lexeme ~ '^[a-z]+$' "
            "AND NOT EXISTS (SELECT FROM desk_searchword WHERE word = lexeme)",
            [ids, GUESSABLE - 1],
        )
        new = [row[0] for row in cursor.fetchall()]
        cursor.executemany(
            "INSERT INTO desk_searchword (word, trigrams) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(word, sorted(trigrams(word))) for word in sorted(new)],
        )
    return len(ids)


def forget_daily() -> None:
    """``forget`` in the first minutes after midnight."""
    now = timezone.localtime()
    if (now.hour, now.minute // 5) == (0, 0):
        forget()


def forget() -> int:
    """Give up the words that stand nowhere any more, such as an erased name; returns how many. For the clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM desk_searchword w WHERE NOT EXISTS (SELECT FROM desk_searchentry e "
            "WHERE e.vector @@ to_tsquery('pg_catalog.simple', w.word))"
        )
        return int(cursor.rowcount)
