"""Whatever Excel hides is named before anything is taken over, and comes in only where somebody says so."""

import html
import re
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from asskomm.intake import transitions
from asskomm.intake.models import Import
from asskomm.intake.reading.findings import findings
from asskomm.intake.reading.layout import lines
from asskomm.intake.reading.parsing.concealed import _unseen_kinds
from asskomm.intake.reading.parsing.refusals import Refusal
from asskomm.intake.reading.workbook import WorkbookRefusedError, read_workbook
from communes.models import Contact, Milestone
from core.models import JournalEntry
from tests.asskomm.intake.conftest import Desk, said, verdicts
from tests.asskomm.intake.reading import hostile_workbooks as hostile
from tests.factories.communes import CommuneFactory
from tests.factories.workbooks import BY_KEY, changed, fill, opened, saved, strict, workbook

SHEET = "xl/worksheets/sheet1.xml"
PEOPLE = [{"ags": "14999100", "last_name": name, "email": f"{name.lower()}@x.example"} for name in ("Eins", "Zwei")]


def book_of(*people: dict[str, object]) -> Workbook:
    """A workbook with contacts on its first sheet; the names stand in F, the addresses in H."""
    return opened(workbook(contacts=list(people or PEOPLE)))


def hidden_in(data: bytes) -> list[str]:
    return findings(read_workbook(data)).hidden


def notes_on(data: bytes) -> list[str]:
    return findings(read_workbook(data)).notes


def words_of(desk: Desk, run: Import) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(desk.page(run))).split())


@pytest.fixture
def half_hidden() -> bytes:
    """One visible line, one on a hidden sheet, one on a very hidden one."""
    book = book_of(PEOPLE[0])
    line = {"ags": "14999100", "kind": "Kontakt", "on": date(2003, 2, 1)}
    fill(book, BY_KEY["milestones"], [line]).sheet_state = "veryHidden"
    return saved(book)


def test_hidden_sheets_are_named_and_need_a_word_of_their_own(desk, half_hidden):
    CommuneFactory(ags="14999100")
    run = desk.upload(half_hidden)
    words = words_of(desk, run)
    assert "In der Datei ist etwas ausgeblendet" in words
    assert "Blatt „Meilensteine“ ist ausgeblendet, und Excel bietet es unter „Einblenden“ nicht an." in words
    assert said(run) == [": Dieses Blatt ist in Excel ausgeblendet und wird trotzdem gelesen."]
    answer = desk.agree(run)
    assert answer.status_code == 422
    assert "Bitte bestätigen Sie das, oder wählen Sie oben „Ausgeblendetes auslassen“." in answer.content.decode()
    desk.run_tasks()
    assert not Contact.objects.exists(), "nothing without that word, not even what is visible"
    run = desk.take_over(run, hidden=True)
    assert (run.status, Milestone.objects.count()) == ("applied", 1)
    assert JournalEntry.objects.get(kind="import.start").data["hidden"] == 1
    assert "Auch Ausgeblendetes aus der Datei wurde übernommen." in words_of(desk, run)


def test_a_request_by_hand_takes_nothing_hidden_over_either(desk, half_hidden):
    CommuneFactory(ags="14999100")
    run = desk.upload(half_hidden)
    with pytest.raises(Exception, match="In der Datei ist etwas ausgeblendet"):
        transitions.start(run, actor=desk.actor, revision=1, leave_out_faulty=False)


def test_hidden_content_can_be_left_out_and_asked_for_again(desk, half_hidden):
    CommuneFactory(ags="14999100")
    run = desk.reread(desk.upload(half_hidden), leave_out_hidden=True)
    assert (run.status, run.revision, verdicts(run), run.hidden_lines) == ("ready", 2, ["new"], 0)
    assert "Das bleibt draußen." in words_of(desk, run)
    again = desk.reread(run, leave_out_hidden=False)
    assert verdicts(again) == ["new", "new"]
    run = desk.take_over(desk.reread(again, leave_out_hidden=True))
    assert (run.status, Contact.objects.count(), Milestone.objects.count()) == ("applied", 1, 0)
    assert "Was in der Datei ausgeblendet war, blieb draußen." in words_of(desk, run)


