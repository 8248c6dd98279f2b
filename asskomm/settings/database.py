"""What the portal asks of its PostgreSQL, whichever DATABASE_URL names."""

from typing import Any

import dj_database_url

# PostgreSQL compiles queries that it expects to be costly (JIT, on by default). The portal's have many small subplans:
# compiling them takes several times as long as running them, on the report of 10,000 communes seven times.
SESSION = "-c jit=off"


def database_at(url: str, **settings: Any) -> dict[str, Any]:
    """Return Django's settings of the database at ``url``; ``settings`` are those of ``dj_database_url.parse``.

    What the address says itself in ``?options=`` comes last and so counts.
    """
    database: dict[str, Any] = dict(dj_database_url.parse(url, **settings))
    options = database.setdefault("OPTIONS", {})
    options["options"] = f"{SESSION} {options.get('options', '')}".strip()
    return database
