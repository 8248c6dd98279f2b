"""The pack needs Django and crispy-forms and nothing of the portal: copied elsewhere, under its own name, it works."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import get_resolver

from tests.asskomm.test_addresses import patterns

PACK = Path(__file__).parents[3] / "core" / "crispy_kern"
FOREIGN = {"django", "crispy_forms"}

WALK = """
import django, sys
django.setup()
from django.contrib.staticfiles import finders
from django.test import Client
browser = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="de")
for address in ("/", "/form/", "/formset/", "/layout/"):
    print(address, browser.get(address).status_code)
print(browser.post("/form/").content.decode())
for name in ("crispy_kern.css", "error_summary.js"):
    assert finders.find(f"crispy_kern/{name}"), name
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demo's pages say where there is no portal."""
    home = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(PACK, home / "crispy_kern", ignore=shutil.ignore_patterns("__pycache__"))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "crispy_kern.demo.settings", "PYTHONPATH": str(home)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WALK],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_demo_is_shown_without_the_portal(walked):
    for address in ("/", "/form/", "/formset/", "/layout/"):
        assert f"{address} 200\n" in walked
    loaded = set(walked.rpartition("loaded:")[2].split())
    assert "crispy_kern" in loaded
    assert loaded.isdisjoint({"core", "staff", "communes", "agreements", "coaching", "asskomm"})


def test_it_brings_its_german(walked):
    assert "Bitte prüfen Sie Ihre Angaben" in walked
    assert "Fehler:" in walked
    assert "Ich bin einverstanden." in walked


def imported(path: Path) -> set[str]:
    """The top names of what a module imports; within the pack it is asked for by dots."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(str(node.module).partition(".")[0])
    return found


def test_it_imports_the_standard_library_django_and_crispy_forms_only():
    modules = list(PACK.rglob("*.py"))
    assert len(modules) > 8
    wanted = set().union(*(imported(path) for path in modules))
    assert {"django", "crispy_forms"} <= wanted
    assert wanted - FOREIGN - set(sys.stdlib_module_names) == set()


def test_its_templates_load_no_tags_of_others():
    loaded = set()
    for path in PACK.rglob("*.html"):
        for line in path.read_text().split("{% load ")[1:]:
            loaded |= set(line.partition(" %}")[0].split())
    assert loaded == {"crispy_kern", "crispy_forms_filters", "crispy_forms_tags", "i18n", "l10n", "static"}


def test_the_portal_shows_nothing_of_the_demo():
    assert "core.crispy_kern" in settings.INSTALLED_APPS
    assert [name for name in settings.INSTALLED_APPS if "crispy_kern.demo" in name] == []
    views = {pattern.callback.__module__ for _, pattern in patterns(get_resolver())}
    assert [name for name in views if "crispy_kern" in name] == []
    assert finders.find("crispy_kern_demo/demo.css") is None
