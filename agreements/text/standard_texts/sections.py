"""How a text is written down: heading and body of each section; paragraphs are divided by a blank line."""

from agreements.models.summary_questions import SummaryQuestion

Section = tuple[str, str]
Sections = tuple[Section, ...]
# What sections answer in plain words, by their headings.
Answers = dict[str, tuple[SummaryQuestion, str]]


def paragraphs(*texts: str) -> str:
    """The body of a section with these paragraphs."""
    return "\n\n".join(texts)
