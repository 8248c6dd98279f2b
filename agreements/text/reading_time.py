"""How long an agreement takes to read."""

from math import ceil

from agreements.models.agreement_text import AgreementText

WORDS_A_MINUTE = 180  # of somebody who reads a contract; novels are read at 240


def minutes_to_read(text: AgreementText) -> int:
    """Whole minutes for the wording, at least one."""
    words = sum(len(paragraph.split()) for section in text.sections for paragraph in section.paragraphs)
    return max(1, ceil(words / WORDS_A_MINUTE))
