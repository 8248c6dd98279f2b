"""Mail addresses, days and spellings out of people's own tables: judged at once, and all faults together."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from agreements.models import PreAgreement
from asskomm.intake.reading.layout import lines
from asskomm.intake.reading.workbook import read_workbook
from asskomm.intake.template.sheets import SHEETS
from communes.models import Contact, OfficeHolder, Responsibility
from tests.asskomm.intake.conftest import said, verdicts
from tests.asskomm.intake.reading import hostile_workbooks as hostile
from tests.factories.communes import CommuneFactory, TopicFactory
from tests.factories.ready_agreements import published_template
from tests.factories.staff import UserFactory
from tests.factories.workbooks import (
    BY_KEY,
    changed,
    decomposed,
    fill,
    labels,
    opened,
    raw,
    saved,
    strict,
    titles,
    workbook,
)

REFUSED_ADDRESSES = [
    "mailto:b@musterau.example",
    "Erika Muster <c@musterau.example>",
    "d@musterau.example;",
    "e@musterau.example; e2@musterau.example",
    "e@musterau.example e2@musterau.example",
    "e@musterau.example\ne2@musterau.example",
    "h@musterau.example.",
    "müller@görlitz.example",
    "j@musterau",
    "k(at)musterau.example",
    "l @musterau.example",
    "keine",
    "12345",
]
TAKEN_ADDRESSES = {
    "a@musterau.example": "a@musterau.example",
    "F@Musterau.Example": "F@musterau.example",
    "\u00a0g@musterau.example ": "g@musterau.example",
    "post@weißwasser.example": "post@weißwasser.example",
    "post@görlitz.example": "post@görlitz.example",
    "post@go\u0308rlitz\u2011nord.example": "post@görlitz-nord.example",
}


def test_odd_mail_addresses_are_all_judged_in_the_preview(desk):
    CommuneFactory(ags="14999100")
    addresses = [*TAKEN_ADDRESSES, *REFUSED_ADDRESSES]
    people = [{"ags": "14999100", "last_name": f"N{n}", "email": text} for n, text in enumerate(addresses)]
    run = desk.upload(workbook(contacts=people))
    assert verdicts(run) == ["new"] * len(TAKEN_ADDRESSES) + ["faulty"] * len(REFUSED_ADDRESSES)
    assert all(text.startswith("E-Mail: ") for text in said(run))
    run = desk.take_over(run, leave_out=True)
    assert (run.status, run.notice) == ("applied", "")
    assert sorted(Contact.objects.values_list("email", flat=True)) == sorted(TAKEN_ADDRESSES.values())


def test_an_address_in_another_spelling_of_the_portals_is_no_change(desk):
    commune = CommuneFactory(ags="14999100")
    Contact.objects.create(commune=commune, salutation="none", last_name="Muster", email="post@musterau.example")
    run = desk.upload(workbook(contacts=[{"ags": "14999100", "last_name": "Muster", "email": "post@MUSTERAU.example"}]))
    assert verdicts(run) == ["present"]


def test_all_faults_of_a_line_are_named_together(desk):
    CommuneFactory(ags="14999100")
    published_template()
    bad_day = "01.09.0021"
    run = desk.upload(
        workbook(
            office_holders=[
                {
                    "ags": "1499910",
                    "office": "König",
                    "rank": "eins",
                    "title": "x" * 41,
                    "last_name": "x" * 101,
                    "email": "j@musterau",
                    "phone": "0" * 41,
                    "from": bad_day,
                }
            ],
            contacts=[{"ags": "1", "last_name": "x" * 101, "email": "mailto:a@b.example", "function": "x" * 151}],
            milestones=[{"ags": "1", "kind": "Fest", "on": bad_day, "note": "x" * 301, "whole": "Bund"}],
            agreements=[
                {"ags": "1", "template": "Keine", "signed_on": bad_day, "topics": "Unsinn", "place": "x" * 500}
            ],
            responsibilities=[{"district": "Mond", "email": "niemand@lpr.example", "from": bad_day}],
        )
    )
    faults: dict[str, set[str]] = {}
    for line in run.lines.all():
        faults[line.sheet] = {column for column, _text in line.messages}
    assert faults == {
        "Zuständigkeiten": {"Landkreis", "E-Mail der Sachbearbeitung", "von"},
        "Amtspersonen": {"AGS", "Amt", "Rang", "Titel", "Vorname", "Nachname", "E-Mail", "Telefon", "von"},
        "Ansprechpersonen": {"AGS", "Nachname", "Funktion", "E-Mail"},
        "Meilensteine": {"AGS", "Art", "Datum", "als Ganzes", "Bemerkung"},
        "Vereinbarungen": {
            "AGS",
            "Vorlage",
            "unterzeichnet am",
            "Für die Kommune",
            "Für den Landespräventionsrat",
            "Ort des Originals",
            "Themen",
        },
    }


@pytest.mark.parametrize(
    ("sheet", "column"),
    [(sheet.key, column.key) for sheet in SHEETS for column in sheet.columns if column.kind == "date"],
)
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("01.09.0021", "Das Jahr 0021 ist nicht plausibel."),
        ("0021-09-01", "Das Jahr 0021 ist nicht plausibel."),
        ("31.12.9999", "Das Jahr 9999 ist nicht plausibel."),
        ("01.09.21", "„01.09.21“ ist kein Tag. Bitte schreiben Sie ihn wie 01.09.2021."),
        ("31.12.20026", "„31.12.20026“ ist kein Tag."),
        ("9/1/2021", "„9/1/2021“ ist kein Tag."),
        ("Sept 2021", "„Sept 2021“ ist kein Tag."),
        ("01.09.2021 bis 31.12.2021", "„01.09.2021 bis 31.12.2021“ ist kein Tag."),
        (20210901, "„20210901“ ist kein Tag."),
        (60, "„60“ ist kein Tag."),
    ],
)
def test_a_day_that_cannot_be_meant_is_named_in_every_column_of_days(sheet, column, cell, text, desk):
    run = desk.upload(workbook(**{sheet: [{"ags": "14999100", column: cell}]}))
    label = BY_KEY[sheet].column(column).label
    assert any(message.startswith(f"{label}: {text}") for message in said(run)), said(run)


@pytest.mark.parametrize(
    "cell",
    [
        date(2021, 9, 1),
        datetime(2021, 9, 1, 14, 30),
        44440,
        44440.75,
        "01.09.2021",
        "1.9.2021",
        "1. 9. 2021",
        "2021-09-01",
        "2021-09-01T00:00:00",
        "01.09.2021 14:30",
        "01.09.2021, 14:30 Uhr",
    ],
)
@pytest.mark.parametrize("dialect", [lambda data: data, strict])
@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_day_is_read_in_every_way_it_may_stand_there(cell, dialect, epoch):
    book = Workbook()
    if epoch is not None:
        if not isinstance(cell, str | date):
            cell -= 1462
        if dialect is strict:
            pytest.skip("the factory counts from 1900")
        book.epoch = epoch
    page = book.active
    page.title = "Meilensteine"
    page.append(labels("milestones"))
    page.append(["14999100", None, "Beratung", cell])
    (line,) = lines(read_workbook(dialect(saved(book))))
    kind, value = line.cells["on"]
    assert (kind, value) == ("d", "2021-09-01") if not isinstance(cell, str) else kind == "s"


def test_excels_days_before_march_1900_and_broken_ones_do_not_break_the_file(desk):
    CommuneFactory(ags="14999100")
    book = opened(workbook(milestones=[{"ags": "14999100", "kind": "Beratung", "on": date(2021, 9, 1)}] * 4))
    page = book["Meilensteine"]
    for row, serial in ((2, 60), (3, 1), (4, -5), (5, 99_999_999)):
        page.cell(row, 4).value = serial
        page.cell(row, 4).number_format = "DD.MM.YYYY"
    run = desk.upload(saved(book))
    assert verdicts(run) == ["faulty"] * 4
    assert all(text.startswith("Datum: ") for text in said(run))


def test_a_strict_day_that_is_none_is_named(desk):
    CommuneFactory(ags="14999100")
    data = strict(workbook(milestones=[{"ags": "14999100", "kind": "Beratung", "on": date(2021, 9, 1)}]))
    data = changed(data, {"sheet1.xml": lambda xml: xml.replace(b"2021-09-01T00:00:00", b"2021-02-30T00:00:00")})
    assert said(desk.upload(data)) == [
        "Datum: „2021-02-30T00:00:00“ ist kein Tag. Bitte schreiben Sie ihn wie 01.09.2021."
    ]


def test_an_agreement_of_the_year_21_is_named_and_never_stored(desk):
    CommuneFactory(ags="14999100")
    published_template()
    line = {"ags": "14999100", "commune_signatory": "X", "lpr_signatory": "Y", "place": "Akte"}
    run = desk.upload(
        workbook(
            agreements=[
                {**line, "signed_on": "01.09.0021", "term_until": "31.12.0026"},
                {**line, "signed_on": "01.09.2021", "term_until": "31.12.20026"},
            ]
        )
    )
    assert verdicts(run) == ["faulty", "faulty"]
    assert [text.split(":")[0] for text in said(run)] == ["unterzeichnet am", "Laufzeit bis", "Laufzeit bis"]
    desk.take_over(run, leave_out=True)
    assert not PreAgreement.objects.exists()


def test_the_file_of_errors_shows_a_day_that_excel_does_not_know(desk):
    CommuneFactory(ags="14999100")
    data = strict(workbook(milestones=[{"ags": "14999100", "kind": "Beratung", "on": date(2021, 9, 1)}]))
    data = changed(data, {"sheet1.xml": lambda xml: xml.replace(b"2021-09-01T00:00:00", b"0021-09-01T00:00:00")})
    run = desk.upload(data)
    assert "01.09.0021" in desk.page(run)
    page = opened(desk.client.get(f"/import/{run.pk}/fehler.xlsx").content)["Meilensteine"]
    assert page["D2"].value == "01.09.0021"


@pytest.mark.parametrize("dialect", [decomposed, strict, lambda data: strict(decomposed(data))])
def test_decomposed_letters_and_the_strict_dialect_are_read(desk, dialect):
    UserFactory(email="peter.beispiel@lpr.example")
    published_template()
    TopicFactory(name="Übergriffe")
    CommuneFactory(ags="14999100", name="Mühlau", district__name="Görlitz")
    data = dialect(
        workbook(
            responsibilities=[
                {"district": "Landkreis Görlitz", "email": "peter.beispiel@lpr.example", "from": date(2015, 1, 1)}
            ],
            office_holders=[
                {
                    "ags": "14999100",
                    "office": "Bürgermeisterin",
                    "first_name": "Jörg\u2011Änne",
                    "last_name": "Müller\u00adŠćasny ﬁ",
                    "from": date(2022, 8, 1),
                }
            ],
            contacts=[
                {"ags": "14999100", "commune": "Mühlau", "last_name": "Nguyễn Thị", "function": "Öffentlichkeit"}
            ],
            milestones=[{"ags": "14999100", "kind": "Förderung", "on": date(2021, 9, 1), "note": "für später"}],
            agreements=[
                {
                    "ags": "14999100",
                    "signed_on": date(2021, 9, 1),
                    "commune_signatory": "Bürgermeisterin",
                    "lpr_signatory": "Präsidentin",
                    "place": "Schränke",
                    "topics": "Übergriffe",
                }
            ],
        )
    )
    run = desk.upload(data)
    assert (run.status, run.notice, said(run)) == ("ready", "", [])
    assert verdicts(run) == ["new"] * 5
    assert set(run.counts) == set(titles())
    assert desk.take_over(run).status == "applied"
    holder = OfficeHolder.objects.get()
    assert (holder.first_name, holder.last_name) == ("Jörg-Änne", "MüllerŠćasny fi")
    assert Contact.objects.get().last_name == "Nguyễn Thị"
    assert Responsibility.objects.get().district.name == "Görlitz"


def test_a_head_with_other_hyphens_blanks_and_letters_is_known():
    head = ["AGS\u00a0", "Nach\u00adname", "E\u2011Mail", "Funk\u200btion", "Telefon\u202f"]
    row = ["14999100", "M", "a@b.example", "x", "1"]
    (line,) = lines(read_workbook(raw(("Ansprech\u200bpersonen", [head, row]))))
    assert set(line.cells) == {"ags", "last_name", "email", "function", "phone"}
    assert not line.errors


def test_a_sheet_called_by_decomposed_letters_is_known(desk):
    book = Workbook()
    book.remove(book.active)
    fill(book, BY_KEY["responsibilities"], [])
    run = desk.upload(decomposed(saved(book)))
    assert said(run) == []
    assert (run.status, verdicts(run)) == ("ready", [])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (hostile.binary_excel, "Das ist eine Excel-Binärarbeitsmappe (.xlsb)."),
        (hostile.encrypted_archive, "Die Datei ist mit einem Passwort geschützt."),
        (hostile.protected, "Die Datei ist mit einem Passwort geschützt."),
        (hostile.old_excel, "Die Datei hat das alte Excel-Format (.xls)."),
        (hostile.old_word, "Das ist keine Excel-Arbeitsmappe"),
        (hostile.macros, "Die Datei enthält Makros"),
        (hostile.open_document, "Das ist eine OpenDocument-Tabelle."),
        (lambda: b"AGS;Nachname\n14999100;Muster\n", "auch Text- und CSV-Dateien liest das Portal nicht."),
        (hostile.broken_strict, "Die Datei hat das Format „Strict Open XML-Arbeitsmappe“"),
    ],
)
def test_every_other_format_is_named_with_the_way_out(desk, data, sentence):
    page = desk.page(desk.upload(data()))
    assert sentence in page
    assert "beschädigt" not in page


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Bestand.xlsb", "Das ist eine Excel-Binärarbeitsmappe (.xlsb)"),
        ("Bestand.csv", "Das ist eine CSV-Datei"),
        ("Bestand.xlsm", "Das ist eine Excel-Arbeitsmappe mit Makros (.xlsm)"),
        ("Bestand.XLS", "Das ist eine Datei im alten Excel-Format (.xls)"),
        ("Bestand.ods", "Das ist eine OpenDocument-Tabelle (.ods)"),
    ],
)
def test_a_name_that_tells_another_format_is_refused_with_what_it_is(desk, name, sentence):
    assert sentence in desk.send(b"x", name).content.decode()
