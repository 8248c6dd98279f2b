"""Every address answers under production settings: on the running portal's database, store, keys and static files."""

import pytest

from tests.production.portal import RunningPortal, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("production")]

WALKED_WITHIN = 900  # every address, on a busy machine


def test_no_address_answers_with_a_fault_in_production(portal: RunningPortal):
    walked = run(portal.environment, "-m", "tests.production.walk_pages", seconds=WALKED_WITHIN)
    assert walked.returncode == 0, walked.stderr
    *faults, answers = walked.stdout.splitlines()
    assert faults == []
    assert int(answers) > 200
