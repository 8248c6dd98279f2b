"""What stands on a page beside its contents: annotations, fields and layers look in the store as they were given."""

from functools import cache

import pytest
from pikepdf import Array, Dictionary, Name

from core.scan_cleaning.refusals import Refusal
from core.scans import ScanRefusedError, clean_scan
from tests.core import marked_scans as scans
from tests.core.drawn_by_poppler import difference, ink, pages

SAME = 60  # of 255; letters of two engines
ALIKE = 110  # two engines make up an appearance, each its own


@cache
def stored(pdf: bytes):
    return pages(clean_scan(pdf))[0]


def refused(pdf: bytes) -> ScanRefusedError:
    with pytest.raises(ScanRefusedError) as found:
        clean_scan(pdf)
    return found.value


INK_LIST = Array([Array([60, 60, 100, 100, 240, 140])])
DRAWN = {
    "Ink": {"InkList": INK_LIST},
    "Square": {},
    "Circle": {},
    "Highlight": {"QuadPoints": scans.QUADS},
    "Underline": {"QuadPoints": scans.QUADS},
    "Squiggly": {"QuadPoints": scans.QUADS},
    "StrikeOut": {"QuadPoints": scans.QUADS},
    "Text": {"Contents": "Hinweis"},
}
LOST = {
    "Line": {"L": [60, 60, 240, 140]},
    "PolyLine": {"Vertices": [60, 60, 240, 140]},
    "Polygon": {"Vertices": [60, 60, 240, 140, 240, 60]},
    "FreeText": {"Contents": "Eingang", "DA": "/Helv 12 Tf 0 g"},
    "Stamp": {"Name": Name.Approved},
    "Caret": {},
    "FileAttachment": {},
    "Redact": {},
    "Sound": {},
    "Screen": {},
    "RichMedia": {},
    "Watermark": {},
    "Neuheit": {},
}


@pytest.mark.parametrize("kind", DRAWN)
def test_a_mark_without_appearance_stays_visible_where_the_engine_draws_it(kind):
    given = scans.marked(kind, **DRAWN[kind])
    assert ink(stored(given)) > ink(stored(scans.plain())) + 50


@pytest.mark.parametrize("kind", LOST)
def test_a_mark_that_would_be_lost_is_named_with_its_page_and_a_way_out(kind):
    error = refused(scans.marked(kind, **LOST[kind]))
    assert error.refusal == Refusal.UNDRAWN_MARK
    assert "Auf Seite 1 steht eine Anmerkung ohne Darstellung" in str(error)
    assert "drucken Sie die Datei" in str(error)
    assert "scannen" not in str(error)


# poppler leaves these out, or draws a marking of its own instead of the appearance.
NOT_BY_POPPLER = {"FileAttachment", "Sound", "Neuheit", "Watermark", "Highlight"}


@pytest.mark.parametrize("kind", [*LOST, *DRAWN])
def test_a_mark_with_its_appearance_stays(kind):
    given = scans.marked(kind, with_look=True, **LOST.get(kind, {}), **DRAWN.get(kind, {}))
    assert ink(stored(given)) > 5000
    if kind not in NOT_BY_POPPLER:
        assert difference(stored(given), pages(given)[0]) < SAME


@pytest.mark.parametrize("flags", [2, 32, 36])
def test_a_mark_that_nobody_sees_is_no_reason_to_refuse_and_stays_hidden(flags):
    for with_look in (False, True):
        given = scans.marked("Line", with_look=with_look, F=flags)
        assert difference(stored(given), stored(scans.plain())) == 0


@pytest.mark.parametrize(
    "mark", [scans.marked("Link"), scans.marked("Popup", Open=True), scans.marked("Stamp", box=[9] * 4)]
)
def test_what_is_no_mark_on_the_page_is_taken(mark):
    assert difference(stored(mark), stored(scans.plain())) == 0


def test_states_of_an_appearance_are_drawn_as_the_state_says():
    def change(document, sheet):
        mark = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array(scans.BOX), F=4)
        mark.AP = Dictionary(N=Dictionary(An=scans.look(document)))
        mark.AS = Name.An if on else Name.Aus
        sheet.Annots = Array([mark])

    on = True
    assert ink(stored(scans.page(change))) > 5000
    on = False
    assert refused(scans.page(change)).refusal == Refusal.UNDRAWN_MARK


