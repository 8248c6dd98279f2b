"""What each figure means, in writing and as a rule: versioned, and printed with every number (domain rule 8).

Version 1 comes with the portal; later ones are published by administrators and count from then on, for every key
date, so that two reports printed on one day can be compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from asskomm.reports.facts import Fact
from asskomm.reports.models import Figure, FigureDefinition

# The figure's part of its address.
ADDRESSES: dict[Figure, str] = {
    Figure.CONTACTED: "kontakt",
    Figure.ADVISED: "beraten",
    Figure.IN_FORCE: "vorvereinbarung",
    Figure.COOPERATION: "kooperationsvereinbarung",
    Figure.CLOSE: "eng-zusammenarbeitend",
    Figure.COACHING: "coaching",
    Figure.KPR: "kpr",
}


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of a figure's meaning. A commune counts once, as soon as one of ``facts`` holds for it."""

    figure: Figure
    version: int
    text: str
    facts: tuple[str, ...]
    published_at: datetime | None = None
    published_by: str = ""

    @property
    def address(self) -> str:
        return ADDRESSES[self.figure]

    @property
    def fact_labels(self) -> list[str]:
        return [str(Fact(fact).label) for fact in self.facts]


def _first(figure: Figure, text: str, *facts: Fact) -> Definition:
    return Definition(figure, 1, text, tuple(fact.value for fact in facts))


FIRST: Mapping[Figure, Definition] = {
    definition.figure: definition
    for definition in (
        _first(
            Figure.CONTACTED,
            "Kommunen, mit denen der Landespräventionsrat bis zum Stichtag Kontakt hatte. Eine Beratung ist auch ein "
            "Kontakt.",
            Fact.CONTACT,
            Fact.ADVICE,
        ),
        _first(
            Figure.ADVISED,
            "Kommunen, die der Landespräventionsrat bis zum Stichtag mindestens einmal beraten hat.",
            Fact.ADVICE,
        ),
        _first(
            Figure.IN_FORCE,
            "Kommunen, deren Vorvereinbarung am Stichtag in Kraft ist: beide Seiten haben unterzeichnet, sie ist nicht "
            "beendet und ihre Laufzeit nicht abgelaufen.",
            Fact.AGREEMENT,
        ),
        _first(
            Figure.COOPERATION,
            "Kommunen, für die am Stichtag eine Kooperationsvereinbarung mit Polizei und Landespräventionsrat besteht. "
            "Eine Vereinbarung kann mehrere Kommunen betreffen.",
            Fact.COOPERATION,
        ),
        _first(
            Figure.CLOSE,
            "Kommunen, mit denen am Stichtag eine Vorvereinbarung in Kraft ist oder eine Kooperationsvereinbarung "
            "besteht.",
            Fact.AGREEMENT,
            Fact.COOPERATION,
        ),
        _first(
            Figure.COACHING,
            "Kommunen, deren Coaching am Stichtag begonnen hat und nicht beendet ist.",
            Fact.COACHING,
        ),
        _first(
            Figure.KPR,
            "Kommunen mit einem Kommunalen Präventionsrat, der nach dem jüngsten Fakt bis zum Stichtag konstituiert "
            "oder reaktiviert ist. Ein ruhender zählt nicht.",
            Fact.KPR,
        ),
    )
}


def current() -> dict[Figure, Definition]:
    """The newest version of each figure's definition, in one query."""
    newest = dict(FIRST)
    for published in history():
        newest[published.figure] = published
    return {figure: newest[figure] for figure in Figure}


def history() -> list[Definition]:
    """Every version published in the portal, the oldest first; version 1 is not among them."""
    rows = FigureDefinition.objects.select_related("published_by").order_by("version")
    return [
        Definition(
            Figure(row.figure),
            row.version,
            row.text,
            tuple(row.facts),
            row.published_at,
            row.published_by.full_name,
        )
        for row in rows
    ]
