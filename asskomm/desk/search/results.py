"""What a search shows: hits by group, actions, and in one sentence how many and what was corrected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from asskomm.desk.search.actions import actions_for
from asskomm.desk.search.finding import CANDIDATES, Found, Scope, find, parts_of, understood
from asskomm.desk.search.marking import Marked, cut, marked
from asskomm.desk.search.words import Typed, read
from core.badges import Badge
from core.columns import as_text
from core.search_parts import Hit, SearchPart
from staff.models import User

ORDER = ("Kommunen", "Personen", "Vereinbarungen", "Coaching", "Verlauf und Aufgaben", "Unterlagen")


@dataclass(frozen=True, slots=True)
class ShownHit:
    """One line: where it leads, with what was found in it marked."""

    address: str
    symbol: str
    title: Marked
    details: Marked = field(default_factory=Marked)
    text: Marked = field(default_factory=Marked)
    when: str = ""
    badge: Badge | None = None
    phone: str = ""

    @property
    def name(self) -> str:
        return str(self.title)


@dataclass(frozen=True, slots=True)
class Group:
    """The best hits of one kind of thing, and how many there are."""

    label: str
    number: int
    hits: list[ShownHit]

    @property
    def anchor(self) -> str:
        return self.label.lower().replace(" ", "-")

    @property
    def more(self) -> int:
        return self.number - len(self.hits)


@dataclass(frozen=True, slots=True)
class Results:
    """All of a search; ``matched``: in how many of its words the hits were found."""

    typed: Typed
    groups: list[Group]
    actions: list[ShownHit]
    matched: int = 0

    @property
    def total(self) -> int:
        return sum(group.number for group in self.groups)

    @property
    def sentence(self) -> str:
        """For the head of the list and for who hears it."""
        if not self.typed.words:
            return "Bitte geben Sie einen Namen, ein Aktenzeichen oder ein Wort ein."
        if not self.total:
            return "Nichts gefunden" if not self.actions else f"{_count(len(self.actions), 'Aktion', 'Aktionen')}"
        if self.total >= CANDIDATES:
            return f"Mehr als {as_text(CANDIDATES)} Treffer; mit einem Wort mehr werden es weniger"
        hits = _count(self.total, "Treffer", "Treffer")
        where = f" in {len(self.groups)} Bereichen" if len(self.groups) > 1 else f" bei {self.groups[0].label}"
        missing = len(self.typed.words) - self.matched
        return hits + where + (f", mit {self.matched} von {len(self.typed.words)} Wörtern" if missing else "")

    @property
    def corrections(self) -> list[tuple[str, str]]:
        """What was typed and stands nowhere, and as what it was looked for."""
        return [(word.typed, " oder ".join(word.meant)) for word in self.typed.corrected]

    @property
    def only(self) -> ShownHit | None:
        """The one thing that was meant without doubt: the only hit, or the one of exactly this name or number."""
        hits = [hit for group in self.groups for hit in group.hits]
        exact = [hit for hit in hits if hit.name.casefold() == self.typed.text.casefold()]
        if len(exact) == 1:
            return exact[0]
        return hits[0] if self.total == 1 and not self.typed.corrected and not self.actions else None


def search(user: User, text: str, *, per_group: int = 3, guess: bool = True) -> Results:
    """Look for ``text`` in all that ``user`` may see. At most four queries, and two for each kind that has hits.

    ``guess``: whether words that stand nowhere are looked for as others that are spelt much alike.
    """
    typed = read(text)
    if not typed.words:
        return Results(typed, [], [])
    scope = Scope.of(user)
    typed = understood(typed, scope, guess=guess)
    found, matched = find(typed, scope, per_group)
    groups = _groups(found, user, typed, per_group)
    return Results(typed, groups, _actions(user, typed), matched)


def exact_commune(results: Results) -> str:
    """Where eight digits lead that are the AGS of a commune, else nothing."""
    text = results.typed.text
    addresses = (hit.address for group in results.groups for hit in group.hits)
    return next((address for address in addresses if len(text) == 8 and address == f"/kommunen/{text}/"), "")


def _groups(found: Sequence[Found], user: User, typed: Typed, per_group: int) -> list[Group]:
    numbers: dict[str, int] = {}
    ranked: dict[str, list[tuple[float, ShownHit]]] = {}
    for part in parts_of(found):
        rows = [row for row in found if row.kind == part.kind]
        hits = part.hits(part.door(user).filter(pk__in=[row.object_id for row in rows]))
        numbers[part.group] = numbers.get(part.group, 0) + rows[0].number
        shown = ((row.rank, _shown(hits[row.object_id], part, typed)) for row in rows if row.object_id in hits)
        ranked.setdefault(part.group, []).extend(shown)
    labels = sorted(ranked, key=lambda label: ORDER.index(label) if label in ORDER else len(ORDER))
    return [_group(label, numbers[label], ranked[label], per_group) for label in labels if ranked[label]]


def _group(label: str, number: int, ranked: Iterable[tuple[float, ShownHit]], per_group: int) -> Group:
    best = sorted(ranked, key=lambda pair: -pair[0])[:per_group]
    return Group(label, number, [hit for _, hit in best])


def _shown(hit: Hit, part: SearchPart, typed: Typed) -> ShownHit:
    terms = typed.terms
    text = marked(cut(hit.text, terms), terms) if hit.text else Marked()
    return ShownHit(
        hit.address,
        part.symbol,
        marked(hit.title, terms),
        marked(hit.details, terms),
        text,
        hit.when,
        hit.badge,
        hit.phone,
    )


def _actions(user: User, typed: Typed) -> list[ShownHit]:
    return [
        ShownHit(found.address, found.symbol, marked(found.label, typed.terms), marked(found.commune, typed.terms))
        for found in actions_for(user, typed)
    ]


def _count(number: int, one: str, several: str) -> str:
    return f"{as_text(number)} {one if number == 1 else several}"
