"""The migrated database, made once: each worker's database is a copy of it, and the next run restores it from a file.

All migrations take half a minute of a processor, a copy a tenth of a second. The name says which sources it was made
from; with others it is made from nothing, as on a fresh clone. ``migrate`` runs on each copy all the same and finds
nothing to do.
"""

import ast
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import extensions

from asskomm.demo.postgres import programs

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "var" / "migrated"
KEPT_FILES = 5
ROOMS = ("asskomm", "coaching", "agreements", "communes", "staff", "core")
LOCK = 7_022_026  # anyone who makes it holds this advisory lock


def ready(url: str) -> str:
    """Return the name of the migrated database on the server of ``url``; it is made unless it is there."""
    name = f"migrated_{fingerprint()}"
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            _make(cursor, url, name)
    return name


def _make(cursor: extensions.cursor, url: str, name: str) -> None:
    """Make it under another name, so that one that stays unfinished is never taken for whole."""
    draft = f"{name}_draft"
    draft_url = f"{url.rpartition('/')[0]}/{draft}"
    file = KEPT / f"{name}.dump"
    cursor.execute(f"DROP DATABASE IF EXISTS {draft} WITH (FORCE)")
    cursor.execute(f"CREATE DATABASE {draft}")
    if file.exists():
        _run(programs() / "pg_restore", "--single-transaction", "--dbname", _libpq(draft_url), file)
    else:
        _run(
            sys.executable,
            ROOT / "manage.py",
            "migrate",
            "--skip-checks",
            "--no-input",
            "--verbosity=0",
            database=draft_url,
        )
        _keep(draft_url, file)
    cursor.execute(f"ALTER DATABASE {draft} RENAME TO {name}")


def _keep(url: str, file: Path) -> None:
    """Store it for the next run, and forget the oldest."""
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    _run(programs() / "pg_dump", "--format=custom", "--file", unfinished, _libpq(url))
    unfinished.rename(file)
    newest_first = sorted(KEPT.glob("*.dump"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT_FILES:]:
        old.unlink(missing_ok=True)


def _run(*command: str | Path, database: str | None = None) -> None:
    """Run to its end, for Python with the settings of the tests; what it says is in the error."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "asskomm.settings.test"}
    environment |= {"DATABASE_URL": database} if database else {}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"


def _libpq(url: str) -> str:
    """The address as PostgreSQL's own programs read it."""
    return url.replace("postgres://", "postgresql://", 1)


def fingerprint() -> str:
    """Sixteen letters for everything that a migrated database comes from."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> set[Path]:
    """Migrations, whatever of ours they import, the settings, and the versions of all libraries."""
    found = {path for room in ROOMS for path in (ROOT / room).glob("**/migrations/*.py")}
    waiting = list(found)
    while waiting:
        imported = set(_imported(waiting.pop())) - found
        found |= imported
        waiting += imported
    return found | set((ROOT / "asskomm" / "settings").glob("*.py")) | set((ROOT / "requirements").glob("*.txt"))


def _imported(file: Path) -> Iterator[Path]:
    """The modules of our rooms that a module imports."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{name}" for name in names)]
        for name in names:
            path = ROOT.joinpath(*name.split("."))
            if name.split(".")[0] in ROOMS:
                yield from (one for one in (path.with_suffix(".py"), path / "__init__.py") if one.exists())
