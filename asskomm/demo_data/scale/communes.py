"""Made-up communes in any number: speaking names that nobody takes for real ones, below keys that no state has."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from communes.models import Commune, District
from communes.models.names import search_key, sort_key, trigrams

DISTRICTS = 20
MOST = DISTRICTS * 1000  # a district's communes have three digits
BEFORE = ("", "Ober", "Unter", "Groß", "Klein", "Alt", "Neu")
FIRST = (
    *("Muster", "Beispiel", "Vorlagen", "Probe", "Schein", "Übungs", "Platzhalter", "Formular", "Entwurfs", "Akten"),
    *("Zettel", "Stempel", "Siegel", "Register", "Zahlen", "Messe", "Prüf", "Ersatz", "Gedanken", "Annahmen"),
)
LAST = (
    *("au", "berg", "dorf", "hain", "stadt", "bach", "tal", "feld", "rode", "walde", "hausen", "leben", "furt"),
    *("brück", "mühle", "grün", "heide", "see", "born", "kirchen", "winkel", "garten", "höfen", "lohe", "wiesen"),
)
COUNTED_ON = date(2024, 12, 31)


def load(number: int) -> None:
    """Create twenty districts and ``number`` communes in them. They count as real ones: figures leave others out."""
    District.objects.bulk_create(
        District(key=_key(n), name=f"Musterkreis {n + 1}", kind=District.Kind.RURAL) for n in range(DISTRICTS)
    )
    Commune.objects.bulk_create(map(_commune, range(number), _names()), batch_size=1000)


def _names() -> Iterator[str]:
    """Without end: "Musterau", later "Obermusterau", later "Musterau bei Beispielberg"."""
    for last, before, first in product(LAST, BEFORE, FIRST):
        yield f"{before}{first.lower()}{last}" if before else f"{first}{last}"
    for near, first, last in product(LAST, FIRST, LAST):
        yield f"{first}{last} bei Beispiel{near}"
    yield from (f"Musterort {number}" for number in range(MOST))


def _key(district: int) -> str:
    return f"149{district:02d}"


def _commune(number: int, name: str) -> Commune:
    key, place = _key(number % DISTRICTS), number // DISTRICTS
    return Commune(
        ags=f"{key}{place:03d}",
        ars=f"{key}0000{place:03d}",
        name=name,
        kind=Commune.Kind.TOWN if number % 3 == 0 else Commune.Kind.MUNICIPALITY,
        district_id=key,
        population=400 + number * 7919 % 60_000,
        population_on=COUNTED_ON,
        postcode=f"{1000 + number % 9000:05d}",
        sort_key=sort_key(name),
        search_key=search_key(name),
        trigrams=sorted(trigrams(name)),
    )
