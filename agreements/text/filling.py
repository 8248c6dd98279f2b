"""A template's text with values in the place of its placeholders."""

from collections.abc import Iterable, Mapping

from agreements.models import TemplateSection
from agreements.models.agreement_text import Section
from agreements.models.placeholders import Fillable


def filled(sections: Iterable[TemplateSection], facts: Mapping[str, str]) -> tuple[Section, ...]:
    """The sections in the order given. One of which nothing is left, such as one for other changes, is left out.

    A placeholder without a value stays as it is written; ``policies.missing_for_issue`` keeps such a text from being
    sent.
    """
    found = (
        Section(section.heading, _paragraphs(section.body, facts), *_answer(section, facts)) for section in sections
    )
    return tuple(section for section in found if section.paragraphs)


def _answer(section: TemplateSection, facts: Mapping[str, str]) -> tuple[str, str]:
    """The question with its answer, neither where nothing is left of the answer."""
    answer = " ".join(Fillable(section.answer).safe_substitute(facts).split())
    return (section.question, answer) if answer else ("", "")


def _paragraphs(body: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    text = Fillable(body).safe_substitute(facts).replace("\r\n", "\n")
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
