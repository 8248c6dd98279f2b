"""The table of transitions in the documentation is the one in the code."""

import re
from pathlib import Path

import pytest

from agreements.models import ChangeNotice, PreAgreement
from agreements.transitions import change_notice, ending, pre_agreement
from asskomm.intake import transitions as of_imports
from asskomm.intake.models import Import
from coaching import transitions as of_engagements
from coaching.models import Engagement
from core.transitions import transitions_of

TABLE = (Path(__file__).parents[2] / "docs" / "ARCHITECTURE.md").read_text()
ROW = re.compile(r"^\| (\w+)\.(\w+) \| ([\w, ]+) \| (\w+) \|$", re.MULTILINE)


PAGES = {
    PreAgreement: (pre_agreement, ending),
    ChangeNotice: (change_notice,),
    Engagement: (of_engagements,),
    Import: (of_imports,),
}


def written_on(page):
    return [
        name
        for name, value in vars(page).items()
        if hasattr(value, "__wrapped__") and value.__module__ == page.__name__
    ]


@pytest.mark.parametrize("model", PAGES)
def test_the_state_machine_of_a_model_stands_on_its_pages(model):
    written = [name for page in PAGES[model] for name in written_on(page)]
    assert sorted(written) == sorted(rule.name for rule in transitions_of(model))


def test_what_is_out_of_force_stands_on_the_page_of_the_end():
    """The phases of an agreement's life: a step belongs to the end if it starts in force."""
    from_force = {rule.name for rule in transitions_of(PreAgreement) if "in_force" in rule.sources}
    assert from_force == set(written_on(ending))


@pytest.mark.parametrize("model", PAGES)
def test_the_documented_transitions_are_those_of_the_code(model):
    documented = {
        (name, frozenset(sources.split(", ")), target)
        for owner, name, sources, target in ROW.findall(TABLE)
        if owner == model.__name__
    }
    assert documented == {(rule.name, rule.sources, rule.target) for rule in transitions_of(model)}
