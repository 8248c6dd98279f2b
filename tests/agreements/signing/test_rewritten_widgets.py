"""Tools that write the widget of the field they sign again: judged by what anybody can see of it."""

from typing import Any

import pytest
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.generic import TextStringObject as Text
from pyhanko.pdf_utils.generic import pdf_name as name

from tests.agreements.signing.manipulations.paint import BESIDE, LAST, in_own_box, look, merged
from tests.agreements.signing.manipulations.tool import Desk, appearance, named, numbers, sign_with

PRINT_AND_LOCKED, PRINT_LOCKED_READ_ONLY = 4 | 128, 4 | 64 | 128

HARMLESS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "characteristics, empty": {"MK": named({})},
    "characteristics, upright": {"MK": named({"R": NumberObject(0)})},
    "colours of border and ground": {"MK": named({"BC": numbers(0, 0, 0), "BG": numbers(1, 1, 1)})},
    "a font for texts": {"DA": Text("/Helv 0 Tf 0 g")},
    "a border": {"BS": named({"W": NumberObject(1), "S": name("/S")}), "Border": numbers(0, 0, 1)},
    "locked": {"F": NumberObject(PRINT_AND_LOCKED)},
    "read only": {"F": NumberObject(PRINT_LOCKED_READ_ONLY), "Ff": NumberObject(1)},
    "hidden, so nothing is seen": {"F": NumberObject(2 | 4 | 128)},
    "day and name of the widget": {"M": Text("D:20261130120000+01'00'"), "NM": Text("0001")},
    "how a click shows": {"H": name("/N"), "Q": NumberObject(0), "C": numbers(0, 0, 0)},
}


@pytest.mark.parametrize("keys", HARMLESS.values(), ids=HARMLESS)
def test_a_tool_may_rewrite_the_looks_of_the_field_it_signs(keys, judge, issued, provider):
    signed = sign_with(issued, provider.person(), in_own_box(**keys))
    assert judge(signed).field == "sig_commune"


def test_what_it_writes_may_be_an_object_of_its_own(judge, issued, provider):
    def indirect(desk: Desk) -> None:
        desk.put(desk.field, MK=desk.add(named({"R": NumberObject(0)})), BS=desk.add(named({"W": NumberObject(0)})))

    assert judge(sign_with(issued, provider.person(), indirect)).field == "sig_commune"


def test_a_picture_in_the_communes_box_is_the_tools_affair(judge, issued, provider):
    def picture(desk: Desk) -> None:
        drawn = appearance(b"0.8 0.2 0.2 rg 0 0 226 112 re f", (0, 0, 226, 112))
        desk.put(desk.field, AP=named({"N": desk.add(drawn)}), MK=named({}))

    assert judge(sign_with(issued, provider.person(), picture)).field == "sig_commune"


def test_the_same_look_at_rest_and_when_pointed_at_is_one_look(judge, issued, provider):
    def same(desk: Desk) -> None:
        shown = look(desk)
        desk.put(desk.field, AP=named({"N": shown, "R": shown, "D": shown}))

    assert judge(sign_with(issued, provider.person(), same)).field == "sig_commune"


@pytest.mark.parametrize("keys", HARMLESS.values(), ids=HARMLESS)
def test_a_field_of_the_tools_own_beside_the_box_may_have_the_same(keys, judge, issued, provider):
    signed = sign_with(issued, provider.person(), merged(BESIDE, LAST, **keys), field="Signature1")
    assert judge(signed).field == "Signature1"


def test_a_certifying_signature_may_name_itself_in_the_catalogue(judge, issued, provider):
    signed = sign_with(issued, provider.person(), in_own_box(MK=named({})), certify=True)
    assert judge(signed).field == "sig_commune"
