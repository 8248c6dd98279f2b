"""The file to fill in, and the faulty lines to correct: opened again by a reader library, and imported."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from asskomm.intake.models import Import, ImportLine
from asskomm.intake.template.schema import Kind
from asskomm.intake.template.sheets import SHEETS
from staff.models import Role
from tests.asskomm.intake.conftest import verdicts
from tests.factories.communes import CommuneFactory
from tests.factories.staff import UserFactory
from tests.factories.workbooks import opened, saved, titles, workbook


@pytest.fixture
def template(desk) -> bytes:
    answer = desk.client.get("/import/vorlage.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="ASSKomm-Import-Vorlage.xlsx"'
    return answer.content


def test_the_template_explains_itself_and_has_a_sheet_for_each_thing(template):
    book = opened(template)
    assert book.sheetnames == ["Hinweise", *titles()]
    hints = [cell.value for row in book["Hinweise"].iter_rows() for cell in row if cell.value]
    for sheet in SHEETS:
        page = book[sheet.title]
        assert [cell.value for cell in page[1]] == [column.label for column in sheet.columns]
        assert page.max_row == 1, "no example that could be imported by mistake"
        assert sheet.about in hints


def test_keys_are_text_and_days_are_days_and_choices_are_lists(template):
    book = opened(template)
    for sheet in SHEETS:
        page = book[sheet.title]
        lists = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
        for number, column in enumerate(sheet.columns):
            letter = "ABCDEFGHIJKLMNOP"[number]
            expected = {Kind.DATE: "DD.MM.YYYY", Kind.NUMBER: "0"}.get(column.kind, "@")
            assert page.column_dimensions[letter].number_format == expected
            rule = lists.get(f"{letter}2:{letter}5000")
            if column.offered:
                assert rule.formula1 == f'"{",".join(column.offered)}"'
                assert len(rule.formula1) <= 255, "Excel takes no longer list"
            elif column.kind == Kind.DATE:
                assert rule.type == "date"


def test_every_word_of_a_list_is_understood():
    for sheet in SHEETS:
        for column in sheet.columns:
            for word in column.offered:
                assert "".join(c for c in word.casefold() if c.isalnum()) in column.choices


def test_the_untouched_template_has_no_lines(desk, template):
    run = desk.upload(template)
    assert (run.status, verdicts(run)) == ("ready", [])
    assert "Die Datei enthält keine Zeilen" in desk.page(run)


def test_the_filled_template_is_read(desk, template):
    CommuneFactory(ags="14999100")
    book = opened(template)
    page = book["Meilensteine"]
    for place, value in ((1, "14999100"), (3, "Beratung"), (4, date(2021, 9, 1))):
        page.cell(2, place, value)
    assert verdicts(desk.upload(saved(book))) == ["new"]


def test_faulty_lines_come_back_with_what_is_wrong_and_can_be_corrected_and_sent_again(desk):
    CommuneFactory(ags="14999100")
    good = {"ags": "14999100", "last_name": "Muster"}
    bad = {"ags": "1499910", "last_name": "Beispiel", "function": "=HYPERLINK(1)", "phone": "+49 3721"}
    data = workbook(contacts=[good, bad], milestones=[{"ags": "14999100", "kind": "Fest", "on": date(2021, 9, 1)}])
    data = as_text(data, "Ansprechpersonen", "G3", "=HYPERLINK(1)")
    run = desk.upload(data)
    assert verdicts(run) == ["new", "faulty", "faulty"]
    Import.objects.update(uploaded_at=datetime(2026, 11, 29, 23, 30, tzinfo=UTC))  # half past midnight on the 30th
    answer = desk.client.get(f"/import/{run.pk}/fehler.xlsx")
    assert "Fehler-Import-2026-11-30.xlsx" in answer["Content-Disposition"]
    book = opened(answer.content)
    assert book.sheetnames == ["Hinweise", "Ansprechpersonen", "Meilensteine"]
    page = book["Ansprechpersonen"]
    assert [page["J1"].value, page["K1"].value] == ["Zeile", "Fehler"]
    assert page["J2"].value == 3
    assert page["K2"].value.startswith("AGS: „1499910“ ist kein AGS.")
    assert (page["G2"].value, page["G2"].data_type, page["G2"].quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert page["I2"].data_type == "s"
    assert book["Meilensteine"]["D2"].value.date() == date(2021, 9, 1)
    page["A2"] = "14999100"
    book["Meilensteine"]["C2"] = "Beratung"
    page["G2"] = "Ordnungsamt"
    assert verdicts(desk.upload(saved(book))) == ["new", "new"]


def test_who_may_not_import_gets_neither_template_nor_lines(desk, template):
    run = desk.upload(template)
    head = Client()
    head.force_login(UserFactory(role=Role.HEAD))
    for path in ("", "vorlage.xlsx", f"{run.pk}/", f"{run.pk}/fehler.xlsx"):
        answer = head.get(f"/import/{path}", follow=True)
        assert "Importieren kann nur die Administration." in answer.content.decode()
    assert not ImportLine.objects.exists()


def as_text(data: bytes, sheet: str, place: str, text: str) -> bytes:
    """The workbook with a cell that only looks like a formula, as Excel keeps what begins with an apostrophe."""
    book = opened(data)
    cell = book[sheet][place]
    cell.value = text
    cell.data_type = "s"
    return saved(book)
