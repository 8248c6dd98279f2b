"""The report for a key date: every figure with the communes behind it, in a number of queries that never grows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import BooleanField, ExpressionWrapper

from asskomm.reports import definitions
from asskomm.reports.definitions import Definition
from asskomm.reports.facts import cooperation_agreements, holding
from asskomm.reports.models import Figure
from communes.filters import SIZE_CLASSES
from communes.models import Commune, District
from communes.models.commune import CommuneQuerySet


@dataclass(frozen=True, slots=True)
class Scope:
    """Which communes a report is about: those that existed on ``day``, narrowed by district and size class.

    Communes that the demo made up count only when asked for, so that figures stay those of Saxony.
    """

    day: date
    district: str = ""
    size: str = ""
    made_up: bool = False

    def communes(self) -> CommuneQuerySet:
        """The communes that count on the day (domain rule 3)."""
        rows = Commune.objects.existing_on(self.day)
        if not self.made_up:
            rows = rows.official()
        if self.district:
            rows = rows.filter(district=self.district)
        if self.size:
            _, smallest, too_large = SIZE_CLASSES[self.size]
            rows = rows.filter(population__gte=smallest)
            rows = rows if too_large is None else rows.filter(population__lt=too_large)
        return rows

    @property
    def query(self) -> str:
        """As the address gives it."""
        chosen = {"stichtag": self.day.isoformat(), "landkreis": self.district, "groesse": self.size}
        if self.made_up:
            chosen["erfunden"] = "on"
        return urlencode({name: value for name, value in chosen.items() if value})


@dataclass(frozen=True, slots=True)
class Count:
    """How many communes of how many."""

    number: int
    total: int

    @property
    def share(self) -> Decimal | None:
        """Per cent with one decimal; None where there is no commune at all."""
        return (Decimal(100 * self.number) / self.total).quantize(Decimal("0.1")) if self.total else None

    @property
    def share_text(self) -> str:
        """As people read it: 26,2 %."""
        return "–" if self.share is None else f"{self.share} %".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Result:
    """One figure of a report; ``ags`` are the communes behind it."""

    definition: Definition
    ags: frozenset[str]
    count: Count
    remark: str = ""

    @property
    def figure(self) -> Figure:
        return self.definition.figure


@dataclass(frozen=True)
class Report:
    """Every figure for one scope."""

    scope: Scope
    results: Mapping[Figure, Result]
    districts: Mapping[str, str]  # key and full name of the districts in the scope
    members: Mapping[str, frozenset[str]]  # the communes of each of them
    successors: Mapping[str, str]  # of communes that have merged since
    agreements: int  # Kooperationsvereinbarungen, which may have several communes each

    @cached_property
    def total(self) -> int:
        """How many communes existed on the day."""
        return sum(len(members) for members in self.members.values())

    def by_district(self, figure: Figure) -> dict[str, Count]:
        """The figure for each district of the scope, by its key."""
        behind = self.results[figure].ags
        return {key: Count(len(behind & members), len(members)) for key, members in self.members.items()}


def communes_behind(definition: Definition, scope: Scope) -> CommuneQuerySet:
    """The communes that a figure counts."""
    return scope.communes().filter(holding(definition.facts, scope.day))


def report_on(scope: Scope) -> Report:
    """Count every figure: one query for the definitions, one for the communes, one each for districts, agreements.

    The database is asked for each fact once; a figure is the union of its facts here as in ``communes_behind``.
    """
    meanings = definitions.current()
    facts = sorted({fact for meaning in meanings.values() for fact in meaning.facts})
    rows = list(
        scope.communes()
        .annotate(
            **{
                f"is_{fact}": ExpressionWrapper(holding([fact], scope.day), output_field=BooleanField())
                for fact in facts
            }
        )
        .order_by()
        .values_list("ags", "district", "successor", *(f"is_{fact}" for fact in facts))
    )
    holds_for = {fact: frozenset(row[0] for row in rows if row[3 + place]) for place, fact in enumerate(facts)}
    agreements = (
        cooperation_agreements(scope.day)
        .filter(communes__in=scope.communes().order_by().values("pk"))
        .order_by()
        .values("pk")
        .distinct()
        .count()
    )
    members: dict[str, set[str]] = {}
    for ags, district, *_ in rows:
        members.setdefault(district, set()).add(ags)
    names = {district.key: district.full_name for district in District.objects.order_by("name", "kind")}
    present = {key: name for key, name in names.items() if key in members}
    results = {
        figure: Result(
            meaning,
            behind := frozenset().union(*(holds_for[fact] for fact in meaning.facts)),
            Count(len(behind), len(rows)),
            _remark(figure, agreements),
        )
        for figure, meaning in meanings.items()
    }
    return Report(
        scope,
        results,
        present,
        {key: frozenset(members[key]) for key in present},
        {row[0]: row[2] for row in rows if row[2]},
        agreements,
    )


def _remark(figure: Figure, agreements: int) -> str:
    if figure is not Figure.COOPERATION:
        return ""
    return "1 Kooperationsvereinbarung" if agreements == 1 else f"{agreements} Kooperationsvereinbarungen"
