"""Which templates the portal brings along, and the editions of each."""

from dataclasses import dataclass, field, replace

from agreements.models import AgreementTemplate
from agreements.models.agreement_states import AgreementKind
from agreements.models.code_channels import CodeChannel
from agreements.text.standard_texts import (
    agreement_1,
    agreement_2,
    amendment_1,
    amendment_2,
    signing_1,
    signing_2,
    termination_1,
    termination_2,
)
from agreements.text.standard_texts.answers_3 import ANSWERS
from agreements.text.standard_texts.sections import Answers, Sections

Kind = AgreementKind
Level = AgreementTemplate.SignatureLevel

NAMES = {
    Kind.AGREEMENT: "Vorvereinbarung ASSKomm",
    Kind.AMENDMENT: "Änderung der Vorvereinbarung ASSKomm",
    Kind.TERMINATION: "Aufhebung der Vorvereinbarung ASSKomm",
}
SUFFIXES = {Level.QUALIFIED: ", qualifiziert signiert", Level.PAPER: ", auf Papier"}
CHANNEL_SUFFIXES = {CodeChannel.PHONE: ", Code am Telefon", CodeChannel.LETTER: ", Code per Brief"}

_TEXTS_1 = {Kind.AGREEMENT: agreement_1, Kind.AMENDMENT: amendment_1, Kind.TERMINATION: termination_1}
_TEXTS_2 = {Kind.AGREEMENT: agreement_2, Kind.AMENDMENT: amendment_2, Kind.TERMINATION: termination_2}


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a text, complete: heading and sections, the signing included; ``answers``: for the summary."""

    number: int
    title: str
    sections: Sections
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StandardTemplate:
    """A template that the portal brings along; ``editions``, the oldest first."""

    name: str
    kind: AgreementKind
    level: AgreementTemplate.SignatureLevel
    channel: CodeChannel
    editions: tuple[Edition, ...]


def template(
    kind: AgreementKind,
    level: AgreementTemplate.SignatureLevel = Level.ADVANCED,
    channel: CodeChannel = CodeChannel.MAIL,
) -> StandardTemplate:
    """The template of this kind, level and channel."""
    name = NAMES[kind] + SUFFIXES.get(level, "") + CHANNEL_SUFFIXES.get(channel, "")
    second = _second(kind, level)
    third = replace(second, number=3, answers=ANSWERS[kind])
    return StandardTemplate(name, kind, level, channel, (*_first(kind, level), second, third))


def _first(kind: AgreementKind, level: AgreementTemplate.SignatureLevel) -> tuple[Edition, ...]:
    """In the first edition only agreements had a text for each level."""
    text = _TEXTS_1[kind]
    how = signing_1.AGREEMENT.get(level) if kind == Kind.AGREEMENT else signing_1.OTHERS.get(level)
    return (Edition(1, text.TITLE, (*text.SECTIONS, how)),) if how else ()


def _second(kind: AgreementKind, level: AgreementTemplate.SignatureLevel) -> Edition:
    text = _TEXTS_2[kind]
    return Edition(2, text.TITLE, (*text.BEFORE, signing_2.section(kind, level), *text.AFTER))


USUAL = tuple(template(kind) for kind in Kind)
LEVELS = {level: tuple(template(kind, level) for kind in Kind) for level in SUFFIXES}
CHANNELS = {channel: (template(Kind.AGREEMENT, channel=channel),) for channel in CHANNEL_SUFFIXES}
EVERY = (*USUAL, *(one for some in (*LEVELS.values(), *CHANNELS.values()) for one in some))
