"""One portal under production settings for all tests that ask it."""

from collections.abc import Iterator

import pytest

from tests.production.mail_server import mail_server
from tests.production.portal import RunningPortal, environment_in, install, own_database, running


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """Installed, filled and started."""
    folder = tmp_path_factory.mktemp("production")
    with mail_server(folder) as box, own_database() as database_url:
        environment = environment_in(folder, database_url, box)
        install(environment)
        with running(folder, environment, box) as started:
            yield started
