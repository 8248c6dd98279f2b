"""Whatever stands in a cell: validating it never breaks, and what is not understood is said."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asskomm.intake.models import Verdict
from asskomm.intake.reading.layout import Line, lines
from asskomm.intake.reading.parsing.cells import _cell, _clean
from asskomm.intake.template.sheets import SHEETS
from asskomm.intake.validation.validate import validate
from staff.actors import StaffActor
from staff.models import Role
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.facts import ContactFactory, MilestoneFactory
from tests.factories.ready_agreements import published_template
from tests.factories.staff import UserFactory

WORDS = [
    "14999100",
    "Musterkreis",
    "petra@lpr.example",
    "01.09.2021",
    "31.12.9999",
    "0",
    "1",
    "Beratung",
    "Kooperationsvereinbarung",
    "Stellvertretung",
    "Bürgermeister",
    "Landkreis",
    "Verband",
    "Erika",
    "Musterfrau",
    "Olaf",
    "Ordnungsmuster",
    "14999100;14999101",
]
DAYS = st.dates(date(1900, 1, 1), date(9999, 12, 31)).map(lambda day: ["d", day.isoformat()])
CELLS = st.one_of(
    st.sampled_from(WORDS).map(lambda word: ["s", word]),
    st.text(max_size=40).map(lambda text: ["s", _clean(text) or "x"]),
    st.integers(-(10**14), 10**14).map(lambda number: ["n", number]),
    st.floats(-1e14, 1e14).map(lambda number: ["n", number]),
    DAYS,
    st.booleans().map(lambda value: ["b", value]),
    st.sampled_from(["#N/A", "#REF!"]).map(lambda word: ["e", word]),
    st.just(["f", "=A1"]),
    st.just(["t", "12:00:00"]),
)
LINES = st.sampled_from(SHEETS).flatmap(
    lambda sheet: st.builds(
        Line,
        st.just(sheet.title),
        st.integers(2, 5000),
        st.just(sheet),
        st.fixed_dictionaries({}, optional={column.key: CELLS for column in sheet.columns}),
    )
)


@pytest.fixture
def actor(db: None) -> StaffActor:
    published_template()
    UserFactory(email="petra@lpr.example")
    commune = CommuneFactory(ags="14999100")
    CommuneFactory(ags="14999101")
    OfficeHolderFactory(commune=commune)
    ContactFactory(commune=commune)
    MilestoneFactory(communes=[commune], happened_on=date(2021, 9, 1))
    return StaffActor(UserFactory(role=Role.ADMIN))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(found=st.lists(LINES, max_size=8))
def test_no_line_breaks_validation(actor, found):
    results = [result for _place, result in validate(found, actor)]
    assert len(results) == len(found)
    for result in results:
        assert (result.apply is None) == (result.verdict in {Verdict.PRESENT, Verdict.FAULTY})
        assert result.messages or result.verdict != Verdict.FAULTY, "a fault is explained"


@given(
    value=st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.datetimes(), st.timedeltas()
    )
)
def test_every_value_of_a_cell_becomes_plain_json(value):
    cell = _cell(value, "n")
    assert cell is None or cell[0] in {"s", "n", "d", "b", "e", "t"}
    assert "\x00" not in str(cell)


@given(
    rows=st.lists(
        st.tuples(st.integers(1, 30), st.dictionaries(st.sampled_from("ABCDEFGHIJ"), CELLS, max_size=6)), max_size=6
    ),
    title=st.sampled_from([sheet.title for sheet in SHEETS]) | st.text(max_size=31),
)
def test_no_sheet_breaks_the_layout(rows, title):
    numbered = sorted({number: row for number, row in rows if row}.items())
    read = {"name": title, "rows": numbered, "hidden": [], "merged": ["A1:B2", "Z9:AA4"]}
    for line in lines({"sheets": [read], "from_1904": False}):
        assert line.cells or line.errors
