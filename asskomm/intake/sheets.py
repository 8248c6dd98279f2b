"""The sheets and columns of an import: one description for template, reading, judging and the file of errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from communes.models import Milestone
from communes.offices import Office, Salutation, office_title


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``example``: a line as people fill it in, for the page of hints."""

    key: str
    title: str
    about: str
    columns: Sequence[Column]
    example: Sequence[str]

    def column(self, key: str) -> Column:
        """The column called ``key`` in the code."""
        return next(column for column in self.columns if column.key == key)


IGNORED = ("Fehler", "Zeile")  # columns of the file of errors, which may come back corrected
HINTS = "Hinweise"
WHOLE = {"association": "Verband", "district": "Landkreis"}


def folded(text: str) -> str:
    """A word as it is compared: case, blanks, hyphens, stars and stops do not count."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _by_label(choices: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {folded(word): key for key, label in choices for word in (label, key)}


def _offices() -> dict[str, str]:
    """As the model names them, and as the persons themselves are called."""
    words = _by_label(Office.choices)
    for office in Office.values:
        for salutation in Salutation.values:
            for lord in (False, True):
                words[folded(office_title(office, salutation, lord_mayor=lord))] = office
    return words | {folded("Stellvertreterin"): Office.DEPUTY.value, folded("Stellvertreter"): Office.DEPUTY.value}


_AGS = Column(
    "ags",
    "AGS",
    "Amtlicher Gemeindeschlüssel, acht Ziffern, zum Beispiel 14521450",
    required=True,
    width=12,
    aliases=("Gemeindeschlüssel", "Amtlicher Gemeindeschlüssel"),
)
_COMMUNE = Column(
    "commune",
    "Kommune",
    "freiwillig, zur Kontrolle: Passt der Name nicht zum AGS, meldet das Portal einen Fehler",
    width=24,
    aliases=("Gemeinde", "Stadt", "Name der Kommune"),
)
_SALUTATION = Column(
    "salutation",
    "Anrede",
    "Frau, Herr oder keine Angabe; leer: keine Angabe",
    width=14,
    choices=_by_label(Salutation.choices),
    offered=[label for _, label in Salutation.choices],
)
_MAIL = Column("email", "E-Mail", "eine Adresse", width=32, aliases=("E-Mail-Adresse", "Mail", "Mailadresse"))
_PHONE = Column("phone", "Telefon", "als Text, damit die führende Null bleibt", aliases=("Telefonnummer", "Tel."))
_TITLE = Column("title", "Titel", "zum Beispiel Dr.", width=10)
_UNTIL = Column("until", "bis", "letzter Tag; leer: bis auf Weiteres", Kind.DATE, width=13, aliases=("gültig bis",))


def _from(hint: str) -> Column:
    return Column("from", "von", hint, Kind.DATE, required=True, width=13, aliases=("ab", "seit", "gültig ab"))


RESPONSIBILITIES = Sheet(
    "responsibilities",
    "Zuständigkeiten",
    "Wer für welchen Landkreis zuständig ist oder war. Die Konten müssen schon angelegt sein.",
    (
        Column(
            "district",
            "Landkreis",
            "Schlüssel (fünf Ziffern) oder Name. Leipzig und Zwickau gibt es zweimal: „Kreisfreie Stadt Leipzig“",
            required=True,
            width=30,
            aliases=("Kreis", "Landkreis oder kreisfreie Stadt"),
        ),
        Column(
            "email",
            "E-Mail der Sachbearbeitung",
            "die Adresse, mit der sich die Person im Portal anmeldet",
            required=True,
            width=36,
            aliases=("E-Mail", "Sachbearbeitung", "Mail"),
        ),
        _from("erster Tag der Zuständigkeit"),
        _UNTIL,
    ),
    ("Erzgebirgskreis", "petra.musterkraft@lpr.example", "01.01.2021", ""),
)
OFFICE_HOLDERS = Sheet(
    "office_holders",
    "Amtspersonen",
    "Bürgermeisterinnen und Bürgermeister, ihre Stellvertretungen, Amtsverweser.",
    (
        _AGS,
        _COMMUNE,
        Column(
            "office",
            "Amt",
            "aus der Liste; auch „Oberbürgermeisterin“ oder „Stellvertreter“ werden verstanden",
            required=True,
            width=34,
            choices=_offices(),
            offered=[label for _, label in Office.choices],
        ),
        Column(
            "rank",
            "Rang",
            "nur bei einer Stellvertretung: 1 vertritt zuerst",
            Kind.NUMBER,
            width=8,
            aliases=("Reihenfolge", "Reihenfolge der Stellvertretung"),
        ),
        _SALUTATION,
        _TITLE,
        Column("first_name", "Vorname", "", required=True),
        Column("last_name", "Nachname", "", required=True, width=22),
        _MAIL,
        _PHONE,
        _from("Beginn der Amtszeit"),
        _UNTIL,
    ),
    (
        "14521450",
        "",
        "Bürgermeisterin oder Bürgermeister",
        "",
        "Frau",
        "Dr.",
        "Erika",
        "Musterfrau",
        "buergermeisterin@musterstadt.example",
        "03721 12345",
        "01.08.2022",
        "",
    ),
)
CONTACTS = Sheet(
    "contacts",
    "Ansprechpersonen",
    "Personen ohne Amt, zum Beispiel die Leitung des Ordnungsamts.",
    (
        _AGS,
        _COMMUNE,
        _SALUTATION,
        _TITLE,
        Column("first_name", "Vorname", ""),
        Column("last_name", "Nachname", "", required=True, width=22),
        Column("function", "Funktion", "zum Beispiel Leitung Ordnungsamt", width=28),
        _MAIL,
        _PHONE,
    ),
    (
        "14521450",
        "",
        "Herr",
        "",
        "Olaf",
        "Ordnungsmuster",
        "Leitung Ordnungsamt",
        "ordnungsamt@musterstadt.example",
        "03721 54321",
    ),
)
MILESTONES = Sheet(
    "milestones",
    "Meilensteine",
    "Was an einem Tag geschehen ist. Jede Zeile ist ein Fakt; er kann mehrere Kommunen betreffen.",
    (
        _AGS,
        _COMMUNE,
        Column(
            "kind",
            "Art",
            "aus der Liste",
            required=True,
            width=26,
            choices=_by_label(Milestone.Kind.choices),
            offered=[label for _, label in Milestone.Kind.choices],
            aliases=("Meilenstein", "Fakt"),
        ),
        Column("on", "Datum", "der Tag, an dem es geschah", Kind.DATE, required=True, width=13, aliases=("am",)),
        Column(
            "ended_on",
            "beendet am",
            "nur bei Kooperationsvereinbarung oder Coaching, das zu Ende ist",
            Kind.DATE,
            width=13,
            aliases=("bis", "Ende"),
        ),
        Column(
            "others",
            "weitere Kommunen",
            "AGS, durch Semikolon getrennt; im selben Landkreis genügt der Name",
            width=34,
        ),
        Column(
            "whole",
            "als Ganzes",
            "„Landkreis“ oder „Verband“, wenn alle Kommunen darin beteiligt sind",
            width=14,
            choices=_by_label(list(WHOLE.items())) | {folded("Verwaltungsgemeinschaft"): "association"},
            offered=list(WHOLE.values()),
        ),
        Column("note", "Bemerkung", "kurz, zum Beispiel das Aktenzeichen", width=36),
    ),
    ("14521450", "", "Kooperationsvereinbarung", "01.09.2021", "", "14521020; 14521035", "", "Az. 12/2021"),
)
AGREEMENTS = Sheet(
    "agreements",
    "Vereinbarungen",
    "Vorvereinbarungen, die beide Seiten auf Papier unterzeichnet haben.",
    (
        _AGS,
        _COMMUNE,
        Column("template", "Vorlage", "leer: die Vorlage, die das Portal heute verwendet", width=28),
        Column(
            "signed_on",
            "unterzeichnet am",
            "Tag der letzten Unterschrift; seitdem ist die Vereinbarung in Kraft",
            Kind.DATE,
            required=True,
            width=16,
            aliases=("Datum", "unterschrieben am"),
        ),
        Column("term_from", "Laufzeit von", "leer: vom Tag der letzten Unterschrift an", Kind.DATE, width=13),
        Column("term_until", "Laufzeit bis", "leer: unbefristet", Kind.DATE, width=13),
        Column(
            "commune_signatory",
            "Für die Kommune",
            "Amt und Name",
            required=True,
            width=34,
            aliases=("unterzeichnet für die Kommune",),
        ),
        Column(
            "lpr_signatory",
            "Für den Landespräventionsrat",
            "Name und Funktion",
            required=True,
            width=34,
            aliases=("Für den LPR", "unterzeichnet für den LPR"),
        ),
        Column("place", "Ort des Originals", "wo das Papier liegt: Akte, Ordner, Raum", required=True, width=30),
        Column("topics", "Themen", "wie im Portal benannt, durch Semikolon getrennt", width=34),
    ),
    (
        "14521450",
        "",
        "",
        "01.09.2021",
        "",
        "31.12.2026",
        "Bürgermeisterin Erika Musterfrau",
        "Petra Musterkraft, Sachbearbeitung",
        "Aktenschrank 2, Ordner „Musterstadt“",
        "Vandalismus; Graffiti",
    ),
)

SHEETS = (RESPONSIBILITIES, OFFICE_HOLDERS, CONTACTS, MILESTONES, AGREEMENTS)
BY_TITLE = {folded(sheet.title): sheet for sheet in SHEETS}
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
