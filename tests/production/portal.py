"""The portal as an operator runs it: production settings, an own database, and every process of docs/operations.md."""

import os
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from asskomm.demo import ports
from asskomm.demo.processes import Child
from tests.checks.deployment import throw_away_production
from tests.plugins import migrated_database
from tests.production.mail_server import PASSWORD, USER, PostBox

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 300  # seconds, on a busy machine
STOPS_WITHIN = 15
Environment = dict[str, str]


@dataclass
class RunningPortal:
    """Addresses, post box and logs of a portal that runs."""

    port: int
    environment: Environment
    box: PostBox
    children: dict[str, Child]

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of ``manage.py`` to its end."""
        return run(self.environment, "manage.py", *command)

    def logs(self) -> str:
        """Everything that the processes wrote."""
        return "\n".join(child.log.read_text() for child in self.children.values() if child.log)


def run(environment: Environment, *command: str, seconds: float = STARTS_WITHIN) -> subprocess.CompletedProcess[str]:
    """Run Python with this environment and none of ours, so that nothing is set by chance."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def install(environment: Environment) -> None:
    """The steps of docs/operations.md, the two long ones beside each other, and a commune to work with."""
    steps = [("-m", "tests.production.prepare"), ("manage.py", "collectstatic", "--no-input", "--verbosity=0")]
    with ThreadPoolExecutor(len(steps)) as beside:
        done = list(beside.map(lambda step: run(environment, *step), steps))
    assert [step.returncode for step in done] == [0, 0], "\n".join(step.stderr for step in done)


def environment_in(folder: Path, database_url: str, box: PostBox) -> Environment:
    """What an operator would write down, mail server and own timestamp authority included."""
    production = throw_away_production(folder)
    return {
        "PATH": os.environ["PATH"],
        "PYTHONUNBUFFERED": "1",
        **production,
        "DATABASE_URL": database_url,
        "EMAIL_HOST": "localhost",
        "EMAIL_PORT": str(box.port),
        "EMAIL_HOST_USER": USER,
        "EMAIL_HOST_PASSWORD": PASSWORD,
        "SSL_CERT_FILE": str(folder / "mail.pem"),  # whom Python trusts
        "SIGNING_TSA_P12": str(folder / "tsa.p12"),
        "SIGNING_TSA_P12_PASSWORD": production["SIGNING_CA_P12_PASSWORD"],
        "TSA_URL": f"http://127.0.0.1:{_free_port()}",
    }


@contextmanager
def own_database() -> Iterator[str]:
    """A migrated database without rows of ours on the server of the test run; gives its address.

    That an empty one is brought there is the demo's proof, which does so as its users do.
    """
    server = os.environ["DATABASE_URL"]
    name = f"production_{secrets.token_hex(6)}"
    address = f"{server.rpartition('/')[0]}/{name}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {migrated_database.ready(server)}")
    try:
        yield address
    finally:
        _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running(folder: Path, environment: Environment, box: PostBox) -> Iterator[RunningPortal]:
    """Start what docs/operations.md lists under "What runs", and stop it in the end."""
    port = _free_port()
    python = (sys.executable, "manage.py")
    worker = (*python, "db_worker", "--no-startup-delay", "--interval", "0.2", "--queue-name")
    web = (sys.executable, "-m", "gunicorn", "-c", "python:asskomm.gunicorn_config", "--bind", f"127.0.0.1:{port}")
    commands = {
        "web": web,
        "authority": (*python, "timestamp_authority", "--port", environment["TSA_URL"].rpartition(":")[2]),
        "worker": (*worker, "default"),
        "long": (*worker, "long"),
    }
    children = {name: Child(name, command, environment, folder / f"{name}.log") for name, command in commands.items()}
    portal = RunningPortal(port, environment, box, children)
    try:
        for child in children.values():
            child.start()
        _wait_until_it_answers(portal)
        yield portal
    finally:
        for child in children.values():
            child.ask_to_stop()
        for child in children.values():
            child.stop_by(time.monotonic() + STOPS_WITHIN)


def _wait_until_it_answers(portal: RunningPortal) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    wanted = {"web": portal.port, "authority": int(portal.environment["TSA_URL"].rpartition(":")[2])}
    for name, port in wanted.items():
        while not ports.accepts(port):
            assert portal.children[name].is_running(), portal.logs()
            assert time.monotonic() < deadline, portal.logs()
            time.sleep(0.05)


def _free_port() -> int:
    return ports.free_port(random.randrange(20_000, 30_000))


def _execute(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
