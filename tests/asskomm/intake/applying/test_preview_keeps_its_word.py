"""What a preview calls fine is taken over as it stands there, whatever is in the cells; nothing is refused later."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asskomm.intake import transitions
from asskomm.intake.applying import apply
from asskomm.intake.models import Import, ImportProgress, Verdict
from asskomm.intake.preview import prepare
from asskomm.intake.reading.parsing.cells import _cell
from asskomm.intake.template.sheets import SHEETS
from staff.actors import StaffActor
from staff.models import Role
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory, TopicFactory
from tests.factories.facts import ContactFactory, MilestoneFactory
from tests.factories.imports import ReadyImportFactory
from tests.factories.ready_agreements import published_template
from tests.factories.staff import UserFactory

DAYS = ["01.09.2021", "1.9.2021", "2021-09-01", "03.10.2022 14:30", date(2023, 1, 2), "01.09.21", "01.09.0021", 44440]
ODD_DAYS = ["9/1/2021", "Sept 2021", "31.02.2021", 2021, 20210901, date(21, 9, 1), date(9999, 12, 31), "heute", True]
NAMES = ["Muster", "Mu\u0308ller\u2011S\u030cc\u0301asny", "Mueller", "Müller", "x" * 101, "=1+1", "0", 7, "Thị", "-"]
# By the key of a column: what is mostly right, and what is mostly wrong.
VALUES: dict[str, list[Any]] = {
    "ags": ["14999100", "14999101", 14999100, " 14 999 100", "1499910", "14999199", "Musterau"],
    "commune": ["", "Musterau", "Leipzig"],
    "district": ["14999", "Musterkreis", "Mond"],
    "office": ["Bürgermeisterin", "Stellvertretung", "Amtsverweser", "König"],
    "rank": ["", "1", 2, 3.5, "1000", "eins"],
    "kind": ["Beratung", "Kooperationsvereinbarung", "kpr\u00a0konstituiert", "Coaching vor dem Portal", "Fest"],
    "whole": ["", "Landkreis", "Verband", "Bund"],
    "others": ["", "14999101", "14999100; 14999101", "Nirgendwo"],
    "template": ["", "Gibt es nicht"],
    "topics": ["", "Vandalismus", "Unsinn"],
    "salutation": ["", "Frau", "Herr", "Firma"],
    "title": ["", "Dr.", "x" * 41],
    "phone": ["", "03721 12345", 372112345, "0" * 41],
    "note": ["", "Az. 12", "x" * 301],
    "email": [
        "",
        "petra@lpr.example",
        "Erika@Musterau.Example",
        "post@wei\u00dfwasser.example",
        "mailto:b@musterau.example",
        "Erika <c@musterau.example>",
        "d@musterau.example;",
        "e@musterau.example, f@musterau.example",
        "h@musterau.example.",
        "müller@görlitz.example",
        "j@musterau",
        "l @musterau.example",
        f"{'x' * 65}@musterau.example",
        f"x@{'y.' * 120}example",
    ],
    "commune_signatory": ["Bürgermeisterin Muster", "x" * 500],
    "lpr_signatory": ["Petra Musterkraft", "x" * 500],
    "place": ["Aktenschrank 2", "x" * 500],
}
OPTIONAL_DAYS = {"until", "ended_on", "term_from", "term_until"}


def values_of(key: str) -> list[Any]:
    if key in VALUES:
        return VALUES[key]
    if key in {"from", "on", "signed_on"} | OPTIONAL_DAYS:
        return [*([""] * 8 if key in OPTIONAL_DAYS else []), *DAYS, *ODD_DAYS]
    return NAMES


def cells_of(key: str) -> st.SearchStrategy[Any]:
    """Right values first: hypothesis tries those in front more often."""
    values = values_of(key)
    return st.one_of(st.just(values[0]), st.sampled_from(values[:3]), st.sampled_from(values)).map(
        lambda value: _cell(value, "n")
    )


ROWS = st.sampled_from(SHEETS).flatmap(
    lambda sheet: st.tuples(
        st.just(sheet), st.fixed_dictionaries({column.key: cells_of(column.key) for column in sheet.columns})
    )
)


def workbook_of(found: list[tuple[Any, dict[str, Any]]]) -> dict[str, Any]:
    """As the limited process answers it."""
    sheets = []
    for sheet in SHEETS:
        letters = {column.key: "ABCDEFGHIJKLMNOP"[place] for place, column in enumerate(sheet.columns)}
        rows = [(1, {letters[column.key]: ["s", column.label] for column in sheet.columns})]
        lines = [cells for of, cells in found if of is sheet]
        rows += [
            (number, {letters[key]: cell for key, cell in cells.items() if cell is not None})
            for number, cells in enumerate(lines, start=2)
        ]
        sheets.append({"name": sheet.title, "rows": rows, "hidden": [3], "hidden_columns": ["D"], "merged": []})
    return {"sheets": sheets, "from_1904": False}


@pytest.fixture
def actor(db: None) -> StaffActor:
    published_template()
    TopicFactory(name="Vandalismus")
    petra = UserFactory(email="petra@lpr.example")
    commune = CommuneFactory(ags="14999100", name="Musterau")
    CommuneFactory(ags="14999101", name="Musterdorf")
    ResponsibilityFactory(user=petra, valid_from=date(2010, 1, 1), valid_until=date(2021, 8, 31))
    OfficeHolderFactory(commune=commune, valid_from=date(2022, 8, 1))
    ContactFactory(commune=commune, last_name="Muster", first_name="Muster")
    MilestoneFactory(communes=[commune], kind="cooperation_agreement", happened_on=date(2021, 9, 1))
    return StaffActor(UserFactory(role=Role.ADMIN))


def previewed(workbook: dict[str, Any], actor: StaffActor) -> Import:
    run = ReadyImportFactory(status=Import.Status.READING, revision=0, uploaded_by=actor.user)
    prepare._validate(run, workbook)
    return run


def told(run: Import) -> list[tuple[str, list[Any]]]:
    return [(line.verdict, line.messages) for line in run.lines.order_by("position")]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(found=st.lists(ROWS, min_size=1, max_size=8))
def test_what_the_preview_calls_fine_is_taken_over_and_then_present(actor, found):
    workbook = workbook_of(found)
    with transaction.atomic():
        run = previewed(workbook, actor)
        before = told(run)
        if run.to_do:
            transitions.start(run, actor=actor, revision=1, leave_out_faulty=True, include_hidden=True)
            apply.apply_import(run.pk)
            run.refresh_from_db()
            assert run.status == Import.Status.APPLIED, run.notice
            after = told(previewed(workbook, actor))
            for (verdict, messages), (now, said) in zip(before, after, strict=True):
                assert verdict == Verdict.FAULTY or now == Verdict.PRESENT, (messages, now, said)
        transaction.set_rollback(True)
    ImportProgress.objects.all().delete()


@pytest.mark.parametrize("key", sorted({column.key for sheet in SHEETS for column in sheet.columns}))
def test_every_odd_value_of_a_column_is_judged_in_the_preview(actor, key):
    """One by one beside right values: what is refused is refused at once, what is not is taken over."""
    for sheet in SHEETS:
        if key not in {column.key for column in sheet.columns}:
            continue
        right = {column.key: _cell(values_of(column.key)[0], "n") for column in sheet.columns}
        for value in dict.fromkeys(values_of(key)):
            with transaction.atomic():
                run = previewed(workbook_of([(sheet, right | {key: _cell(value, "n")})]), actor)
                if run.to_do:
                    transitions.start(
                        run, actor=actor, revision=1, leave_out_faulty=False, include_hidden=bool(run.hidden_lines)
                    )
                    apply.apply_import(run.pk)
                    run.refresh_from_db()
                    assert (run.status, run.notice) == (Import.Status.APPLIED, ""), (sheet.key, value)
                transaction.set_rollback(True)