def test_a_preview_that_is_made_again_still_leaves_out_what_is_hidden(desk, half_hidden):
    commune = CommuneFactory(ags="14999100")
    run = desk.reread(desk.upload(half_hidden), leave_out_hidden=True)
    Contact.objects.create(commune=commune, salutation="none", last_name="Eins", phone="1")
    run = desk.take_over(run)
    assert (run.status, run.leave_out_hidden, verdicts(run)) == ("ready", True, ["changed"])


def test_another_preview_is_for_administrators_and_for_waiting_imports_only(desk, half_hidden):
    CommuneFactory(ags="14999100")
    run = desk.take_over(desk.upload(half_hidden), hidden=True)
    answer = desk.client.post(f"/import/{run.pk}/ausgeblendetes/", {"auslassen": "1"}, follow=True)
    assert "Das geht im Stand „übernommen“ nicht." in answer.content.decode()


def test_a_hidden_column_is_named_with_its_letter_and_left_out_on_request(desk):
    CommuneFactory(ags="14999100")
    book = book_of()
    book.active.column_dimensions["H"].hidden = True
    run = desk.upload(saved(book))
    assert run.hidden == ["Blatt „Ansprechpersonen“: Spalte H „E-Mail“ ist ausgeblendet."]
    assert said(run) == ["E-Mail: Diese Spalte ist in Excel ausgeblendet und wird trotzdem gelesen."] * 2
    run = desk.reread(run, leave_out_hidden=True)
    assert said(run) == ["E-Mail: Diese Spalte ist in Excel ausgeblendet und bleibt draußen."] * 2
    desk.take_over(run)
    assert set(Contact.objects.values_list("email", flat=True)) == {""}


def test_a_hidden_column_that_is_needed_is_asked_for(desk):
    CommuneFactory(ags="14999100")
    book = book_of()
    book.active.column_dimensions["F"].hidden = True
    run = desk.reread(desk.upload(saved(book)), leave_out_hidden=True)
    assert "Nachname: Die Pflichtspalte F ist in Excel ausgeblendet und bleibt draußen." in said(run)[0]
    assert set(verdicts(run)) == {"faulty"}


def narrow(xml: bytes) -> bytes:
    return xml.replace(b"<sheetData>", b'<cols><col min="8" max="8" width="0" customWidth="1"/></cols><sheetData>')


def row_with(attributes: bytes, number: int = 3) -> object:
    return lambda xml: xml.replace(b'<row r="%d"' % number, b'<row r="%d" %s' % (number, attributes))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (narrow, "Spalte H „E-Mail“ ist ausgeblendet."),
        (row_with(b'hidden="1"'), "Zeile 3 ist ausgeblendet."),
        (row_with(b'hidden="true"'), "Zeile 3 ist ausgeblendet."),
        (row_with(b'hidden="0"'), None),
        (row_with(b'ht="0" customHeight="1"'), "Zeile 3 ist ausgeblendet."),
        (row_with(b'hidden="1" outlineLevel="1"'), "Zeile 3 ist ausgeblendet."),
        (lambda xml: xml.replace(b'<row r="3"', b'<row hidden="1"'), "Zeile 3 ist ausgeblendet."),
        (row_with(b'hidden="1"', 1), "Zeile 1 ist ausgeblendet."),
        (
            lambda xml: re.sub(
                rb"<sheetFormatPr[^>]*/>", b'<sheetFormatPr defaultColWidth="0" defaultRowHeight="15"/>', xml
            ),
            (
                "9 Spalten sind ausgeblendet: A „AGS“, B „Kommune“, C „Anrede“, D „Titel“, E „Vorname“, F „Nachname“, "
                "G „Funktion“, H „E-Mail“, I „Telefon“."
            ),
        ),
        (
            lambda xml: xml.replace(
                b"</sheetData>",
                b'</sheetData><autoFilter ref="A1:I3"><filterColumn colId="5"/></autoFilter>',
            ).replace(b'<row r="3"', b'<row r="3" hidden="1"'),
            "Zeile 3 ist ausgeblendet; es ist ein Filter gesetzt.",
        ),
    ],
)
def test_rows_and_columns_are_hidden_in_many_ways(change, sentence):
    data = changed(workbook(contacts=PEOPLE), {SHEET: change})
    found = [text.replace("Blatt „Ansprechpersonen“: ", "") for text in hidden_in(data)]
    assert found == ([sentence] if sentence else [])


