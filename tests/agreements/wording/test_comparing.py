"""Two editions side by side: what was changed, added, taken out, moved."""

import hypothesis.strategies as st
from hypothesis import given

from agreements.policies.edition_content import Content, SectionContent
from agreements.text.editor.comparing import compare

PURPOSE = SectionContent("Gegenstand", "Die $kommune arbeitet mit dem Landespräventionsrat zusammen.")
TOPICS = SectionContent("Themen", "Die Zusammenarbeit beginnt mit: $themen.")
TERM = SectionContent("Laufzeit", "Die Vorvereinbarung gilt $laufzeit.")


def text(*sections: SectionContent, title: str = "Vorvereinbarung") -> Content:
    return Content(title, sections)


def told(old: Content, new: Content) -> list[tuple[str, str]]:
    return [(section.label, section.words) for section in compare(old, new).sections]


def test_the_same_text_differs_in_nothing():
    compared = compare(text(PURPOSE, TOPICS), text(PURPOSE, TOPICS))
    assert not compared
    assert compared.same == ("§ 1 Gegenstand", "§ 2 Themen")


def test_a_changed_word_is_marked_among_those_that_stay():
    new = SectionContent("Gegenstand", "Die $kommune arbeitet mit dem Landespräventionsrat vertraulich zusammen.")
    (section,) = compare(text(PURPOSE, TOPICS), text(new, TOPICS)).sections
    assert (section.label, section.words) == ("§ 1 Gegenstand", "geändert")
    pieces = [(piece.kind, piece.text.strip()) for piece in section.changes[0].pieces]
    assert ("new", "vertraulich") in pieces
    assert not [piece for piece in pieces if piece[0] == "gone"]


def test_a_new_section_moves_nothing_by_itself():
    assert told(text(PURPOSE, TERM), text(PURPOSE, TOPICS, TERM)) == [("§ 2 Themen", "neu")]


def test_a_section_that_is_gone_is_told_with_its_former_number():
    assert told(text(PURPOSE, TOPICS, TERM), text(PURPOSE, TERM)) == [("bisher § 2 Themen", "gestrichen")]


def test_a_moved_section_says_where_it_stood():
    assert told(text(PURPOSE, TOPICS, TERM), text(TERM, PURPOSE, TOPICS)) == [
        ("§ 1 Laufzeit", "verschoben, bisher § 3")
    ]


def test_sections_are_named_as_they_are_printed_the_preamble_without_a_number():
    preamble = SectionContent("Präambel", "Mit der Landesstrategie werden Kommunen unterstützt.")
    changed = SectionContent("Präambel", "Mit der Landesstrategie werden alle Kommunen unterstützt.")
    assert text(preamble, PURPOSE, TOPICS).labels == ["Präambel", "§ 1 Gegenstand", "§ 2 Themen"]
    compared = compare(text(preamble, PURPOSE), text(changed, PURPOSE))
    assert [(section.label, section.words) for section in compared.sections] == [("Präambel", "geändert")]
    assert compared.same == ("§ 1 Gegenstand",)
    assert told(text(preamble, TOPICS, PURPOSE, TERM), text(TERM, preamble, TOPICS, PURPOSE)) == [
        ("§ 1 Laufzeit", "verschoben, bisher § 3")
    ]
    assert told(text(preamble, TOPICS, PURPOSE), text(TOPICS, PURPOSE, preamble)) == [("Präambel", "verschoben")]


def test_another_heading_over_the_same_words_is_a_change():
    renamed = SectionContent("Dauer", TERM.body)
    (section,) = compare(text(PURPOSE, TERM), text(PURPOSE, renamed)).sections
    assert (section.label, section.words) == ("§ 2 Dauer", "geändert")
    assert [(change.before, change.after) for change in section.changes] == [("Laufzeit", "Dauer")]


def test_of_two_sections_with_one_heading_the_one_that_stayed_is_not_the_new_one():
    another = SectionContent("Themen", "Weitere Themen kommen hinzu.")
    assert told(text(TOPICS, TERM), text(another, TOPICS, TERM)) == [("§ 1 Themen", "neu")]
    assert told(text(TOPICS, another), text(another)) == [("bisher § 1 Themen", "gestrichen")]


def test_a_changed_title_is_told():
    compared = compare(text(PURPOSE), text(PURPOSE, title="Vereinbarung"))
    assert compared.title is not None
    assert (compared.title.before, compared.title.after) == ("Vorvereinbarung", "Vereinbarung")


SECTIONS = st.lists(
    st.builds(SectionContent, st.sampled_from("ABC"), st.text(st.sampled_from("xyz \n"), max_size=12)), max_size=5
)


@given(SECTIONS, SECTIONS)
def test_of_any_two_texts_each_section_is_told_once(old, new):
    compared = compare(text(*old), text(*new))
    labels = [section.label for section in compared.sections if not section.label.startswith("bisher")]
    assert len(labels) + len(compared.same) == len(new)
    assert bool(compared) == (old != new)
