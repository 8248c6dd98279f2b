"""A false clause, painted, hidden or switched over the contract and truly signed, is never taken (signing rule 19)."""

from io import BytesIO

import pytest
from PIL import ImageChops
from pyhanko.pdf_utils.reader import PdfFileReader

from agreements.pdf_reading.looks import DPI, refuse_other_looks
from agreements.pdf_reading.outside_refusals import OutsideRefused
from agreements.pdf_reading.placement import places_in
from core.page_pictures import draw, opened
from tests.agreements.signing.manipulations.painted import PAINTED, Workshop


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
