"""One spelling for every text that comes in."""

import time
import unicodedata

import pytest

from core.text import MOST_MARKS, invisible_characters, normal_form, normalised_text


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("Mu\u0308ller", "Müller"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("Müller\u2010Schmidt", "Müller-Schmidt"),
        ("Müller\u2011Schmidt", "Müller-Schmidt"),
        ("Dr.\u202fh.\u00a0c.", "Dr. h. c."),
        ("\ufb01nden, ra\ufb00en, Gra\ufb04", "finden, raffen, Graffl"),
        ("Görl\u00aditz", "Görlitz"),
        ("Gör\u200blitz\u200d\u200c\ufeff\u2060", "Görlitz"),
        ("Gör\u202elitz\u202c\u2067\u2069\u200e\u061c", "Görlitz"),
        ("eins\r\nzwei\rdrei\u2028vier\x0bfünf", "eins\nzwei\ndrei\nvier\nfünf"),
        ("NUL\0 und Glocke\a", "NUL und Glocke"),
        ("Tab\tbleibt", "Tab\tbleibt"),
    ],
)
def test_what_comes_in_has_one_spelling(given, stored):
    assert normalised_text(given) == stored


@pytest.mark.parametrize("text", ["d’Arcy", "O’Brien-Größler", "1990–1995 — „Zitat“", "ŉ ĳ ß ẞ ſ", "½ m² €", "C̆ K͟H M̂"])
def test_what_carries_a_meaning_stays(text):
    assert normalised_text(text) == text


def test_every_invisible_character_of_unicode_goes():
    formats = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"]
    visible = set(map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)))
    visible |= {chr(code) for code in range(0x13430, 0x13440)}  # signs of Arabic, Kaithi and hieroglyphs that are drawn
    assert {c for c in formats if normalised_text(c)} <= visible
    assert invisible_characters("a\u200bb\u00adc") == ["\u200b", "\u00ad"]


def test_normalising_twice_changes_nothing_more():
    for code in range(0x3000):
        once = normalised_text(f"a{chr(code)}b")
        assert normalised_text(once) == once


@pytest.mark.parametrize(
    "row",
    ["\u0315\u0316", "\u0315\u034f\u0316", "\u0f73", "\u064b\u0650", "\uff9e\u0315", "\U0001d165\U0001d16d"],
    ids=ascii,
)
def test_rows_of_marks_take_a_time_that_grows_with_their_length(row):
    """Python puts them in order by comparing each with all before it: 400,000 would take many minutes."""
    text = "a" + row * (400_000 // len(row))
    began = time.process_time()
    once = normalised_text(text)
    assert len(normal_form(text, "NFKD")) < 1000
    assert time.process_time() - began < 10
    assert len(once) <= 2 * MOST_MARKS + 1
    assert normalised_text(once) == once


@pytest.mark.parametrize("text", ["é\u0316" * 50, "„…“" * 50, "กี่" * 50, "\u0315 " * 50], ids=ascii)
def test_marks_of_many_letters_stay(text):
    assert len(unicodedata.normalize("NFKD", normalised_text(text))) == len(unicodedata.normalize("NFKD", text))
