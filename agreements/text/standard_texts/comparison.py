"""The two editions of the portal's own texts side by side, as docs/vorlagen-vergleich.md shows them."""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.models.agreement_states import AgreementKind
from agreements.models.agreement_text import numbers_of
from agreements.models.summary_questions import questions_of
from agreements.text.standard_texts.catalogue import LEVELS, USUAL, Edition, StandardTemplate
from agreements.text.standard_texts.sections import Section

Kind = AgreementKind
INTRODUCTION = """\
# Vorlagen: Ausgabe 1 und Ausgabe 2

Was sich an den mitgelieferten Vorlagen von Ausgabe 1 zu Ausgabe 2 geändert hat, Abschnitt für Abschnitt. Ausgabe 3 hat
denselben Wortlaut wie Ausgabe 2; dazu kommt, was beim Lesen unter „Das Wichtigste“ steht, hier beim Abschnitt.

Diese Seite entsteht aus den Texten (`manage.py compare_templates`); ein Test vergleicht sie damit. Was die
Rechtsberatung des Betreibers entscheiden muss, steht in [rechtliche-punkte.md](rechtliche-punkte.md).
"""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a section: the headings it comes from, and why it changed, in German."""

    former: tuple[str, ...]
    why: str


_SIGNING = "Sagt, was die Form wert ist und was nicht."
STEPS: dict[AgreementKind, dict[str, Step]] = {
    Kind.AGREEMENT: {
        "Präambel": Step((), "Die Landesstrategie als Anlass und Rahmen fehlte."),
        "Gegenstand": Step(
            ("Gegenstand",), "Nennt den Rechtsträger des Landespräventionsrates; das Ziel steht in der Präambel."
        ),
        "Themen": Step(("Themen",), "Wie Themen geändert werden, steht in den Schlussbestimmungen."),
        "Angebote des Landespräventionsrates": Step(
            ("Leistungen des Landespräventionsrates",),
            "Sicherheitsanalyse, Kommunaler Präventionsrat und Förderung kommen hinzu, jeweils ohne Zusage.",
        ),
        "Haushaltsvorbehalt und Kosten": Step(
            ("Leistungen des Landespräventionsrates",), "Der Vorbehalt gilt für alles; jede Seite trägt ihre Kosten."
        ),
        "Mitwirkung der Kommune": Step(
            ("Mitwirkung der Kommune",),
            "Nennt E-Mail-Adresse und Telefon der Ansprechperson; deren Wechsel regeln die Schlussbestimmungen.",
        ),
        "Vertraulichkeit": Step((), "Fehlte."),
        "Datenschutz": Step(("Datenschutz und Öffentlichkeit",), "Nennt Rechtsgrundlage und Rollen."),
        "Öffentlichkeitsarbeit": Step(("Datenschutz und Öffentlichkeit",), "Eigener Abschnitt."),
        "Inkrafttreten und Laufzeit": Step(
            ("Laufzeit und Beendigung",),
            "Ohne Widerspruch, wenn die letzte Unterschrift nach dem Beginn der Laufzeit liegt; Ende durch eine "
            "Kooperationsvereinbarung.",
        ),
        "Kündigung und Abwicklung": Step(
            ("Laufzeit und Beendigung",), "„Kündigen“ statt „beenden“; wichtiger Grund, Anschrift und Abwicklung."
        ),
        "Elektronische Unterzeichnung": Step(("Elektronische Unterzeichnung",), _SIGNING),
        "Unterzeichnung mit qualifizierter Signatur": Step(("Qualifizierte Signatur",), _SIGNING),
        "Unterzeichnung auf Papier": Step(
            ("Unterzeichnung",), "Unterschrieben wird dasselbe Papier; maßgeblich ist das Original."
        ),
        "Schlussbestimmungen": Step(
            ("Themen", "Mitwirkung der Kommune"),
            "Was unterzeichnet wird und was eine Änderungsmitteilung in Textform kann, wie das Portal es anbietet.",
        ),
    },
    Kind.AMENDMENT: {
        "Gegenstand": Step(("Gegenstand",), "Nennt den Tag der Vorvereinbarung und frühere Änderungen."),
        "Geänderte Bestimmungen": Step(
            ("Geänderte Angaben",), "Ersetzt den Wortlaut: „§ 2 wird wie folgt gefasst: …“ statt „bisher; künftig“."
        ),
        "Weitere Änderungen": Step(("Weitere Änderungen",), "Unverändert."),
        "Inkrafttreten und Fortgeltung": Step(
            ("Inkrafttreten und Fortgeltung",), "Gilt auch vor dem Beginn der Laufzeit ohne Widerspruch."
        ),
        "Elektronische Unterzeichnung": Step(("Elektronische Unterzeichnung",), _SIGNING),
        "Unterzeichnung mit qualifizierter Signatur": Step((), "Diesen Weg gab es für Änderungen nicht."),
        "Unterzeichnung auf Papier": Step((), "Diesen Weg gab es für Änderungen nicht."),
    },
    Kind.TERMINATION: {
        "Gegenstand": Step(("Gegenstand",), "Nennt den Tag der Vorvereinbarung und Änderungen, die gelten."),
        "Letzter Tag": Step(("Letzter Tag",), "Sagt, was gilt, wenn die letzte Unterschrift später kommt."),
        "Grund": Step(("Grund",), "Unverändert."),
        "Abwicklung": Step(("Was begonnen ist",), "„Abwicklung“ als Begriff; was gesondert vereinbart ist, bleibt."),
        "Elektronische Unterzeichnung": Step(("Elektronische Unterzeichnung",), _SIGNING),
        "Unterzeichnung mit qualifizierter Signatur": Step((), "Diesen Weg gab es für Aufhebungen nicht."),
        "Unterzeichnung auf Papier": Step((), "Diesen Weg gab es für Aufhebungen nicht."),
    },
}


def comparison() -> str:
    """Everything as Markdown. Raises KeyError for a section of which STEPS says nothing."""
    parts = [INTRODUCTION]
    for standard in USUAL:
        parts.append(f"## {standard.kind.label}\n")
        parts += _sections(standard, standard.editions[-1].sections)
        for level, templates in LEVELS.items():
            other = next(each for each in templates if each.kind == standard.kind)
            parts.append(f"### Andere Unterzeichnung: {level.label}\n")
            parts += _sections(other, _only_here(other.editions[-1], standard.editions[-1]))
    return "\n".join(parts)


def _only_here(edition: Edition, usual: Edition) -> tuple[Section, ...]:
    return tuple(section for section in edition.sections if section not in usual.sections)


def _sections(standard: StandardTemplate, shown: tuple[Section, ...]) -> Iterator[str]:
    newest = standard.editions[-1].sections
    numbers = dict(zip(newest, numbers_of(heading for heading, _ in newest), strict=True))
    former, answers = _former(standard), standard.editions[-1].answers
    for section in shown:
        step = STEPS[standard.kind][section[0]]
        yield f"### {_heading(numbers[section], section[0])}\n"
        yield f"{step.why}\n"
        for heading in step.former:
            yield f"Ausgabe 1, {former[heading][0]}:\n"
            yield _quoted(former[heading][1])
        yield "Ausgabe 2:\n"
        yield _quoted(section[1])
        if section[0] in answers:
            question, answer = answers[section[0]]
            yield f"Das Wichtigste (Ausgabe 3), {questions_of(standard.kind)[question]}\n"
            yield _quoted(answer)


def _former(standard: StandardTemplate) -> dict[str, tuple[str, str]]:
    """Heading as printed and text of each section of the first edition, by heading."""
    if standard.editions[0].number != 1:
        return {}
    sections = standard.editions[0].sections
    numbers = numbers_of(heading for heading, _ in sections)
    return {
        heading: (_heading(number, heading), body) for number, (heading, body) in zip(numbers, sections, strict=True)
    }


def _heading(number: int | None, heading: str) -> str:
    return f"§ {number} {heading}" if number else heading


def _quoted(body: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in body.split("\n")) + "\n"
