"""Whatever is uploaded, somebody learns in German what to do, and nothing breaks."""

import os
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from asskomm.intake.models import Import
from asskomm.intake.reading.layout import Line, lines
from asskomm.intake.reading.parsing.refusals import Refusal
from asskomm.intake.reading.workbook import WorkbookRefusedError, read_workbook
from core.models import StoredFile
from tests.asskomm.intake.conftest import said, verdicts
from tests.asskomm.intake.reading import hostile_workbooks as hostile
from tests.factories.communes import CommuneFactory
from tests.factories.workbooks import labels, raw, saved

HEAD = labels("contacts")


def contact(**cells: object) -> list[object]:
    """A row of contacts; whatever is not named is as it should be."""
    values = {"AGS": "14999100", "Nachname": "Muster", **cells}
    return [values.get(label) for label in HEAD]


def contacts(*rows: list[object], title: str = "Ansprechpersonen") -> bytes:
    return raw((title, [HEAD, *rows]))


def read(data: bytes) -> list[Line]:
    return lines(read_workbook(data))


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (hostile.zip_bomb, Refusal.BOMB),
        (hostile.billion_laughs, Refusal.BOMB),
        (hostile.external_entity, Refusal.BOMB),
        (hostile.many_rows, Refusal.TOO_MANY_ROWS),
        (hostile.macros, Refusal.MACROS),
        (hostile.macro_type, Refusal.MACROS),
        (hostile.protected, Refusal.ENCRYPTED),
        (hostile.old_excel, Refusal.OLD_EXCEL),
        (hostile.open_document, Refusal.OPEN_DOCUMENT),
        (hostile.other_archive, Refusal.NOT_EXCEL),
        (hostile.utf_16, Refusal.UNREADABLE),
        (lambda: b"AGS;Nachname\n14999100;Muster\n", Refusal.NOT_EXCEL),
        (lambda: b"%PDF-1.7", Refusal.NOT_EXCEL),
        (lambda: b"PK\x03\x04" + os.urandom(2000), Refusal.UNREADABLE),
        (lambda: hostile.plain()[:-200], Refusal.UNREADABLE),
        (lambda: hostile.replaced(hostile.plain(), hostile.SHEET, lambda xml: xml[:-40]), Refusal.UNREADABLE),
        (lambda: hostile.replaced(hostile.plain(), "xl/workbook.xml", lambda xml: b"<x/>"), Refusal.UNREADABLE),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(data, refusal):
    with pytest.raises(WorkbookRefusedError) as refused:
        read_workbook(data())
    assert refused.value.refusal == refusal
    assert str(refused.value).endswith((".", "“."))


def test_the_page_says_why_a_file_cannot_be_read(desk):
    run = desk.upload(hostile.protected())
    assert run.status == "failed"
    page = desk.page(run)
    assert "mit einem Passwort geschützt. Bitte speichern Sie sie ohne Passwort." in page
    desk.client.post(f"/import/{run.pk}/verwerfen/")
    run.refresh_from_db()
    assert (run.status, run.file) == ("discarded", None)


@pytest.mark.parametrize("name", ["Bestand.xls", "Bestand.csv", "Bestand.XLSM", "Bestand.ods"])
def test_another_format_is_refused_at_once(desk, name):
    answer = desk.send(b"AGS;Nachname", name)
    assert answer.status_code == 422
    assert "nur Dateien im Format .xlsx" in answer.content.decode()
    assert not Import.objects.exists()


def test_no_file_an_empty_file_and_a_file_too_large_are_refused_at_once(desk, settings):
    assert desk.client.post("/import/", {}).status_code == 422
    empty = desk.client.post("/import/", {"file": SimpleUploadedFile("leer.xlsx", b"")})
    assert (empty.status_code, "Die Datei ist leer." in empty.content.decode()) == (422, True)
    settings.UPLOAD_LIMIT = 1000
    large = desk.send(b"x" * 2000)
    assert (large.status_code, "größer als 20 MB" in large.content.decode()) == (422, True)
    assert not StoredFile.objects.exists()


def test_columns_may_come_in_another_order_and_under_other_common_names():
    head = ["Telefonnummer", "NACHNAME", "ags", "E-Mail-Adresse"]
    (line,) = read(raw(("ansprechpersonen ", [head, ["0351 1", "Muster", 14999100, "a@b.example"]])))
    assert line.cells == {
        "phone": ["s", "0351 1"],
        "last_name": ["s", "Muster"],
        "ags": ["n", 14999100],
        "email": ["s", "a@b.example"],
    }
    assert not line.errors


def test_a_title_above_the_head_and_empty_rows_do_no_harm():
    rows = [["Unsere Ansprechpersonen 2026"], [], HEAD, [], contact(), [None, "  "], []]
    (line,) = read(raw(("Ansprechpersonen", rows)))
    assert line.number == 5


def test_a_missing_column_a_renamed_one_and_one_without_a_name_are_named():
    head = [*HEAD[:5], "Familienname", *HEAD[6:], None]
    remedy = (
        "kennt das Portal nicht. Bitte benennen Sie sie um oder löschen Sie sie. Es gibt: AGS, Kommune, Anrede, "
        "Titel, Vorname, Nachname, Funktion, E-Mail, Telefon."
    )
    first, *_ = read(raw(("Ansprechpersonen", [head, [*contact(Nachname="x"), "verirrt"]])))
    assert [error.text for error in first.errors] == [
        "Diese Pflichtspalte fehlt. Bitte nennen Sie sie genau so: „Nachname“.",
        f"Die Spalte F „Familienname“ {remedy}",
        f"Die Spalte J ohne Namen {remedy}",
    ]
    assert first.number == 1