def test_rows_that_follow_each_other_are_named_as_one():
    book = book_of(*[{"ags": "14999100", "last_name": f"N{n}"} for n in range(40)])
    for number in (3, 4, 5, 9):
        book.active.row_dimensions[number].hidden = True
    assert hidden_in(saved(book)) == ["Blatt „Ansprechpersonen“: 4 Zeilen sind ausgeblendet: 3 bis 5, 9."]


def test_what_is_hidden_and_empty_is_not_told():
    book = book_of()
    book.active.column_dimensions.group("K", "XFD", hidden=True)
    book.active.row_dimensions[2000].hidden = True
    assert hidden_in(saved(book)) == []


def test_an_empty_hidden_sheet_and_one_with_a_head_only_need_no_word(desk):
    CommuneFactory(ags="14999100")
    book = book_of()
    book.create_sheet("Leer").sheet_state = "hidden"
    fill(book, BY_KEY["milestones"], []).sheet_state = "hidden"
    run = desk.upload(saved(book))
    assert run.hidden == [
        "Blatt „Leer“ ist ausgeblendet. Es ist leer.",
        "Blatt „Meilensteine“ ist ausgeblendet. Gefüllte Zeilen, der Kopf mitgezählt: 1.",
    ]
    assert desk.take_over(run).status == "applied"


def test_cells_whose_format_shows_nothing_are_named(desk):
    CommuneFactory(ags="14999100")
    book = book_of()
    book.active["H3"].number_format = ";;;"
    run = desk.upload(saved(book))
    assert run.hidden[0].startswith("Blatt „Ansprechpersonen“: Zelle H3 ist ausgeblendet; ihr Zahlenformat verbirgt")
    assert said(run) == ["E-Mail: Excel zeigt den Inhalt dieser Zelle nicht an; er wird trotzdem gelesen."]


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("General", ""),
        ("@", ""),
        ("DD.MM.YYYY", ""),
        ("0;-0", ""),
        (";;;", "ndtbs"),
        (";;", "ndtb"),
        ('"";"";"";""', "ndtbs"),
        ("[Red];[Red];;", "ndtbs"),
        ('0;-0;0;""', "s"),
        (";;;@", "ndtb"),
    ],
)
def test_a_format_hides_what_has_an_empty_section(code, kinds):
    assert _unseen_kinds(code) == kinds


@pytest.mark.parametrize(
    ("change", "hidden"),
    [
        (lambda xml: xml.replace(b'visibility="visible"', b'visibility="hidden"'), 2),
        (lambda xml: xml.replace(b'showSheetTabs="1"', b'showSheetTabs="0"'), 1),
        (lambda xml: xml.replace(b'state="visible"', b""), 0),
    ],
)
def test_a_hidden_window_and_missing_tabs_hide_sheets(change, hidden):
    book = book_of()
    fill(book, BY_KEY["milestones"], [{"ags": "14999100", "kind": "Kontakt", "on": date(2003, 2, 1)}])
    data = changed(saved(book), {"xl/workbook.xml": change})
    assert len(hidden_in(data)) == hidden
    assert len({line.title for line in lines(read_workbook(data)) if line.hidden}) == hidden


