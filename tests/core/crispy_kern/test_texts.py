"""The catalogues: every text of the pack and its demo has its German, and what is compiled is what was written."""

import gettext
import re
from pathlib import Path

import pytest

PACK = Path(__file__).parents[3] / "core" / "crispy_kern"
ENTRY = re.compile(r'^(?:msgctxt "(?P<context>.+)"\n)?msgid "(?P<text>.+)"\nmsgstr "(?P<german>.*)"$', re.MULTILINE)
SAID = re.compile(r'\{% translate "(.+?)"(?: context "(.+?)")? %\}')
BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.+?)\{% endblocktranslate %\}")
MARKED = re.compile(r'\b_\(\s*((?:"[^"]*"\s*)+)\)')

Entry = tuple[str, str]  # context, text


def catalogue(home: Path) -> dict[Entry, str]:
    source = (home / "locale" / "de" / "LC_MESSAGES" / "django.po").read_text()
    return {(found["context"] or "", found["text"]): found["german"] for found in ENTRY.finditer(source)}


def texts(home: Path, *, without: Path | None = None) -> set[Entry]:
    """What templates and modules below ``home`` say to people."""
    found: set[Entry] = set()
    for path in home.rglob("*"):
        if without and without in path.parents:
            continue
        if path.suffix == ".html":
            page = path.read_text()
            found |= {(context, text) for text, context in SAID.findall(page)}
            found |= {("", re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", text)) for text in BLOCK.findall(page)}
        elif path.suffix == ".py":
            for quoted in MARKED.findall(path.read_text()):
                found.add(("", "".join(re.findall(r'"([^"]*)"', quoted))))
    return found


HOMES = [
    pytest.param(PACK, texts(PACK, without=PACK / "demo"), id="pack"),
    pytest.param(PACK / "demo", texts(PACK / "demo"), id="demo"),
]


@pytest.mark.parametrize(("home", "said"), HOMES)
def test_every_text_has_its_german_and_nothing_else_is_translated(home, said):
    assert len(said) > 3
    assert set(catalogue(home)) == said
    assert [text for text, german in catalogue(home).items() if not german] == []


@pytest.mark.parametrize(("home", "said"), HOMES)
def test_the_compiled_catalogue_is_the_written_one(home, said):
    compiled = home / "locale" / "de" / "LC_MESSAGES" / "django.mo"
    with compiled.open("rb") as file:
        read = gettext.GNUTranslations(file)
    for (context, text), german in catalogue(home).items():
        assert (read.pgettext(context, text) if context else read.gettext(text)) == german
