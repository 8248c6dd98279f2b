"""The table of all that can be found, kept by PostgreSQL: triggers of every table that a room's part reads, and one
function that makes the entries of the rows a statement touched. So a form, an import, the clock and a line of SQL are
the same to it, and an entry is there or gone with the row, in one transaction.

What is installed follows the parts: ``migrate`` compares and puts in place what differs, and makes the entries of a
part whose document changed once more.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from core.folding import search_folded_sql
from core.search_parts import PARTS, SearchPart

TABLE = "desk_searchentry"
PREFIX = "search_"
DIGEST = re.compile(r"[0-9a-f]{16}")
FOLDED = "search_folded"
WORDS = "search_words"
VECTOR = "search_vector"

# Words are what letters and digits make; what hyphens, slashes and dots hold together is also one: "Müller-Schmidt",
# "LPR-2026-0001", "03721/555". German stems beside the words themselves: who looks for "Häuser" means "Haus" as well.
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION {FOLDED}(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$body$ SELECT {search_folded_sql("given")} $body$;
CREATE OR REPLACE FUNCTION {WORDS}(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$body$ SELECT btrim(regexp_replace({FOLDED}(given), '[^a-z0-9]+', ' ', 'g')) $body$;
CREATE OR REPLACE FUNCTION {VECTOR}(given text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$body$ SELECT to_tsvector('pg_catalog.simple', {WORDS}(given) || ' ' || {WORDS}(
        regexp_replace({FOLDED}(given), '([a-z0-9])[-/._]+(?=[a-z0-9])', '\\1', 'g')))
    || to_tsvector('pg_catalog.german', {WORDS}(given)) $body$;
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """One statement that has to be in place, and what tells whether it is."""

    name: str
    sql: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()[:16]


def entries_of(part: SearchPart, touched: str = "true") -> str:
    """A SELECT of the entries of ``part`` as they stand in the table; ``touched``: a condition of SQL on its rows."""
    document = part.document.replace("{touched}", touched).replace(
        "SELECT", f"SELECT {part.key}::text AS object_id,", 1
    )
    return (
        f"SELECT '{part.kind}' AS kind, d.object_id, d.ags, {WORDS}(d.names) AS title, d.day, "  # noqa: S608 - what is put in are the portal's own names and SQL
        f"setweight({VECTOR}(d.names), 'A') || setweight({VECTOR}(d.details), 'B') "
        f"|| setweight({VECTOR}(d.body), 'C') AS vector FROM ({document}) d"
    )


def _writes(part: SearchPart, keys: str) -> str:
    """Statements that bring the entries of some keys to what they should be; what is as it was is left alone."""
    entries = entries_of(part, f"{part.key} IN ({keys})")
    return f"""
        DELETE FROM {TABLE} s WHERE s.kind = '{part.kind}'
            AND s.object_id IN (SELECT key::text FROM ({keys}) AS touched(key))
            AND s.object_id NOT IN (SELECT n.object_id FROM ({entries}) n);
        {_upsert(entries)}"""  # noqa: S608 - what is put in are the portal's own names and SQL


def _upsert(entries: str) -> str:
    return f"""
        INSERT INTO {TABLE} AS s (kind, object_id, ags, title, day, vector, words_known)
            SELECT n.*, false FROM ({entries}) n
            ON CONFLICT (kind, object_id) DO UPDATE SET ags = excluded.ags, title = excluded.title,
                day = excluded.day, vector = excluded.vector, words_known = false
            WHERE (s.ags, s.title, s.day, s.vector)
                IS DISTINCT FROM (excluded.ags, excluded.title, excluded.day, excluded.vector);"""  # noqa: S608 - what is put in are the portal's own names and SQL


def _triggers(part: SearchPart) -> Iterator[Installed]:
    """For each table a function and its three triggers: transition tables are of one kind of statement."""
    for number, (table, touched) in enumerate(part.sources.items(), 1):
        name = f"{PREFIX}{part.kind.replace('.', '_')}_{number}"
        sql = f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN {_writes(part, touched)}
        RETURN NULL;
    END $body$;
CREATE OR REPLACE TRIGGER {name}_i AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE OR REPLACE TRIGGER {name}_u AFTER UPDATE ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE OR REPLACE TRIGGER {name}_d AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();"""
        yield Installed(name, sql)


def _remake(part: SearchPart) -> str:
    """All entries of a part, once more."""
    return f"DELETE FROM {TABLE} WHERE kind = '{part.kind}';{_upsert(entries_of(part))}"  # noqa: S608 - what is put in are the portal's own names and SQL


def wanted() -> dict[str, list[Installed]]:
    """What has to be in place, by part; the functions that all use are the part of no name."""
    return {"": [Installed(FOLDED, FUNCTIONS)], **{part.kind: list(_triggers(part)) for part in PARTS.values()}}


def in_place() -> dict[str, str]:
    """The digest of each function that is there, by name, as its comment says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, COALESCE(obj_description(p.oid, 'pg_proc'), '') FROM pg_proc p "
            "WHERE p.proname LIKE 'search\\_%' AND p.pronamespace = 'public'::regnamespace"
        )
        return dict(cursor.fetchall())


def _ours(there: dict[str, str]) -> set[str]:
    """Those that this module has put there; a database may hold others of such a name."""
    return {name for name, digest in there.items() if DIGEST.fullmatch(digest)}


def uninstall(*, plan: list[Any], **_signal: object) -> None:
    """Before ``migrate`` changes anything: documents are of the newest tables, which are not there yet."""
    if plan:
        with connection.cursor() as cursor:
            for name in _ours(in_place()):
                cursor.execute(f"DROP FUNCTION {name} CASCADE")


def install(**_signal: object) -> None:
    """Put in place what is not, take away what no part wants any more, and make the entries of what changed.

    Nothing where ``migrate`` stopped at a former state.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    there = in_place()
    by_part = wanted()
    names = {one.name for several in by_part.values() for one in several} | {WORDS, VECTOR}
    stale = [kind for kind, several in by_part.items() if any(there.get(one.name) != one.digest for one in several)]
    if "" in stale:  # what the words are
        stale = list(by_part)
    with transaction.atomic(), connection.cursor() as cursor:
        for kind in stale:
            for one in by_part[kind]:
                signature = "text" if not kind else ""
                cursor.execute(f"{one.sql} COMMENT ON FUNCTION {one.name}({signature}) IS '{one.digest}'")
            if kind:
                cursor.execute(_remake(PARTS[kind]))
        for name in _ours(there) - names:
            cursor.execute(f"DROP FUNCTION {name} CASCADE")
