"""Invented facts, spread over real communes, so that the report gives the totals that were published.

Published are only the sums: 29.02.2020: 64 communes advised, 16 KPR. 30.06.2021: 21 KPR. 01.09.2021: 121 advised,
43 closely cooperating, 25 KPR. 30.11.2021: 126 contacted, 29 Kooperationsvereinbarungen, 32 in coaching, 26 KPR.
Which communes these were is known of eight Kooperationsvereinbarungen (published_agreements.py) and of the paper
agreement with Oelsnitz/Erzgeb. (press_release.py). The others are a shuffle by hash, the same on every machine, and
every fact of it is marked as invented.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from asskomm.demo_data import published_agreements
from asskomm.demo_data.press_release import AGS as OELSNITZ
from communes.models import Commune, Milestone

Kind = Milestone.Kind
NOTE = "Demo, erfunden: Veröffentlicht ist nur die Summe, nicht ihre Verteilung auf Kommunen."
START = date(2018, 3, 1)
FEBRUARY, JUNE, SEPTEMBER = date(2020, 2, 29), date(2021, 6, 30), date(2021, 9, 1)
NOVEMBER = date(2021, 11, 30)
COACHING_ENDED = date(2023, 3, 31)

ADVISED = ((64, START, FEBRUARY), (57, FEBRUARY, SEPTEMBER))
ONLY_CONTACTED = 5  # until November: 126 less the 121 advised
KPR = ((16, START, FEBRUARY), (5, FEBRUARY, JUNE), (4, JUNE, SEPTEMBER), (1, SEPTEMBER, NOVEMBER))
COOPERATING = 42  # on 1 September, with Oelsnitz 43
AGREEMENTS, LATER_AGREEMENTS = 27, 2  # a Kooperationsvereinbarung can belong to several communes
COACHED = 32

Fact = tuple[Milestone, Sequence[Commune]]


def load() -> None:
    """Create the facts unless they are there; in a few statements, whatever their number."""
    if Milestone.objects.filter(fictitious=True, note=NOTE).exists():
        return
    facts = list(_facts(_shuffled()))
    Milestone.objects.bulk_create(milestone for milestone, _ in facts)
    through = Milestone.communes.through
    through.objects.bulk_create(
        through(milestone=milestone, commune=commune) for milestone, communes in facts for commune in communes
    )


def _facts(communes: list[Commune]) -> Iterable[Fact]:
    numbers = sum(number for number, _, _ in ADVISED)
    advised, others = communes[:numbers], communes[numbers:]
    days = list(_days(ADVISED))
    for commune, day in zip(advised, days, strict=True):
        yield _fact(Kind.CONTACT, day - timedelta(days=40)), [commune]
        yield _fact(Kind.ADVICE, day), [commune]
    for commune, day in zip(others, _days([(ONLY_CONTACTED, SEPTEMBER, NOVEMBER)]), strict=False):
        yield _fact(Kind.CONTACT, day), [commune]
    yield from published_agreements.facts(advised)
    known = [commune for commune in advised if commune.ags in published_agreements.COMMUNES]
    unknown = [commune for commune in advised if commune.ags not in {OELSNITZ, *published_agreements.COMMUNES}]
    early = published_agreements.signed_until(SEPTEMBER)
    between = published_agreements.signed_until(NOVEMBER) - early
    invented, later = unknown[: COOPERATING - early], unknown[COOPERATING - early :][: LATER_AGREEMENTS - between]
    groups = _groups(invented, AGREEMENTS - early)
    for group, day in zip(groups, _days([(len(groups), FEBRUARY, SEPTEMBER)]), strict=True):
        yield _fact(Kind.COOPERATION_AGREEMENT, day), group
    for commune, day in zip(later, _days([(len(later), SEPTEMBER, NOVEMBER)]), strict=True):
        yield _fact(Kind.COOPERATION_AGREEMENT, day), [commune]
    cooperating = [*known[:early], *invented]
    for commune, day in zip(cooperating, _days([(COACHED, JUNE, NOVEMBER)]), strict=False):
        yield _fact(Kind.COACHING, day, COACHING_ENDED), [commune]
    for number, (commune, day) in enumerate(zip(advised, _days(KPR), strict=False)):
        yield _fact(Kind.KPR_REACTIVATED if number % 4 == 3 else Kind.KPR_CONSTITUTED, day), [commune]


def _shuffled() -> list[Commune]:
    """Real communes since then: those whose agreement is known, then the others in an order that no one has chosen."""
    rows = Commune.objects.official().existing_on(START).filter(valid_until__isnull=True)
    known = {ags: place for place, ags in enumerate([OELSNITZ, *published_agreements.COMMUNES])}
    return sorted(rows, key=lambda row: (known.get(row.ags, len(known)), hashlib.sha256(row.ags.encode()).hexdigest()))


def _days(spans: Iterable[tuple[int, date, date]]) -> Iterable[date]:
    """For each span as many days as it has facts, evenly after its first day and before its last one."""
    for number, first, last in spans:
        length = (last - first).days
        for place in range(number):
            yield first + timedelta(days=1 + place * (length - 1) // number)


def _groups(communes: list[Commune], number: int) -> list[list[Commune]]:
    """As many groups as asked for, of one commune or of two of one district."""
    singles: dict[str, Commune] = {}
    pairs: list[list[Commune]] = []
    for commune in communes:
        waiting = singles.pop(commune.district_id, None) if len(pairs) < len(communes) - number else None
        if waiting is None:
            singles[commune.ags if commune.district_id in singles else commune.district_id] = commune
        else:
            pairs.append([waiting, commune])
    return [*pairs, *([commune] for commune in singles.values())]


def _fact(kind: Milestone.Kind, day: date, ended_on: date | None = None) -> Milestone:
    return Milestone(kind=kind, happened_on=day, ended_on=ended_on, note=NOTE, fictitious=True)
