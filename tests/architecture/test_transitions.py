"""The table of transitions in the documentation is the one in the code."""

import re
from pathlib import Path

import pytest

from agreements.models import ChangeNotice, PreAgreement
from agreements.transitions import change_notice, pre_agreement
from asskomm.intake import transitions as of_imports
from asskomm.intake.models import Import
from coaching import transitions as of_engagements
from coaching.models import Engagement
from core.transitions import transitions_of

TABLE = (Path(__file__).parents[2] / "docs" / "ARCHITECTURE.md").read_text()
ROW = re.compile(r"^\| (\w+)\.(\w+) \| ([\w, ]+) \| (\w+) \|$", re.MULTILINE)


MODULES = {PreAgreement: pre_agreement, ChangeNotice: change_notice, Engagement: of_engagements, Import: of_imports}


@pytest.mark.parametrize("model", MODULES)
def test_the_state_machine_of_a_model_stands_on_one_page(model):
    page = MODULES[model]
    assert {rule.name for rule in transitions_of(model)} == {
        name
        for name, value in vars(page).items()
        if hasattr(value, "__wrapped__") and value.__module__ == page.__name__
    }


@pytest.mark.parametrize("model", MODULES)
def test_the_documented_transitions_are_those_of_the_code(model):
    documented = {
        (name, frozenset(sources.split(", ")), target)
        for owner, name, sources, target in ROW.findall(TABLE)
        if owner == model.__name__
    }
    assert documented == {(rule.name, rule.sources, rule.target) for rule in transitions_of(model)}
