"""The stylesheet is made of KERN's tokens, and every class that the pack writes is KERN's or its own."""

import re
from pathlib import Path

import pytest
from django.conf import settings

PACK = Path(__file__).parents[3] / "core" / "crispy_kern"
STYLES = (PACK / "static" / "crispy_kern" / "crispy_kern.css").read_text()
OWN_TOKENS = {"--check-gap", "--check-room"}


@pytest.fixture(scope="module")
def kern() -> str:
    return (settings.NODE_MODULES / "@kern-ux" / "native" / "dist" / "kern.css").read_text()


def written_classes() -> set[str]:
    """The classes with a prefix that templates, tags and layout objects write; those put together are left out."""
    sources = [*(PACK / "templates").rglob("*.html"), PACK / "layout.py", *(PACK / "templatetags").glob("*.py")]
    text = "\n".join(path.read_text() for path in sources)
    names = re.findall(r"(?<![\w-])(?:kern|crispy)-[\w-]+", text)
    return {name for name in names if not name.endswith(("-", "_"))} - {"crispy-forms"}


def test_every_token_is_kerns(kern):
    used = set(re.findall(r"var\((--[\w-]+)", STYLES))
    assert len(used) > 5
    assert {token for token in used - OWN_TOKENS if f"{token}:" not in kern} == set()


def test_no_colour_is_written_by_hand():
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", STYLES) == []


def test_every_class_is_kerns_or_has_its_look_here(kern):
    names = written_classes()
    assert {"kern-form-input", "crispy-row", "kern-btn--primary"} <= names
    unknown = {name for name in names if f".{name}" not in kern and f".{name}" not in STYLES}
    assert unknown == set()


def test_every_look_of_its_own_is_used():
    looks = set(re.findall(r"\.(crispy-[\w-]+)", STYLES))
    assert looks - written_classes() == set()
