"""The application server, in production and in the demo: ``gunicorn -c python:asskomm.gunicorn_config``.

The address comes from ``--bind``, the number of workers from WEB_CONCURRENCY.
"""

import os

from gunicorn.workers.base import Worker

from agreements.documents import warm_up

wsgi_app = "asskomm.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60  # seconds; signing may wait for a timestamp authority
graceful_timeout = 10
max_requests = 2000
max_requests_jitter = 200
accesslog = "-"
control_socket_disable = True


def post_worker_init(worker: Worker) -> None:  # noqa: ARG001 (the name is gunicorn's)
    """Load fonts and style sheets before the first reader waits for a PDF."""
    warm_up()
