"""What only works in the demo or in the tests does not work: nothing of production may differ unseen."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.conf import global_settings, settings
from django.contrib.staticfiles import finders

from tests.checks.deployment import throw_away_production
from tests.production.portal import ROOT, run

ROOMS = ("core", "staff", "communes", "agreements", "coaching", "asskomm")
OF_ONE_MODULE = {
    "asskomm.settings.dev": {"PORT"},  # the demo's address; only these settings read it
    "asskomm.settings.test": {"TEST_DIR"},
}


def sources() -> list[Path]:
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return [path for path in paths if "migrations" not in path.parts and "settings" not in path.parts]


def read_by_code() -> set[str]:
    """Every ``settings.NAME`` in the portal's code."""
    names: set[str] = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "settings":
                names.add(node.attr)
    return {name for name in names if name.isupper()}


def keys_read(setting: str) -> set[str]:
    """The keys that the code reads of a dictionary among the settings."""
    return {key for path in sources() for key in re.findall(rf'settings\.{setting}\["(\w+)"\]', path.read_text())}


@pytest.fixture(scope="module")
def production(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("differences")
    return {**throw_away_production(folder), "PATH": "/usr/bin:/bin"}


@pytest.fixture(scope="module")
def values(production) -> dict[str, list[str]]:
    """Under production settings: the names there are, and the keys of the dictionaries."""
    asked = (
        "import json; from django.conf import settings as s;"
        "print(json.dumps({n: sorted(getattr(s, n)) if isinstance(getattr(s, n), dict) else [] "
        "for n in dir(s) if n.isupper()}))"
    )
    answered = run(production, "-c", asked)
    assert answered.returncode == 0, answered.stderr
    found: dict[str, list[str]] = json.loads(answered.stdout)
    return found


def test_every_setting_that_the_code_reads_exists_in_production(values):
    wanted = read_by_code()
    assert len(wanted) > 15
    assert wanted - set(values) == set()


@pytest.mark.parametrize("name", ["SIGNING", "STORAGES", "TASKS", "CACHES"])
def test_dictionaries_have_the_same_keys_in_production_as_in_the_tests(values, name):
    assert values[name] == sorted(getattr(settings, name))
    assert keys_read(name) <= set(values[name])


def assigned(module: str) -> set[str]:
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text())
    targets = [
        target
        for node in tree.body
        for target in (node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)])
    ]
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return {name for name in names if re.fullmatch(r"[A-Z][A-Z_]*", name)}


@pytest.mark.parametrize("module", ["asskomm.settings.dev", "asskomm.settings.test"])
def test_no_setting_of_ours_stands_in_the_demo_or_the_tests_alone(module):
    elsewhere = assigned("asskomm.settings.base") | assigned("asskomm.settings.production")
    alone = {name for name in assigned(module) - elsewhere if not hasattr(global_settings, name)}
    assert alone == {name for name in OF_ONE_MODULE[module] if name in assigned(module)}


def test_every_command_that_the_operator_is_told_of_starts_in_production(production):
    told = re.findall(r"manage\.py ([a-z_]+)", (ROOT / "docs" / "operations.md").read_text())
    commands = sorted(set(told))
    assert {"check", "migrate", "tick", "status", "verify_files", "verify_journal", "db_worker"} <= set(commands)
    load = (
        "import sys, django; django.setup();"
        "from django.core.management import get_commands, load_command_class as load;"
        "[load(get_commands()[name], name).create_parser('manage.py', name) for name in sys.argv[1:]]"
    )
    started = run(production, "-W", "error::DeprecationWarning:asskomm", "-c", load, *commands)
    assert started.returncode == 0, started.stderr


def test_every_static_file_that_a_page_names_is_collected():
    """Hashed names know collected files only: a name without a file is a page that answers 500, in production."""
    named = {
        name
        for path in (*(ROOT / "templates").rglob("*.html"), *sources())
        for name in re.findall(r"""\{%\s*static\s+["']([^"']+)["']|\bstatic\(["']([^"']+)["']\)""", path.read_text())
        for name in name
        if name
    }
    assert len(named) > 15
    assert "bundles/public.css" in named
    assert [name for name in sorted(named) if finders.find(name) is None] == []
