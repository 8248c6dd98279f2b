"""The application server, in production and in the demo: ``gunicorn -c python:asskomm.gunicorn_config``.

The address comes from ``--bind``, the number of workers from WEB_CONCURRENCY.
"""

import os
import subprocess
import sys

from django.conf import settings
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

wsgi_app = "asskomm.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60  # seconds; signing may wait for a timestamp authority
graceful_timeout = 10
max_requests = 2000
max_requests_jitter = 200
accesslog = "-"
logger_class = "asskomm.gunicorn_logger.RedactingLogger"
control_socket_disable = True


def on_starting(server: Arbiter) -> None:
    """Read the settings once before any worker: what is wrong with them is said once, and ends the start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asskomm.settings.production")
    settings.DEBUG  # noqa: B018 - loads them
    if not settings.DEMO:
        _refuse_without_what_it_needs()


def post_worker_init(worker: Worker) -> None:
    """Load renderer, fonts and signer, which the portal loads late, before the first reader waits for them."""
    from agreements.evidence import portal_keys  # noqa: PLC0415 - in the worker, once Django is set up
    from core.typesetting import pdf  # noqa: PLC0415 - in the worker, once Django is set up

    pdf.warm_up()
    portal_keys.warm_up()


def _refuse_without_what_it_needs() -> None:
    """Ask the checks of core.checks, in a process of its own: this one must not load the portal's code."""
    checked = subprocess.run(
        (sys.executable, "-m", "django", "check", "--tag", "betrieb"), stdout=subprocess.DEVNULL, check=False
    )
    if checked.returncode:
        raise SystemExit("Das Portal startet nicht, siehe oben.")
