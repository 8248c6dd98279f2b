"""Writes what screen readers are given of each page: ``make trees``."""

from collections.abc import Callable
from itertools import chain

import pytest
from playwright.sync_api import Page

from tests.e2e.mayors_steps import other_ways, public_pages, steps
from tests.e2e.trees import FOLDER, stored, tree_of
from tests.factories.ready_agreements import issued

pytestmark = pytest.mark.usefixtures("timestamp_authority", "live_server")


def test_trees(
    page: Page, transactional_db: None, newest_link: Callable[[], str], newest_code: Callable[[], str]
) -> None:
    for tree in FOLDER.glob("*.txt"):
        tree.unlink()
    FOLDER.mkdir(exist_ok=True)
    version = issued().current_version
    assert version
    mayors = steps(page, version.check_code, newest_link, newest_code)
    for name in chain(public_pages(page), mayors, other_ways(page, newest_link, newest_code)):
        stored(name).write_text(tree_of(page))