def test_what_is_hidden_in_a_strict_workbook_is_told_as_well(half_hidden):
    assert hidden_in(strict(half_hidden)) == hidden_in(half_hidden)


def test_faulty_hidden_lines_say_so_in_the_file_of_errors(desk):
    CommuneFactory(ags="14999100")
    book = book_of({"ags": "1", "last_name": "Falsch"})
    book.active.row_dimensions[2].hidden = True
    run = desk.upload(saved(book))
    page = opened(desk.client.get(f"/import/{run.pk}/fehler.xlsx").content)["Ansprechpersonen"]
    assert page["K2"].value.endswith("Diese Zeile ist in Excel ausgeblendet und wird trotzdem gelesen.")


def test_lines_with_something_hidden_can_be_listed_alone(desk, half_hidden):
    CommuneFactory(ags="14999100")
    run = desk.upload(half_hidden)
    page = desk.page(run, "?ausgeblendet=ja")
    assert "Meilensteine 2" in page
    assert "Ansprechpersonen 2" not in page
    assert "ausgeblendet" not in desk.page(desk.upload(workbook(contacts=PEOPLE))), "nothing to ask where nothing is"


def test_comments_formulas_links_and_far_columns_are_told():
    book = book_of()
    page = book.active
    page["F2"].comment = Comment("Nicht mehr im Amt", "LPR")
    page.cell(2, 70, "verirrt")
    data = changed(
        saved(book),
        {
            SHEET: lambda xml: re.sub(
                rb'<c r="H3"[^>]*>.*?</c>', b'<c r="H3" t="str"><f>[1]Liste!A1</f><v>zwei@x.example</v></c>', xml
            )
        },
    )
    assert notes_on(data) == [
        "Blatt „Ansprechpersonen“: Kommentare und Notizen liest das Portal nicht (F2).",
        (
            "Blatt „Ansprechpersonen“: Formeln fragen andere Dateien ab (H3). Gelesen wird, was Excel zuletzt "
            "gespeichert hat; es kann veraltet sein."
        ),
        "Blatt „Ansprechpersonen“: Rechts von Spalte BH, der 60., steht noch etwas (BR2). Das liest das Portal nicht.",
    ]
    assert notes_on(workbook(contacts=PEOPLE)) == []


def test_a_formula_without_links_is_told_once_and_an_empty_result_is_an_empty_cell(desk):
    CommuneFactory(ags="14999100")
    data = changed(
        workbook(contacts=PEOPLE[:1]),
        {SHEET: lambda xml: re.sub(rb'<c r="H2"[^>]*>.*?</c>', b'<c r="H2" t="str"><f>""</f><v></v></c>', xml)},
    )
    run = desk.upload(data)
    assert verdicts(run) == ["new"]
    assert "email" not in run.lines.get().cells
    assert run.notes == [
        "Blatt „Ansprechpersonen“: Es gibt Formeln (H2). Gelesen wird, was Excel als Ergebnis gespeichert hat."
    ]


def test_merged_cells_are_found_however_long_the_area_is():
    book = book_of(*[{"ags": "14999100", "last_name": f"N{n}", "function": "Amt"} for n in range(1500)])
    book.active.merge_cells("G2:G1501")
    *_, last = lines(read_workbook(saved(book)))
    assert [error.column for error in last.errors] == ["Funktion"]


def test_a_hundred_hidden_sheets_are_too_many():
    with pytest.raises(WorkbookRefusedError) as refused:
        read_workbook(hostile.hundred_hidden_sheets())
    assert refused.value.refusal == Refusal.TOO_MANY_ROWS


def test_everything_hidden_to_the_far_end_is_read_within_the_limits():
    workbook_read = read_workbook(hostile.all_hidden())
    (line,) = lines(workbook_read)
    assert (line.number, line.hidden) == (2, True)
    assert "9 Spalten sind ausgeblendet: A „AGS“" in findings(workbook_read).hidden[0]
    assert "(XFD3)" in findings(workbook_read).notes[0]
