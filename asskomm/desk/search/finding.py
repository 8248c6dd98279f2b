"""From words to the rows they stand in: PostgreSQL ranks, the door of each room has the last word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from asskomm.desk.search.words import Typed, Word, meant_by
from core.search_parts import PARTS, SearchPart
from staff.models import User

ENTRY = "desk_searchentry"
COMMUNE = "communes.commune"
FEW = 50  # communes that a word may name and still lead to what belongs to them
CANDIDATES = 2000  # rows that are ranked; more are not counted
OF_ONE = "(to_tsquery('pg_catalog.simple', %s) || plainto_tsquery('pg_catalog.german', %s))"


@dataclass(frozen=True, slots=True)
class Found:
    """One row that was found, before its door was asked; ``number``: how many of its kind there are."""

    kind: str
    object_id: str
    rank: float
    number: int
    matched: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Where somebody may look: kinds without a limit, and the keys of the others."""

    whole: list[str]
    some: dict[str, list[str]]

    @classmethod
    def of(cls, user: User) -> "Scope":
        """By what each door lets ``user`` see; a door that narrows nothing is not asked for all its keys."""
        doors = {kind: part.door(user) for kind, part in PARTS.items()}
        open_doors = {kind: rows for kind, rows in doors.items() if not rows.query.is_empty()}
        return cls(
            [kind for kind, rows in open_doors.items() if not rows.query.where],
            {
                kind: [str(pk) for pk in rows.values_list("pk", flat=True)]
                for kind, rows in open_doors.items()
                if rows.query.where
            },
        )

    def condition(self) -> tuple[str, list[Any]]:
        parts: list[str] = ["kind = ANY(%s)"]
        params: list[Any] = [self.whole]
        for kind, keys in self.some.items():
            parts.append("(kind = %s AND object_id = ANY(%s))")
            params += [kind, keys]
        return f"({' OR '.join(parts)})", params


def understood(typed: Typed, scope: Scope, *, guess: bool = True) -> Typed:
    """With the communes that each word names, and what is meant where a word stands nowhere. Two queries at most."""
    looked_up = _looked_up(typed.words, scope)
    unknown = [word.typed for word, known, _ in looked_up if not known]
    guesses = meant_by(unknown) if guess and unknown else {}
    words = [replace(word, meant=guesses.get(word.typed, ()), communes=communes) for word, _, communes in looked_up]
    if any(guesses.values()):  # what is meant may name communes as well
        words = [word for word, _, _ in ((replace(w, communes=c), k, c) for w, k, c in _looked_up(words, scope))]
    return Typed(typed.text, words)


def _looked_up(words: Sequence[Word], scope: Scope) -> list[tuple[Word, bool, tuple[str, ...]]]:
    if not words:
        return []
    condition, scoped = scope.condition()
    one = (
        f"SELECT EXISTS (SELECT FROM {ENTRY} WHERE vector @@ {{0}} AND {condition}), "  # noqa: S608 - what is put in are the portal's own names and SQL
        f"ARRAY(SELECT object_id FROM {ENTRY} WHERE kind = '{COMMUNE}' AND vector @@ {{0}} LIMIT {FEW + 1})"
    )
    sql: list[str] = []
    params: list[Any] = []
    for word in words:
        query, terms = _query(word)
        sql.append(one.format(query))
        params += [*terms, *scoped, *terms]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql), params)
        rows = cursor.fetchall()
    return [
        (word, known, tuple(communes) if len(communes) <= FEW else ())
        for word, (known, communes) in zip(words, rows, strict=True)
    ]


def _query(word: Word) -> tuple[str, list[Any]]:
    """The word as a query of PostgreSQL: what begins with it or has its stem, or any of what is meant by it."""
    terms = word.terms
    return f"({' || '.join([OF_ONE] * len(terms))})", [each for term in terms for each in (f"{term}:*", term)]


def find(typed: Typed, scope: Scope, per_kind: int) -> tuple[list[Found], int]:
    """The best ``per_kind`` rows of each kind, and in how many of the words they are found.

    All words, each in the row or in the name of its commune; where no row has all, those with most of them.
    """
    if not typed.words:
        return [], 0
    found = _ranked(typed, scope, per_kind, every=True)
    if not found and len(typed.words) > 1:
        found = _ranked(typed, scope, per_kind, every=False)
    most = max((row.matched for row in found), default=0)
    return [row for row in found if row.matched == most], most


def _ranked(typed: Typed, scope: Scope, per_kind: int, *, every: bool) -> list[Found]:
    condition, scoped = scope.condition()
    by_commune = [part.kind for part in PARTS.values() if part.by_commune and every]
    queries = [_query(word) for word in typed.words]
    in_any = f"({' || '.join(query for query, _ in queries)})"
    in_any_params = [term for _, terms in queries for term in terms]
    matches = [f"(vector @@ {query} OR ags = ANY(%s))" for query, _ in queries]
    match_params = [
        each for (_, terms), word in zip(queries, typed.words, strict=True) for each in (*terms, list(word.communes))
    ]
    together = " AND " if every else " OR "
    counted = " + ".join(f"{match}::int" for match in matches)
    sql = f"""
        WITH found AS (
            SELECT kind, object_id, title, day, vector, ({counted}) AS matched FROM {ENTRY}
            WHERE {condition} AND ({together.join(matches)}) AND (vector @@ {in_any} OR kind = ANY(%s))
            LIMIT {CANDIDATES}),
        best AS (SELECT * FROM found WHERE matched = (SELECT max(matched) FROM found)),
        ranked AS (
            SELECT kind, object_id, matched, day,
                ts_rank('{{0.1, 0.2, 0.4, 1.0}}', vector, {in_any}) + (title = %s)::int * 4
                    + (title LIKE %s)::int * 2 AS rank FROM best),
        placed AS (
            SELECT *, count(*) OVER (PARTITION BY kind) AS number,
                row_number() OVER (PARTITION BY kind ORDER BY rank DESC, day DESC NULLS LAST, object_id) AS place
            FROM ranked)
        SELECT kind, object_id, rank, number, matched FROM placed WHERE place <= %s ORDER BY rank DESC, object_id"""  # noqa: S608 - what is put in are the portal's own names and SQL
    params = [
        *match_params,
        *scoped,
        *match_params,
        *in_any_params,
        by_commune,
        *in_any_params,
        typed.folded,
        f"{typed.folded}%",
        per_kind,
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Found(*row) for row in cursor.fetchall()]


def parts_of(found: Sequence[Found]) -> list[SearchPart]:
    """The parts that have something, in the order in which they were declared."""
    kinds = {row.kind for row in found}
    return [part for kind, part in PARTS.items() if kind in kinds]
