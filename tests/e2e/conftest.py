"""Browser tests: Debian's chromium, a German reader, and an inspector that every page must satisfy."""

import os
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from asskomm.setup import debian
from staff.models import User
from tests.e2e.inspector import Inspector

# Playwright's synchronous API runs an event loop in this thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine may need more than Playwright's 5 s to answer an upload; no test waits longer because of it.
expect.set_options(timeout=20_000)

QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=de-DE",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Pages are opened by their path: ``page.goto("/anmelden/")``."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's chromium; started as root it wants ``--no-sandbox``."""
    chromium = debian.browser_path()
    assert chromium, f"Bitte das Debian-Paket {debian.BROWSERS[0]} installieren (make test tut es)."
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*QUIET, *sandbox]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin"}


@pytest.fixture
def inspector(page: Page) -> Inspector:
    """Watches ``page`` from its first message on."""
    return Inspector(page)


@pytest.fixture
def phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """A second person's phone: a browser context of its own, 390 px wide, with touch."""
    context = browser.new_context(**{**browser_context_args, **PHONE})
    yield context
    context.close()


@pytest.fixture
def run_tasks(run_tasks: Callable[[], None]) -> Callable[[], None]:
    """Work off the queue in a thread of its own: in this one runs Playwright's loop, and a task signs with another."""

    def work() -> None:
        problems: list[BaseException] = []
        worker = Thread(target=_in_thread, args=(run_tasks, problems))
        worker.start()
        worker.join()
        assert not problems, problems

    return work


def _in_thread(work: Callable[[], None], problems: list[BaseException]) -> None:
    try:
        work()
    except BaseException as problem:  # noqa: BLE001 - shown by the assertion of the test's thread
        problems.append(problem)
    finally:
        connections.close_all()


@pytest.fixture
def sign_in(live_server: LiveServer, page: Page) -> Callable[[User], None]:
    """Sign ``user`` in without the form, for tests that are not about signing in."""

    def signed_in(user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return signed_in
