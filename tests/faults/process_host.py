"""``python -m tests.faults.process_host``: the portal over HTTP, every request in a process of its own that may die.

One process loads the portal, then forks for each request, so that a kill costs milliseconds and not the start of a
server. The child runs the real WSGI application; ``/-/worker`` works off the queue with the real worker and
``/-/tick`` is the minute's work. Headers say how the child ends:

- ``X-Stop-At: name``: SIGKILL at that failpoint
- ``X-Kill-After: seconds``: SIGKILL from outside after that time, wherever it is
- ``X-Record: file``: it lives, and writes the names of the failpoints it passes
"""

import gc
import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ForkingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from agreements.evidence.portal_keys import signing_service
from core.failpoints import on_failpoint, stop_at
from core.typesetting.pdf import warm_up

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
portal = get_wsgi_application()


class Server(ForkingMixIn, WSGIServer):
    """Forks for each request; its parent answers none itself."""

    request_queue_size = 20


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Arrange for this process's end, then do what was asked."""
    _obey(environ)
    if environ["PATH_INFO"] == "/-/worker":
        return _command(start_response, "db_worker", batch=True, interval=0, startup_delay=False)
    if environ["PATH_INFO"] == "/-/tick":
        return _command(start_response, "tick")
    return portal(environ, start_response)


def _command(start_response: StartResponse, *arguments: str, **options: Any) -> Iterable[bytes]:
    call_command(*arguments, **options)
    start_response("204 No Content", [])
    return [b""]


def _obey(environ: Environ) -> None:
    if point := environ.get("HTTP_X_STOP_AT"):
        stop_at(point)
    if seconds := environ.get("HTTP_X_KILL_AFTER"):
        _die_after(float(seconds))
    if file := environ.get("HTTP_X_RECORD"):
        _record(Path(file))


def _die_after(seconds: float) -> None:
    """Let another process kill this one, so that nothing in it chooses the moment."""
    victim = os.getpid()
    if os.fork() == 0:
        os.closerange(3, 1024)
        time.sleep(seconds)
        if os.getppid() == victim:
            os.kill(victim, signal.SIGKILL)
        os._exit(0)


def _record(file: Path) -> None:
    def visit(name: str) -> None:
        with file.open("a") as lines:
            lines.write(f"{name}\n")

    on_failpoint(visit)


def main() -> None:
    for path in ("/", "/anmelden/", "/unterzeichnen/"):
        Client(HTTP_HOST="127.0.0.1").get(path)  # loads URLs, templates and the signing libraries once
    warm_up()
    signing_service()
    connections.close_all()
    gc.freeze()
    with Server(("127.0.0.1", 0), QuietHandler) as server:
        server.set_app(application)
        print(server.server_port, flush=True)  # noqa: T201 - for who started us
        server.serve_forever(poll_interval=0.05)


if __name__ == "__main__":
    main()
