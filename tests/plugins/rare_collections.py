"""Garbage is collected rarely: what is loaded stays loaded, and looking through it took a twentieth of the suite."""

import gc

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Modules and tests are no garbage; what a test leaves is small."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