def test_an_unknown_sheet_with_content_is_named_and_an_empty_one_is_not(desk):
    run = desk.upload(raw(("Bürgermeister", [["Name"], ["x"]]), ("Tabelle3", [])))
    assert verdicts(run) == ["faulty"]
    assert "Dieses Blatt kennt das Portal nicht." in said(run)[0]
    assert "Zuständigkeiten" in said(run)[0]


def test_a_sheet_without_a_head_is_named(desk):
    run = desk.upload(raw(("Ansprechpersonen", [["14999100", "Muster"]])))
    assert "Die Zeile mit den Spaltennamen fehlt." in said(run)[0]


def test_sixteen_thousand_columns_are_no_trouble():
    assert [line.number for line in read(hostile.many_columns())] == []


def test_cells_are_read_as_people_meant_them(desk):
    CommuneFactory(ags="14999100")
    head = labels("milestones")
    days = [date(2021, 9, 1), "01.09.2021", "1.9.2021", "2021-09-01", 44440, 44440.5]
    rows = [["14999100", None, "beratung", day] for day in days]
    run = desk.upload(raw(("Meilensteine", [head, *rows])))
    assert verdicts(run) == ["new", *["present"] * 5]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("01.09.21", "„01.09.21“ ist kein Tag. Bitte schreiben Sie ihn wie 01.09.2021."),
        ("31.02.2021", "„31.02.2021“ ist kein Tag."),
        ("Herbst 2021", "„Herbst 2021“ ist kein Tag."),
        (2021, "„2021“ ist kein Tag."),
        (-5, "„-5“ ist kein Tag."),
        (True, "Hier steht ein Wahrheitswert."),
        ("01.09.2099", "Dieser Tag liegt in der Zukunft."),
        ("01.09.1921", "Dieser Tag liegt vor 1990."),
        ("=HEUTE()", "Hier steht eine Formel ohne gespeichertes Ergebnis."),
        (None, "Diese Angabe fehlt."),
    ],
)
def test_a_day_that_is_none_is_named(desk, cell, text):
    CommuneFactory(ags="14999100")
    run = desk.upload(raw(("Meilensteine", [labels("milestones"), ["14999100", None, "Beratung", cell]])))
    assert verdicts(run) == ["faulty"]
    assert said(run)[0].startswith(f"Datum: {text}")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("#N/A", "AGS: Hier steht ein Excel-Fehler (#N/A). Bitte ersetzen Sie ihn durch den richtigen Wert."),
        ("1452145", "AGS: „1452145“ ist kein AGS. Er hat genau acht Ziffern, zum Beispiel 14521450."),
        ("14999199", "AGS: Unter dem AGS 14999199 gibt es im Portal keine Kommune. Bitte prüfen Sie die Ziffern."),
        ("=A1", "AGS: Hier steht eine Formel ohne gespeichertes Ergebnis."),
    ],
)
def test_a_key_that_is_none_is_named(desk, cell, text):
    run = desk.upload(contacts(contact(AGS=cell)))
    assert verdicts(run) == ["faulty"]
    assert said(run)[0].startswith(text)


def test_the_result_that_excel_stored_for_a_formula_is_read():
    data = hostile.replaced(
        contacts(contact(Nachname=0)),
        hostile.SHEET,
        lambda xml: xml.replace(b'<c r="F2" t="n"><v>0</v>', b'<c r="F2" t="str"><f>"Mu"&amp;"ster"</f><v>Muster</v>'),
    )
    (line,) = read(data)
    assert line.cells["last_name"] == ["s", "Muster"]


def test_merged_cells_are_named_and_hidden_rows_are_read(desk):
    CommuneFactory(ags="14999100")
    book = Workbook()
    page = book.active
    page.title = "Ansprechpersonen"
    for row in (HEAD, contact(), contact(Nachname="Beispiel"), contact(Nachname="Verborgen")):
        page.append(row)
    page.merge_cells("A2:A3")
    page.row_dimensions[4].hidden = True
    run = desk.upload(saved(book))
    assert verdicts(run) == ["faulty", "faulty", "new"]
    assert "AGS: Diese Zelle ist mit anderen verbunden." in said(run)[0]
    assert said(run)[-1] == ": Diese Zeile ist in Excel ausgeblendet und wird trotzdem gelesen."


def test_text_arrives_in_one_line_and_without_what_cannot_be_printed(desk):
    CommuneFactory(ags="14999100")
    run = desk.upload(contacts(contact(Nachname=" Muster\u00a0\n\tfrau\u200b\u202e ", Funktion="=1+1")))
    cells = run.lines.get().cells
    assert cells["last_name"] == ["s", "Muster frau"]


def test_a_text_that_is_too_long_and_a_wrong_address_are_named(desk):
    CommuneFactory(ags="14999100")
    run = desk.upload(contacts(contact(Funktion="x" * 5000, **{"E-Mail": "keine Adresse"})))
    assert verdicts(run) == ["faulty"]
    assert {text.split(":")[0] for text in said(run)} == {"Funktion", "E-Mail"}


def test_days_counted_from_1904_are_read():
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    page.title = "Meilensteine"
    page.append(labels("milestones"))
    page.append(["14999100", None, "Beratung", date(2021, 9, 1)])
    page.append(["14999100", None, "Beratung", 44440 - 1462])
    first, second = read(saved(book))
    assert first.cells["on"] == second.cells["on"] == ["d", "2021-09-01"]
