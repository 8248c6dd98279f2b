"""Each document looks as it was looked at last, to the tenth of a point; a mutant of it does not."""

from dataclasses import replace

import pytest

from agreements.text.documents import render_agreement
from core.typesetting import typesetter as typesetting
from tests.agreements.shown_documents import AMENDED, DOCUMENTS, LAYOUTS
from tests.agreements.texts import ORDINARY
from tests.layouts import layout_of, stored

RENEWED = "Look at the new pages; `make pictures` stores their layout."


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_document_looks_as_it_was_looked_at_last(name):
    assert layout_of(DOCUMENTS[name]()).splitlines() == stored(LAYOUTS, name).splitlines(), RENEWED


def test_every_stored_layout_belongs_to_a_document():
    assert {path.stem for path in LAYOUTS.glob("*.txt")} == set(DOCUMENTS)


@pytest.fixture
def mutated(monkeypatch):
    """Renders the agreement with a rule more in the stylesheet."""

    def render(text, rule: str) -> str:
        source = typesetting._static_file(typesetting.STYLESHEET).read_text(encoding="utf-8")
        mutant = typesetting.Typesetter()
        sheet = typesetting.CSS(
            string=source + rule,
            base_url=typesetting.STYLESHEET,
            font_config=mutant.fonts,
            url_fetcher=mutant.fetcher,
        )
        monkeypatch.setattr(typesetting.Typesetter, "stylesheet", lambda _self: sheet)
        monkeypatch.setattr(typesetting, "_shared", lambda: mutant)
        return layout_of(render_agreement(text).data)

    return render


def test_the_same_stylesheet_makes_the_same_layout(mutated):
    assert mutated(ORDINARY, "") == stored(LAYOUTS, "vereinbarung")


@pytest.mark.parametrize(
    ("name", "rule", "seen"),
    [
        (
            "aenderung",
            "section p, .nowrap, .whole { hyphens: auto !important; white-space: normal; width: 40mm }",
            "-\n",
        ),
        ("vereinbarung", ".signatures .pair { break-before: page }", "page 3"),
        ("vereinbarung", ".facts > div { grid-template-columns: 44mm 112mm }", "Kommune"),
        ("vereinbarung", ".pair .caption { font-size: 7.9pt }", "Bürgermeisterin"),
    ],
    ids=["an address is hyphenated", "signatures stand alone", "a column moves", "a letter is smaller"],
)
def test_a_mutant_is_noticed(mutated, name, rule, seen):
    text = {"aenderung": AMENDED, "vereinbarung": ORDINARY}[name]
    layout = mutated(text, rule)
    assert seen in layout
    assert layout != stored(LAYOUTS, name)


def test_another_value_is_noticed():
    layout = layout_of(render_agreement(replace(ORDINARY, contact_name="Max Mustermensch")).data)
    assert layout != stored(LAYOUTS, "vereinbarung")
