"""How an amendment replaces what the agreement says: "§ 2 wird wie folgt gefasst: ...".

The amended agreement's own template is filled with the terms before and after; each paragraph that reads differently
is replaced, under the number that it has in the text that was signed. What stands in no paragraph, and everything of an
agreement on paper, of which no text is stored, is replaced by its name.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from agreements.models import PreAgreement
from agreements.models.agreement_text import AgreementText, Section
from agreements.text.filling import filled
from agreements.text.placeholder_values import OPEN_END, party_facts, term_facts
from agreements.text.version_changes import Terms

# What changes together, with its placeholder and its name.
_CONTACT = ("contact_name", "contact_email", "contact_phone")
_NAMED = (
    (("topics",), "themen", "zu den Themen"),
    (_CONTACT, "kontakt", "zur Ansprechperson"),
    (("term_from", "term_until"), "laufzeit", "zur Laufzeit"),
)


def replacements(amended: PreAgreement, before: Terms, after: Terms) -> list[str]:
    """One sentence for each paragraph of ``amended`` that reads differently, and for what stands in none."""
    signed = amended.current_version
    if signed is None:
        return list(_by_name(before, after))
    text = AgreementText.from_dict(signed.content)
    found = list(_by_paragraph(amended, text, before, after))
    return found + list(_by_name(before, _said_in_none(amended, text, before, after)))


def _by_paragraph(amended: PreAgreement, text: AgreementText, before: Terms, after: Terms) -> Iterator[str]:
    sections = list(amended.template_version.sections.order_by("position"))
    facts = party_facts(amended.commune)
    old, new = (filled(sections, facts | term_facts(terms)) for terms in (before, after))
    for (number, printed), former, present in zip(text.numbered, old, new, strict=False):
        if not _alike(printed, former, present):
            continue
        for place, (was, becomes) in enumerate(zip(former.paragraphs, present.paragraphs, strict=True), 1):
            if was != becomes:
                yield f"{_place(number, place, len(printed.paragraphs))} wird wie folgt gefasst: „{becomes}“"


def _alike(*sections: Section) -> bool:
    """Whether they are the same section, paragraph by paragraph, so that a number means the same in each."""
    return len({(section.heading, len(section.paragraphs)) for section in sections}) == 1


def _place(number: int | None, place: int, of: int) -> str:
    section = f"§ {number}" if number else "Die Präambel"
    if of == 1:
        return section
    return f"{section} Absatz {place}" if number else f"Absatz {place} der Präambel"


def _said_in_none(amended: PreAgreement, text: AgreementText, before: Terms, after: Terms) -> Terms:
    """``after`` with only those changes that no paragraph of the text would show."""
    left = before
    for names, _, _ in _NAMED:
        alone = [{name: getattr(after, name)} for name in names] if names == _CONTACT else [_values(after, names)]
        changed = [values for values in alone if replace(before, **values) != before]
        if not all(any(_by_paragraph(amended, text, before, replace(before, **values))) for values in changed):
            left = replace(left, **_values(after, names))
    return left


def _by_name(before: Terms, after: Terms) -> Iterator[str]:
    facts = term_facts(after)
    if after.term_from is None and after.term_until is None:
        facts["laufzeit"] = OPEN_END
    for names, placeholder, called in _NAMED:
        if _values(before, names) != _values(after, names):
            yield f"Die Angaben {called} werden wie folgt gefasst: „{facts[placeholder]}“."


def _values(terms: Terms, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in names}
