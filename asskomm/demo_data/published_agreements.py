"""Kooperationsvereinbarungen that were published with commune and day; what is in force without an end.

Others are known by their sum alone (``published_totals.py``).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from communes.models import Commune, Milestone

NOTE = "Veröffentlichte Kooperationsvereinbarung"
BY_DAY: dict[date, tuple[str, ...]] = {
    date(2020, 10, 26): ("14524330",),  # Zwickau
    date(2020, 11, 5): ("14628270",),  # Pirna
    date(2020, 12, 9): ("14522150",),  # Frankenberg/Sa.
    date(2021, 2, 5): ("14626610",),  # Zittau
    date(2021, 6, 25): ("14730310",),  # Torgau
    date(2021, 9, 10): ("14626010",),  # Bad Muskau
    date(2021, 12, 1): ("14524030",),  # Crimmitschau
    date(2022, 7, 22): ("14523020", "14523170", "14523360"),  # Auerbach/Vogtl., Lengenfeld, Rodewisch
}
COMMUNES = [ags for communes in BY_DAY.values() for ags in communes]


def facts(communes: Iterable[Commune]) -> Iterable[tuple[Milestone, Sequence[Commune]]]:
    """Each agreement with those of ``communes`` that it belongs to."""
    by_ags = {commune.ags: commune for commune in communes}
    for day, ags in BY_DAY.items():
        milestone = Milestone(kind=Milestone.Kind.COOPERATION_AGREEMENT, happened_on=day, note=NOTE)
        yield milestone, [by_ags[each] for each in ags]


def signed_until(day: date) -> int:
    """How many of them there were on ``day``, each of one commune until December 2021."""
    return sum(signed_on <= day for signed_on in BY_DAY)
