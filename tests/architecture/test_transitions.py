"""The table of transitions in the documentation is the one in the code."""

import re
from pathlib import Path

import pytest

from agreements.models import ChangeNotice, PreAgreement
from asskomm.intake.models import Import
from coaching.models import Engagement
from core.transitions import transitions_of

TABLE = (Path(__file__).parents[2] / "docs" / "ARCHITECTURE.md").read_text()
ROW = re.compile(r"^\| (\w+)\.(\w+) \| ([\w, ]+) \| (\w+) \|$", re.MULTILINE)


@pytest.mark.parametrize("model", [PreAgreement, ChangeNotice, Engagement, Import])
def test_the_documented_transitions_are_those_of_the_code(model):
    documented = {
        (name, frozenset(sources.split(", ")), target)
        for owner, name, sources, target in ROW.findall(TABLE)
        if owner == model.__name__
    }
    assert documented == {(rule.name, rule.sources, rule.target) for rule in transitions_of(model)}
