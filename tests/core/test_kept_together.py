"""Words that a line's end must not part stand in one line; nothing else of the page changes."""

import re

import pytest

from core.kept_together import keep_together


def plain(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize(
    "word",
    ["E-Mail", "E-Mails", "i. V.", "i.&nbsp;V.", "i.\u00a0V.", "z. B.", "d. h.", "§ 3", "§&nbsp;12", "14:05 Uhr"],
)
def test_a_word_is_kept_together_and_reads_the_same(word):
    kept = keep_together(f"<p>Mit {word} geht es.</p>")
    assert kept == f'<p>Mit <span class="nowrap">{word}</span> geht es.</p>'
    assert plain(kept) == f"Mit {word} geht es."


def test_a_longer_word_may_break_after_its_first_part():
    assert keep_together("E-Mail-Adresse") == '<span class="nowrap">E-Mail</span>-Adresse'


@pytest.mark.parametrize(
    "html",
    [
        '<input placeholder="Ihre E-Mail">',
        "<title>E-Mail</title>",
        "<option>per E-Mail</option>",
        "<textarea rows='3'>E-Mail\n§ 3</textarea>",
        "<svg><title>E-Mail</title><text>§ 3</text></svg>",
        "<p>Re-Mail, FiE-Mail, E-Mailing, Ziv. V. und 114:05 Uhrwerk</p>",
    ],
)
def test_what_may_hold_no_element_and_other_words_stay(html):
    assert keep_together(html) == html
