"""What a column and a sheet of an import are, and the columns that several sheets have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from communes.models.offices import Salutation


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. ``choices``: words a cell may hold, by what they mean; ``offered`` stand in the drop-down list."""

    key: str
    label: str
    hint: str
    kind: Kind = Kind.TEXT
    required: bool = False
    width: int = 18
    choices: Mapping[str, str] | None = None
    offered: Sequence[str] = ()
    aliases: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``example``: a line as people fill it in, for the page of hints."""

    key: str
    title: str
    about: str
    columns: Sequence[SheetColumn]
    example: Sequence[str]

    def column(self, key: str) -> SheetColumn:
        """The column called ``key`` in the code."""
        return self._by_key[key]

    def column_named(self, name: str) -> SheetColumn | None:
        """The column that people mean by ``name``: by its label, else by one of its other names."""
        return self._by_name.get(folded(name))

    @cached_property
    def _by_key(self) -> dict[str, SheetColumn]:
        return {column.key: column for column in self.columns}

    @cached_property
    def _by_name(self) -> dict[str, SheetColumn]:
        first_wins = [*reversed(self.columns)]
        aliases = {folded(alias): column for column in first_wins for alias in column.aliases}
        return aliases | {folded(column.label): column for column in first_wins}


def folded(text: str) -> str:
    """A word as it is compared: case, blanks, hyphens, stars and stops do not count."""
    return "".join(c for c in text.casefold() if c.isalnum())


def by_label(choices: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What each word of ``choices`` means: the label and the key itself."""
    return {folded(word): key for key, label in choices for word in (label, key)}


AGS = SheetColumn(
    "ags",
    "AGS",
    "Amtlicher Gemeindeschlüssel, acht Ziffern, zum Beispiel 14521450",
    required=True,
    width=12,
    aliases=("Gemeindeschlüssel", "Amtlicher Gemeindeschlüssel"),
)
COMMUNE = SheetColumn(
    "commune",
    "Kommune",
    "freiwillig, zur Kontrolle: Passt der Name nicht zum AGS, meldet das Portal einen Fehler",
    width=24,
    aliases=("Gemeinde", "Stadt", "Name der Kommune"),
)
SALUTATION = SheetColumn(
    "salutation",
    "Anrede",
    "Frau, Herr oder keine Angabe; leer: keine Angabe",
    width=14,
    choices=by_label(Salutation.choices),
    offered=[label for _, label in Salutation.choices],
)
MAIL = SheetColumn("email", "E-Mail", "eine Adresse", width=32, aliases=("E-Mail-Adresse", "Mail", "Mailadresse"))
PHONE = SheetColumn("phone", "Telefon", "als Text, damit die führende Null bleibt", aliases=("Telefonnummer", "Tel."))
TITLE = SheetColumn("title", "Titel", "zum Beispiel Dr.", width=10)
UNTIL = SheetColumn("until", "bis", "letzter Tag; leer: bis auf Weiteres", Kind.DATE, width=13, aliases=("gültig bis",))


def from_day(hint: str) -> SheetColumn:
    """The first day; ``hint`` says of what."""
    return SheetColumn("from", "von", hint, Kind.DATE, required=True, width=13, aliases=("ab", "seit", "gültig ab"))
