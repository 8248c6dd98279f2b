"""The sheets and columns of an import: one description for template, reading, validation and the file of errors."""

from collections.abc import Mapping
from typing import TypeVar

from asskomm.intake.template.schema import (
    AGS,
    COMMUNE,
    MAIL,
    PHONE,
    SALUTATION,
    TITLE,
    UNTIL,
    Kind,
    Sheet,
    SheetColumn,
    by_label,
    folded,
    from_day,
)
from communes.models import Milestone
from communes.models.offices import Office, Salutation, office_title

IGNORED = ("Fehler", "Zeile")  # columns of the file of errors, which may come back corrected
HINTS = "Hinweise"
WHOLE = {"association": "Verband", "district": "Landkreis"}
T = TypeVar("T")


def _offices() -> dict[str, str]:
    """As the model names them, and as the persons themselves are called."""
    words = by_label(Office.choices)
    for office in Office.values:
        for salutation in Salutation.values:
            for lord in (False, True):
                words[folded(office_title(office, salutation, lord_mayor=lord))] = office
    return words | {folded("Stellvertreterin"): Office.DEPUTY.value, folded("Stellvertreter"): Office.DEPUTY.value}


RESPONSIBILITIES = Sheet(
    "responsibilities",
    "Zuständigkeiten",
    "Wer für welchen Landkreis zuständig ist oder war. Die Konten müssen schon angelegt sein.",
    (
        SheetColumn(
            "district",
            "Landkreis",
            "Schlüssel (fünf Ziffern) oder Name. Leipzig und Zwickau gibt es zweimal: „Kreisfreie Stadt Leipzig“",
            required=True,
            width=30,
            aliases=("Kreis", "Landkreis oder kreisfreie Stadt"),
        ),
        SheetColumn(
            "email",
            "E-Mail der Sachbearbeitung",
            "die Adresse, mit der sich die Person im Portal anmeldet",
            required=True,
            width=36,
            aliases=("E-Mail", "Sachbearbeitung", "Mail"),
        ),
        from_day("erster Tag der Zuständigkeit"),
        UNTIL,
    ),
    ("Erzgebirgskreis", "petra.musterkraft@lpr.example", "01.01.2021", ""),
)
OFFICE_HOLDERS = Sheet(
    "office_holders",
    "Amtspersonen",
    "Bürgermeisterinnen und Bürgermeister, ihre Stellvertretungen, Amtsverweser.",
    (
        AGS,
        COMMUNE,
        SheetColumn(
            "office",
            "Amt",
            "aus der Liste; auch „Oberbürgermeisterin“ oder „Stellvertreter“ werden verstanden",
            required=True,
            width=34,
            choices=_offices(),
            offered=[label for _, label in Office.choices],
        ),
        SheetColumn(
            "rank",
            "Rang",
            "nur bei einer Stellvertretung: 1 vertritt zuerst",
            Kind.NUMBER,
            width=8,
            aliases=("Reihenfolge", "Reihenfolge der Stellvertretung"),
        ),
        SALUTATION,
        TITLE,
        SheetColumn("first_name", "Vorname", "", required=True),
        SheetColumn("last_name", "Nachname", "", required=True, width=22),
        MAIL,
        PHONE,
        from_day("Beginn der Amtszeit"),
        UNTIL,
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
        AGS,
        COMMUNE,
        SALUTATION,
        TITLE,
        SheetColumn("first_name", "Vorname", ""),
        SheetColumn("last_name", "Nachname", "", required=True, width=22),
        SheetColumn("function", "Funktion", "zum Beispiel Leitung Ordnungsamt", width=28),
        MAIL,
        PHONE,
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
        AGS,
        COMMUNE,
        SheetColumn(
            "kind",
            "Art",
            "aus der Liste",
            required=True,
            width=26,
            choices=by_label(Milestone.Kind.choices),
            offered=[label for _, label in Milestone.Kind.choices],
            aliases=("Meilenstein", "Fakt"),
        ),
        SheetColumn("on", "Datum", "der Tag, an dem es geschah", Kind.DATE, required=True, width=13, aliases=("am",)),
        SheetColumn(
            "ended_on",
            "beendet am",
            "nur bei Kooperationsvereinbarung oder Coaching, das zu Ende ist",
            Kind.DATE,
            width=13,
            aliases=("bis", "Ende"),
        ),
        SheetColumn(
            "others",
            "weitere Kommunen",
            "AGS, durch Semikolon getrennt; im selben Landkreis genügt der Name",
            width=34,
        ),
        SheetColumn(
            "whole",
            "als Ganzes",
            "„Landkreis“ oder „Verband“, wenn alle Kommunen darin beteiligt sind",
            width=14,
            choices=by_label(list(WHOLE.items())) | {folded("Verwaltungsgemeinschaft"): "association"},
            offered=list(WHOLE.values()),
        ),
        SheetColumn("note", "Bemerkung", "kurz, zum Beispiel das Aktenzeichen", width=36),
    ),
    ("14521450", "", "Kooperationsvereinbarung", "01.09.2021", "", "14521020; 14521035", "", "Az. 12/2021"),
)
AGREEMENTS = Sheet(
    "agreements",
    "Vereinbarungen",
    "Vorvereinbarungen, die beide Seiten auf Papier unterzeichnet haben.",
    (
        AGS,
        COMMUNE,
        SheetColumn("template", "Vorlage", "leer: die Vorlage, die das Portal heute verwendet", width=28),
        SheetColumn(
            "signed_on",
            "unterzeichnet am",
            "Tag der letzten Unterschrift; seitdem ist die Vereinbarung in Kraft",
            Kind.DATE,
            required=True,
            width=16,
            aliases=("Datum", "unterschrieben am"),
        ),
        SheetColumn("term_from", "Laufzeit von", "leer: vom Tag der letzten Unterschrift an", Kind.DATE, width=13),
        SheetColumn("term_until", "Laufzeit bis", "leer: unbefristet", Kind.DATE, width=13),
        SheetColumn(
            "commune_signatory",
            "Für die Kommune",
            "Amt und Name",
            required=True,
            width=34,
            aliases=("unterzeichnet für die Kommune",),
        ),
        SheetColumn(
            "lpr_signatory",
            "Für den Landespräventionsrat",
            "Name und Funktion",
            required=True,
            width=34,
            aliases=("Für den LPR", "unterzeichnet für den LPR"),
        ),
        SheetColumn("place", "Ort des Originals", "wo das Papier liegt: Akte, Ordner, Raum", required=True, width=30),
        SheetColumn("topics", "Themen", "wie im Portal benannt, durch Semikolon getrennt", width=34),
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


def in_template_order(by_title: Mapping[str, T]) -> dict[str, T]:
    """What is kept by the titles of sheets, in the order of the template; unknown sheets come first."""
    titles = [sheet.title for sheet in SHEETS]
    order = sorted(by_title, key=lambda title: titles.index(title) if title in titles else -1)
    return {title: by_title[title] for title in order}
