"""Tests marked by `xdist_group` run in one worker, so that what they share is set up once.

pytest-xdist writes the group behind the id of a test, where pytest 9.2 does not read it any more. Groups are those of
whole modules here, so the one that starts the workers reads them from the modules.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

GROUP = re.compile(r"pytest\.mark\.xdist_group\(\"([^\"]+)\"\)")


class GroupedScheduling(LoadScopeScheduling):
    """Each test by itself, but a group as a whole."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(self.config.rootpath / nodeid.partition("::")[0]) or nodeid


@cache
def group_of(module: Path) -> str:
    """The group of a module's tests; "" if it has none."""
    found = GROUP.search(module.read_text(encoding="utf-8"))
    return found[1] if found else ""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> GroupedScheduling:
    """Asked where workers are started."""
    return GroupedScheduling(config, log)
