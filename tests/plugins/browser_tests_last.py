"""Browser tests come last: Playwright keeps an event loop running in the thread of all tests from its first on.

Whatever calls ``asyncio.run`` there afterwards, as signing does, would be refused.
"""

from pathlib import Path

import pytest

BROWSER_TESTS = Path(__file__).parents[1] / "e2e"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move the browser tests behind all others and keep the order otherwise."""
    items.sort(key=lambda item: BROWSER_TESTS in item.path.parents)
