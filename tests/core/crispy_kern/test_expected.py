"""The pack's HTML, field by field and state by state, is what was looked at before it was stored."""

import pytest

from tests.core.crispy_kern import expected


@pytest.mark.parametrize(("kind", "state"), expected.FIELDS)
def test_a_field_in_a_state(kind, state):
    assert expected.field_html(kind, state) == expected.stored(kind, state)


@pytest.mark.parametrize("name", expected.WHOLE)
def test_a_whole_form(name):
    assert expected.whole_html(name) == expected.stored(name)


def test_nothing_is_stored_that_is_not_compared():
    assert set(expected.FOLDER.rglob("*.html")) == expected.places()


def test_what_a_browser_shows_alike_is_equal_and_nothing_else():
    html = '<p class="b a"\n id="x">One   word</p>'
    assert expected.normalised(html) == expected.normalised('<p id="x" class="a b"> One word</p>')
    for other in ("One words", "One <b>word</b>", '" class="c">One word'):
        assert expected.normalised(html) != expected.normalised(f'<p class="a b" id="x">{other}</p>')
