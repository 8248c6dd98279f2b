"""The mayor's browser in the tests finds what a variable left out of a page."""

import pytest

from tests.agreements.reading_client import holes


@pytest.mark.parametrize(
    "main",
    [
        "<p>Sie haben am <span></span>, um 14 Uhr unterzeichnet.</p>",
        "<p>Der Link gilt bis <strong></strong>.</p>",
        "<p>Es hilft None.</p>",
        "<p>Fassung (<b></b>) lesen</p>",
        "<p>als „<i></i>“ eingetippt</p>",
        "<p>{{ holder }}</p>",
    ],
)
def test_a_hole_is_found(main):
    assert holes(f"<main>{main}</main>")


@pytest.mark.parametrize(
    "main",
    [
        "<p>Sie haben am <strong>12.10.2026</strong>, um 14:05 Uhr, unterzeichnet (i. V.).</p>",
        "<ul><li>Themen</li>\n<li>, </li></ul>",
        "<p>Er schrieb: „Ja …“</p><del>None</del><script>f(); x = {}</script>",
        "<p>Weiter\n<a href='#'>lesen</a>.</p>",
    ],
)
def test_whole_words_are_none(main):
    assert holes(f"<main>{main}</main>") == []
