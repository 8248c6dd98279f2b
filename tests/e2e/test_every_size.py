"""Every page of the mayor's way and for everybody fits every screen, and reads well to those who hear it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.fitting import Fitting
from tests.e2e.mayors_steps import other_ways, public_pages, steps
from tests.e2e.trees import stored, tree_of
from tests.factories.ready_agreements import issued

pytestmark = [pytest.mark.usefixtures("timestamp_authority", "live_server"), pytest.mark.slow]


def look(page: Page, pages: Iterator[str]) -> None:
    """Look at each page once in every size; tell all that is wrong together."""
    fitting = Fitting(page)
    for name in pages:
        tree = tree_of(page)
        fitting.check(name)
        if not stored(name).exists() or stored(name).read_text() != tree:
            fitting.faults.append(f"{name} reads otherwise than in {stored(name).name}; look at it, then: make trees")
    assert fitting.faults == [], "\n".join(fitting.faults)


def test_pages_for_everybody(page: Page, transactional_db: None) -> None:
    look(page, public_pages(page))


def test_the_mayors_way(
    page: Page, transactional_db: None, newest_link: Callable[[], str], newest_code: Callable[[], str]
) -> None:
    version = issued().current_version
    assert version
    look(page, steps(page, version.check_code, newest_link, newest_code))


def test_other_ways_and_what_stands_in_the_way(
    page: Page, transactional_db: None, newest_link: Callable[[], str], newest_code: Callable[[], str]
) -> None:
    look(page, other_ways(page, newest_link, newest_code))
