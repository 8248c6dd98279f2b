"""What every connection of the portal to PostgreSQL is told when it begins, asked of the server."""

import os

import psycopg2
import pytest
from django.db import connection

from asskomm.settings.database import database_at
from tests.asskomm.test_settings_production import start
from tests.checks.deployment import throw_away_production

ASK = (
    "import django; django.setup(); from django.db import connection; cursor = connection.cursor();"
    "cursor.execute('SHOW jit'); print(*cursor.fetchone())"
)


def said(url: str, *names: str) -> list[str]:
    """What the server says of these settings to a session with the address."""
    database = database_at(url)
    keys = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    parameters = {key: database[name] for name, key in keys.items() if database[name]}
    session = psycopg2.connect(**parameters, **database["OPTIONS"])
    try:
        with session.cursor() as cursor:
            return [_shown(cursor, name) for name in names]
    finally:
        session.close()


def _shown(cursor, name: str) -> str:
    cursor.execute(f"SHOW {name}")
    [value] = cursor.fetchone()
    return value


@pytest.mark.django_db
def test_the_tests_sessions_compile_no_queries():
    with connection.cursor() as cursor:
        assert _shown(cursor, "jit") == "off"


def test_production_compiles_no_queries(tmp_path):
    answer = start(throw_away_production(tmp_path), "-c", ASK)
    assert answer.stdout.split() == ["off"], answer.stderr


def test_options_of_the_address_are_kept_and_decide():
    url = os.environ["DATABASE_URL"]
    joined = "&" if "?" in url else "?"
    assert said(f"{url}{joined}options=-c%20statement_timeout%3D7s", "jit", "statement_timeout") == ["off", "7s"]
    assert said(f"{url}{joined}options=-c%20jit%3Don", "jit") == ["on"]


def test_what_else_the_address_says_stays():
    database = database_at("postgres://p@db.example/portal?sslmode=require", conn_max_age=60)
    assert database["OPTIONS"] == {"options": "-c jit=off", "sslmode": "require"}
    assert database["CONN_MAX_AGE"] == 60
