"""What the documents name is there: links, places in the code, settings, commands, buttons."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from tests.architecture.test_dependencies import named_requirements
from tests.architecture.test_repository import ROOT, tracked

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PLACE = re.compile(
    r"`([\w/]+\.(?:py|md|html|css|js)|(?:asskomm|agreements|communes|core|docs|staff|coaching|tests)/[\w/]*)`"
)


@pytest.fixture(scope="module")
def documents() -> dict[Path, str]:
    return {path: path.read_text() for path in tracked("*.md")}


def headings(text: str) -> set[str]:
    """The anchors of a page, as they are made from its headings."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_link_of_a_document_leads_somewhere(documents):
    dead = []
    for path, text in documents.items():
        for target in LINK.findall(text):
            file, _, anchor = target.partition("#")
            if "://" in target:
                continue
            leads_to = (path.parent / file).resolve() if file else path
            if not leads_to.exists() or (anchor and anchor not in headings(leads_to.read_text())):
                dead.append(f"{path.relative_to(ROOT)}: {target}")
    assert dead == []


def test_every_place_in_the_code_that_a_document_names_is_there(documents):
    known = {str(path.relative_to(ROOT)) for path in tracked()}
    folders = {str(folder) for name in known for folder in Path(name).parents}
    missing = []
    for path, text in documents.items():
        for place in PLACE.findall(text):
            wanted = place.rstrip("/")
            if not any(name == wanted or name.endswith(f"/{wanted}") for name in known | folders):
                missing.append(f"{path.relative_to(ROOT)}: {place}")
    assert missing == []


def test_every_command_that_a_document_names_can_be_given(documents):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    unknown = []
    for path, text in documents.items():
        named = [(name, targets) for name in re.findall(r"\bmake ([a-z-]+)(?=[`\s])", "\n".join(code(text)))]
        named += [(name, get_commands()) for name in re.findall(r"manage\.py ([a-z_0-9]+)", text)]
        unknown += [f"{path.relative_to(ROOT)}: {name}" for name, known in named if name not in known]
    assert unknown == []


def test_every_test_that_a_document_tells_to_run_is_there(documents):
    run = re.compile(r"(?:pytest |ARGS=\")(tests/[\w/.]+)")
    told = [(path, place) for path, text in documents.items() for place in run.findall(text)]
    assert told
    assert [f"{path.relative_to(ROOT)}: {place}" for path, place in told if not (ROOT / place).exists()] == []


def test_a_newcomer_is_led_to_what_everyone_has_to_know(documents):
    for page in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"):
        assert f"({page})" in documents[ROOT / "README.md"]
    decisions = sorted(path.name for path in tracked("docs/adr/*.md"))
    assert [name[:4] for name in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]


def test_the_changelog_keeps_its_form_and_names_the_version_of_today(documents):
    """As https://keepachangelog.com/en/1.1.0/ has it; the version is that of pyproject.toml and publiccode.yml."""
    page = documents[ROOT / "CHANGELOG.md"]
    versions = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert versions[0] == "[Unreleased]"
    published = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    assert versions[1] == f"[{published['softwareVersion']}] - {published['releaseDate']}"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", version) for version in versions[1:])
    order = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
    for section in page.split("\n## ")[1:]:
        kinds = re.findall(r"^### (.+)$", section, re.MULTILINE)
        assert kinds == sorted(kinds, key=order.index)


def code(text: str) -> list[str]:
    """What stands in a document as code: between backticks, or indented or fenced as a block."""
    return [*re.findall(r"`[^`]+`", text), *re.findall(r"^(?:    )?(?:make|python).*$", text, re.MULTILINE)]


def test_the_settings_of_production_are_those_that_the_operations_page_names():
    page = (ROOT / "docs" / "operations.md").read_text()
    table = page[page.index("## Environment") : page.index("## Reverse proxy")]
    named = {name for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    settings = ROOT / "asskomm"
    read = {
        name
        for file in ("settings/base.py", "settings/production.py", "gunicorn_config.py")
        for name in re.findall(
            r'(?:_env\.(?!refused)\w+|environ\.get|getenv|environ)[(\[]"(\w+)"', (settings / file).read_text()
        )
    }
    assert named == read


def test_every_dependency_has_its_reason():
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text()
    reasons = page[page.index("## Dependencies and why") :]
    wanted = set(json.loads((ROOT / "package.json").read_text())["dependencies"])
    wanted |= {requirement.name for _, requirement in named_requirements()}
    assert {
        package for package in wanted if not re.search(rf"(?<![\w-]){re.escape(package)}(?![\w-])", reasons)
    } == set()


def test_every_button_that_the_handbook_names_is_on_a_page(documents):
    """Bold in the handbook is what stands on the screen, letter by letter."""
    shown = " ".join(path.read_text() for path in tracked("templates/*.html", "*.py") if "tests" not in path.parts)
    shown = re.sub(r"\s+", " ", shown)
    unknown = []
    for path, text in documents.items():
        if path.parent.name == "handbuch":
            names = re.findall(r"\*\*([^*]+?)\.?\*\*", re.sub(r"\s+", " ", text))
            unknown += [f"{path.name}: {name}" for name in names if name not in shown]
    assert unknown == []
