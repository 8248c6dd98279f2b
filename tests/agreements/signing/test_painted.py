"""A false clause, painted, hidden or switched over the contract and truly signed, is never taken (signing rule 19)."""

from io import BytesIO

import pytest
from PIL import ImageChops
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.reader import PdfFileReader

from core.page_pictures import draw, opened
from core.signing.reading.looks import DPI, refuse_other_looks
from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused
from core.signing.reading.placement import places_in
from tests.agreements.signing.manipulations import updates
from tests.agreements.signing.manipulations.painted import PAINTED, Workshop
from tests.agreements.signing.manipulations.tool import Desk, appearance, named, sign_with
from tests.core.bombs import zeros


@pytest.fixture(scope="module")
def shop(issued, provider, timestamp_authority) -> Workshop:
    return Workshop(issued, provider.person(), timestamp_authority)


def looks_the_same(one: bytes, other: bytes) -> bool:
    with opened(one) as first, opened(other) as second:
        if len(first) != len(second):
            return False
        for number in range(len(first)):
            for printed in (False, True):
                pictures = [draw(document[number], DPI, printed=printed) for document in (first, second)]
                if pictures[0].size != pictures[1].size or ImageChops.difference(*pictures).getbbox():
                    return False
    return True


@pytest.mark.parametrize("painted", PAINTED, ids=lambda painted: painted.name)
def test_what_shows_or_hides_anything_is_refused(painted, shop, refusal):
    forged = painted.forge(shop)
    assert forged.startswith(shop.issued)
    assert refusal(forged) is painted.refusal
    if painted.seen:
        assert not looks_the_same(forged, shop.issued), "the forgery is one that can be seen"
        with pytest.raises(OutsideRefused):  # by looking alone, whatever the structure says
            refuse_other_looks(forged, shop.issued, places_in(PdfFileReader(BytesIO(shop.issued))))


def test_there_are_many_of_them_and_many_can_be_seen():
    assert len({painted.name for painted in PAINTED}) == len(PAINTED) >= 60
    assert sum(painted.seen for painted in PAINTED) >= 25


def test_a_file_whose_form_pdfium_does_not_find_is_not_drawn(shop):
    """It would draw no widgets, and every forgery would compare equal."""
    formless = updates.updated(shop.issued, updates.form_removed)
    with pytest.raises(OutsideRefused) as caught:
        refuse_other_looks(formless, shop.issued, places_in(PdfFileReader(BytesIO(shop.issued))))
    assert caught.value.refusal is OutsideRefusal.LOOKS_DIFFERENT


def zeros_by_the_gigabyte(desk: Desk) -> None:
    drawn = appearance(b"", (0, 0, 226, 112))
    drawn._data, drawn._encoded_data = None, zeros(3000)
    drawn[name("/Filter")] = name("/FlateDecode")
    desk.put(desk.field, AP=named({"N": desk.add(drawn)}))


def forms_in_forms_in_forms(desk: Desk) -> None:
    """Ten of them in each, nine deep: a thousand million squares."""
    inner = desk.add(appearance(b"0 0 9 9 re f", (0, 0, 226, 112)))
    for _depth in range(9):
        outer = appearance(b"/Fm1 Do " * 10, (0, 0, 226, 112))
        outer["/Resources"].update(named({"XObject": named({"Fm1": inner})}))
        inner = desk.add(outer)
    desk.put(desk.field, AP=named({"N": inner}))


@pytest.mark.slow
@pytest.mark.parametrize("bomb", [zeros_by_the_gigabyte, forms_in_forms_in_forms])
def test_a_bomb_in_the_communes_box_ends_its_own_process_only(bomb, shop, refusal):
    forged = sign_with(shop.issued, shop.person, bomb)
    assert refusal(forged) in {OutsideRefusal.TOO_SLOW, OutsideRefusal.UNREADABLE}