# Fields

TEXT = {"FT": Name.Tx, "V": "Beschluss 12/2026 gefasst", "DA": "/Helv 14 Tf 0 g"}


@pytest.mark.parametrize("need", [True, False, None])
def test_the_value_of_a_field_without_appearance_is_in_the_stored_page(need):
    given = scans.field(need=need, **TEXT)
    assert difference(stored(given), pages(given)[0]) < ALIKE
    assert ink(stored(given)) > ink(stored(scans.plain())) + 100


@pytest.mark.parametrize(
    "more",
    [
        {"FT": Name.Ch, "V": "Rat", "Opt": Array(["Rat", "Ausschuss"]), "Ff": 1 << 17, "DA": "/Helv 14 Tf 0 g"},
        {"FT": Name.Btn, "V": Name.Ja, "AS": Name.Ja, "MK": Dictionary(CA="4")},
    ],
    ids=["choice", "box"],
)
def test_a_choice_and_a_ticked_box_are_in_the_stored_page(more):
    assert ink(stored(scans.field(**more))) > ink(stored(scans.plain())) + 50


def test_a_field_that_the_document_does_not_know_of_is_drawn():
    for more in ({"with_look": True}, {}):
        given = scans.field(form=False, **TEXT, **more)
        assert ink(stored(given)) > ink(stored(scans.plain())) + 100


def test_letters_that_the_engine_leaves_out_of_a_field_are_not_lost_unnoticed():
    error = refused(scans.field(FT=Name.Tx, V="Thị Nguyễn", DA="/Helv 14 Tf 0 g"))
    assert error.refusal == Refusal.UNDRAWN_MARK


def test_an_empty_field_and_a_place_for_a_signature_are_taken():
    for more in ({"FT": Name.Tx}, {"FT": Name.Sig}):
        clean_scan(scans.field(**more))


def test_a_form_that_only_one_program_builds_and_a_portfolio_are_named():
    def live(document, sheet):
        document.Root.NeedsRendering = True

    def portfolio(document, sheet):
        document.Root.Collection = Dictionary(View=Name.D)

    assert "drucken Sie es dort als PDF" in str(refused(scans.page(live)))
    assert "einzeln hoch" in str(refused(scans.page(portfolio)))


# Layers

OFF = {
    "listed": lambda layer: {"OFF": Array([layer])},
    "listed, against its usage": lambda layer: {"OFF": Array([layer])},
    "all but those listed": lambda layer: {"BaseState": Name.OFF},
    "by the viewer's event": lambda layer: {
        "AS": Array([Dictionary(Event=Name.View, Category=Array([Name.View]), OCGs=Array([layer]))])
    },
}
USAGE = {
    "listed, against its usage": {"Usage": Dictionary(View=Dictionary(ViewState=Name.ON))},
    "by the viewer's event": {"Usage": Dictionary(View=Dictionary(ViewState=Name.OFF))},
}


@pytest.mark.parametrize("hung_on", scans.HANGERS)
@pytest.mark.parametrize("how", OFF)
def test_a_layer_that_is_switched_off_stays_hidden_and_its_content_is_gone(how, hung_on):
    given = scans.layered(OFF[how], hung_on=hung_on, **USAGE.get(how, {}))
    made = clean_scan(given)
    assert difference(pages(made)[0], stored(scans.plain())) == 0
    assert b"Verborgenes" not in made
    assert b"OCG" not in made


@pytest.mark.parametrize("hung_on", scans.HANGERS)
def test_a_layer_that_is_switched_on_is_seen(hung_on):
    given = scans.layered(lambda layer: {"ON": Array([layer])}, hung_on=hung_on)
    assert difference(stored(given), pages(given)[0]) < SAME
    assert ink(stored(given)) > 5000


def test_a_usage_that_no_event_asks_for_hides_nothing():
    usage = {"Usage": Dictionary(View=Dictionary(ViewState=Name.OFF))}
    assert ink(stored(scans.layered(lambda layer: {}, **usage))) > 5000


def test_another_configuration_does_not_lay_open_what_the_first_hides():
    given = scans.layered(lambda layer: {"OFF": Array([layer])})
    with_more = given.replace(b"/OCProperties <<", b"/OCProperties << /Configs [ << /Intent /View >> ]")
    assert with_more != given
    assert difference(stored(with_more), stored(scans.plain())) == 0
