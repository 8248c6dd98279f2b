"""The placeholders of templates: the one list that editor, model, preview and issuing go by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from string import Template

AGREEMENT, AMENDMENT, TERMINATION = "agreement", "amendment", "termination"
EVERY_KIND = frozenset({AGREEMENT, AMENDMENT, TERMINATION})
WITH_TERMS = frozenset({AGREEMENT, AMENDMENT})
ABOUT_ANOTHER = frozenset({AMENDMENT, TERMINATION})


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that is replaced when a version is made. ``kinds``: of agreements that have a value for it."""

    name: str
    meaning: str
    example: str
    kinds: frozenset[str] = EVERY_KIND

    @property
    def written(self) -> str:
        """As it stands in a text."""
        return f"${self.name}"


# For each name there is a value in ``issuing.facts_of`` or ``amendments.text.amending_facts``; a test compares them.
PLACEHOLDERS: tuple[Placeholder, ...] = (
    Placeholder("kommune", "Die Kommune mit ihrer Bezeichnung", "Stadt Musterstadt"),
    Placeholder("landkreis", "Ihr Landkreis oder ihre kreisfreie Stadt", "Landkreis Beispielkreis"),
    Placeholder("lpr", "Der Landespräventionsrat, wie ihn der Betrieb eingestellt hat", "Landespräventionsrat Sachsen"),
    Placeholder("rechtstraeger", "Für wen der Landespräventionsrat handelt", "Freistaat Sachsen"),
    Placeholder("lpranschrift", "Die Anschrift des Landespräventionsrates", "Musterstraße 1, 01099 Musterstadt"),
    Placeholder("themen", "Die gewählten Themen, durch Komma getrennt", "Vandalismus, Graffiti", WITH_TERMS),
    Placeholder("beginn", "Erster Tag der Laufzeit", "1. Januar 2027", WITH_TERMS),
    Placeholder("laufzeit", "Die Laufzeit in Worten", "vom 1. Januar 2027 bis zum 31. Dezember 2029", WITH_TERMS),
    Placeholder("ansprechperson", "Name der Ansprechperson der Kommune", "Olaf Ordnungsmuster", frozenset({AGREEMENT})),
    Placeholder(
        "kontakt",
        "Die Ansprechperson der Kommune mit E-Mail-Adresse und Telefon",
        "Olaf Ordnungsmuster (ordnung@musterstadt.example)",
        frozenset({AGREEMENT}),
    ),
    Placeholder("vereinbarung", "Aktenzeichen der Vereinbarung, um die es geht", "LPR-2026-0042", ABOUT_ANOTHER),
    Placeholder("geschlossenam", "Tag der letzten Unterschrift dieser Vereinbarung", "1. März 2026", ABOUT_ANOTHER),
    Placeholder("inkraftseit", "Seit wann diese Vereinbarung in Kraft ist", "1. März 2026", ABOUT_ANOTHER),
    Placeholder(
        "fassung",
        "Welche Änderungen schon gelten, mit einem Leerzeichen davor; leer, wo es keine gibt",
        " in der Fassung der Änderung vom 3. März 2026 (Aktenzeichen LPR-2026-0051)",
        ABOUT_ANOTHER,
    ),
    Placeholder(
        "aenderungen",
        "Was sich an den Angaben ändert, ein Absatz je Angabe",
        "§ 2 wird wie folgt gefasst: Die Themen sind Vandalismus, Graffiti.",
        frozenset({AMENDMENT}),
    ),
    Placeholder(
        "wortlaut",
        "Was die Sachbearbeitung unter „Weitere Änderungen“ oder „Grund“ geschrieben hat",
        "§ 4 wird um folgenden Absatz ergänzt: Die Beteiligten treffen sich zweimal im Jahr.",
        ABOUT_ANOTHER,
    ),
    Placeholder("letztertag", "Letzter Tag der Vereinbarung", "30. Juni 2027", frozenset({TERMINATION})),
)

IN_A_HEADING = "In Überschriften werden Platzhalter nicht ersetzt. Bitte schreiben Sie sie in den Text."
_BEHIND_SIGNS = re.compile(r"\{?(?P<name>\w+)\}?")


class Fillable(Template):
    """A text with placeholders. A name is a whole word of any letters, so that ``$bürger`` is not ``$b``."""

    idpattern = r"\w+"


def of_kind(kind: str) -> dict[str, Placeholder]:
    """The placeholders that templates of ``kind`` may use, by name."""
    return {each.name: each for each in PLACEHOLDERS if kind in each.kinds}


def problems(text: str, kind: str) -> list[str]:
    """What is wrong with the placeholders of ``text`` in a template of ``kind``: German sentences, each one once."""
    return list(dict.fromkeys(_problems(text, of_kind(kind))))


def problems_of_heading(text: str) -> list[str]:
    """Headings are set as they are written: a placeholder would be printed."""
    return [IN_A_HEADING] if "$" in text else []


def _problems(text: str, known: dict[str, Placeholder]) -> Iterator[str]:
    for found in Fillable.pattern.finditer(text):
        name = found["named"] or found["braced"]
        if found["invalid"] is not None:
            yield _malformed(text[found.start() :])
        elif found["escaped"] is not None:
            yield from _printed(_BEHIND_SIGNS.match(text, found.end()), known)
        elif name is not None and name not in known:
            yield f"Den Platzhalter ${name} gibt es in dieser Vorlage nicht. {_advice(name, known)}"


def _printed(behind: re.Match[str] | None, known: dict[str, Placeholder]) -> Iterator[str]:
    """Two signs print one: before the name of a placeholder that is a slip of the pen, never a sum of money."""
    if behind is not None and behind["name"] in known:
        yield (
            f"„$${behind[0]}“ würde als „${behind[0]}“ gedruckt und nicht ersetzt. Bitte schreiben Sie nur ein $, "
            f"also ${behind['name']}."
        )


def _malformed(rest: str) -> str:
    snippet = (rest.split() or ["$"])[0][:20]
    if snippet.startswith("${"):
        return f"„{snippet}“ ist kein vollständiger Platzhalter. Bitte schreiben Sie ihn ohne Klammern, etwa $kommune."
    return (
        f"Bei „{snippet}“ steht das Zeichen $ ohne Namen dahinter. Bitte ergänzen Sie einen Platzhalter, etwa "
        "$kommune; für das Zeichen selbst schreiben Sie $$."
    )


def _advice(name: str, known: dict[str, Placeholder]) -> str:
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    if near:
        return f"Meinten Sie ${near[0]}?"
    return f"Möglich sind: {', '.join(each.written for each in known.values())}."
