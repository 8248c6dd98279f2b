"""The summary that stands before an agreement's text, "Das Wichtigste": six questions in plain words, each with its §.

It says what follows from the frozen content itself (topics, term, what is changed or ended) and the sentences that
belong to the sections of the edition, released together with their wording. A question that nothing answers is not
asked; of an older version without such sentences only the first remain.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.models.agreement_states import AgreementKind
from agreements.models.agreement_text import AgreementText, Section
from agreements.models.summary_questions import SummaryQuestion, questions_of
from agreements.text.placeholder_values import OPEN_END, day_in_text, term_facts
from agreements.text.version_changes import Terms

Question = SummaryQuestion


@dataclass(frozen=True, slots=True)
class Place:
    """A section that says it: its position among all sections, from 1, and its number, None for the preamble."""

    position: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with the edition's sentences, then ``fact`` from the content, introduced by ``label``."""

    question: str
    sentences: tuple[str, ...]
    label: str
    fact: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Fact:
    """Something of the content that answers a question; ``words``: as a section writes it."""

    label: str
    text: str
    words: str


def summary_of(text: AgreementText) -> list[Answer]:
    """What is answered, in the order of the questions."""
    answers = (_answer(text, Question(name), asked) for name, asked in questions_of(text.kind).items())
    return [answer for answer in answers if answer.sentences or answer.fact]


def _answer(text: AgreementText, question: SummaryQuestion, asked: str) -> Answer:
    said = [(place, section.answer) for place, section in _sections(text) if section.question == question]
    fact = _fact(text, question)
    places = {place for place, _ in said} | ({_where(text, fact.words)} if fact else set())
    return Answer(
        question=asked,
        sentences=tuple(answer for _, answer in said),
        label=fact.label if fact else "",
        fact=fact.text if fact else "",
        places=tuple(sorted((place for place in places if place), key=lambda place: place.position)),
    )


def _sections(text: AgreementText) -> Iterator[tuple[Place, Section]]:
    for position, (number, section) in enumerate(text.numbered, start=1):
        yield Place(position, number), section


def _where(text: AgreementText, words: str) -> Place | None:
    """The first numbered section with these words: what the content says stands in it where its placeholder was."""
    found = (
        place
        for place, section in _sections(text)
        if place.number and any(words in paragraph for paragraph in section.paragraphs)
    )
    return next(found, None)


def _fact(text: AgreementText, question: SummaryQuestion) -> _Fact | None:
    if question == Question.SUBJECT:
        return _subject(text)
    if question != Question.TERM:
        return None
    if text.kind == AgreementKind.TERMINATION and text.last_day:
        day = day_in_text(text.last_day)
        return _Fact("Letzter Tag:", day, day)
    return _term(text) if text.kind == AgreementKind.AGREEMENT else None


def _subject(text: AgreementText) -> _Fact | None:
    if text.kind != AgreementKind.AGREEMENT:
        return _Fact(f"{text.title},", f"Aktenzeichen {text.amends}", text.amends) if text.amends else None
    topics = ", ".join(text.topics)
    return _Fact("Themen:", topics, topics) if topics else None


def _term(text: AgreementText) -> _Fact | None:
    if text.term_from is None:
        return None
    start = day_in_text(text.term_from)
    said = f"{start} bis {day_in_text(text.term_until)}" if text.term_until else f"Ab {start}, {OPEN_END}"
    terms = Terms(
        topics=text.topics,
        contact_name=text.contact_name,
        contact_email=text.contact_email,
        contact_phone=text.contact_phone,
        term_from=text.term_from,
        term_until=text.term_until,
    )
    return _Fact("", said, term_facts(terms)["laufzeit"])
