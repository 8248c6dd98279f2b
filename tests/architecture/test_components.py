"""Breadcrumb, badge and empty state are written once, in ``templates/components``; every page uses those."""

import re
from pathlib import Path

import pytest

from tests.architecture.test_repository import ROOT, tracked

COMPONENTS = ROOT / "templates" / "components"
# What only a component may write, and how pages ask for it.
BY_HAND = {
    "breadcrumb": re.compile(r'class="(?:[^"]* )?breadcrumb[" ]|aria-label="Sie sind hier"'),
    "badge": re.compile(r"""class=["'](?:[^"']* )?(?:kern-badge|badge--)"""),
    "empty": re.compile(
        r"""class="(?:[^"]* )?empty[" ]|<p class="muted[^"]*">\s*(?:Noch kein|Noch nichts|Noch niemand)"""
    ),
}
USED = {
    "breadcrumb": re.compile(r"\{% breadcrumb "),
    "badge": re.compile(r"components/badge\.html"),
    "empty": re.compile(r"components/empty\.html"),
}


@pytest.fixture(scope="module")
def pages() -> dict[Path, str]:
    """Templates, and the modules and scripts that might write HTML, but for the components."""
    files = tracked("*.html", "*.py", "*.js")
    return {
        path: path.read_text() for path in files if not path.is_relative_to(COMPONENTS) and "tests" not in path.parts
    }


@pytest.mark.parametrize("name", BY_HAND)
def test_no_page_writes_a_component_by_hand(pages, name):
    assert [str(path.relative_to(ROOT)) for path, text in pages.items() if BY_HAND[name].search(text)] == []


def test_no_title_says_by_hand_that_there_is_an_error(pages):
    """``error_in_title`` says it in base.html for all, once."""
    titles = {path: re.search(r"\{% block title %\}.*?\{% endblock title %\}", text) for path, text in pages.items()}
    assert sum(map(bool, titles.values())) > 50
    assert [str(path.relative_to(ROOT)) for path, title in titles.items() if title and "Fehler:" in title[0]] == []


@pytest.mark.parametrize("name", USED)
def test_pages_use_the_component(pages, name):
    assert (COMPONENTS / f"{name}.html").exists()
    assert len([path for path, text in pages.items() if USED[name].search(text)]) > 5


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("breadcrumb", '<nav class="breadcrumb" aria-label="Sie sind hier">'),
        ("breadcrumb", '<nav class="small breadcrumb">'),
        ("badge", '<span class="kern-badge kern-badge--small">'),
        ("badge", "<span class='kern-badge'>"),
        ("empty", '<div class="empty">'),
        ("empty", '<p class="muted small">\n  Noch keine Übergabe.</p>'),
    ],
)
def test_what_is_written_by_hand_is_found(name, written):
    assert BY_HAND[name].search(written)
