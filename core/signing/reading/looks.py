"""What is seen counts: the pages of a file that came back are drawn and compared with the issued ones.

Signing rule 19. By an engine that is not the one that read the structure, once as on a screen and once as in print. For
limited processes only.
"""

from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import PdfiumError, PdfPage
from pypdfium2.raw import FORMTYPE_NONE

from core.page_pictures import POINTS_PER_INCH, draw, opened
from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused
from core.signing.reading.placement import Box, Place, Places

DPI = 144  # two pixels for a point
DARK = 190  # of 255: the letters of an agreement, not the tint of its boxes and its thin lines
WHITE, BLACK = 255, 0


def refuse_other_looks(
    pdf: bytes, issued: bytes, places: Places, pictures: Sequence[Place] = (), *, countersigned: bool = False
) -> None:
    """Raise OutsideRefused if a page of ``pdf`` looks other than the issued one outside the boxes for signatures.

    In the commune's box anything may be seen, in the other side's if it is ``countersigned``; beside and below the
    commune's box a tool's own picture, as long as it covers no letter. ``pictures``: the boxes of the tool's own
    widgets; none may lie over a letter, whatever an engine draws in it.
    """
    try:
        with opened(pdf) as given, opened(issued) as original:
            # Without a form that it knows, pdfium draws no widgets; other viewers do.
            if given.get_formtype() == FORMTYPE_NONE or len(given) != len(original):
                raise OutsideRefused(OutsideRefusal.LOOKS_DIFFERENT)
            for picture in pictures:
                _refuse_over_letters(original[picture.page], picture, places)
            for number in range(len(original)):
                _compare(given[number], original[number], number, places, countersigned=countersigned)
    except PdfiumError as error:
        raise OutsideRefused(OutsideRefusal.UNREADABLE) from error


def _compare(page: PdfPage, issued: PdfPage, number: int, places: Places, *, countersigned: bool) -> None:
    if _shape(page) != _shape(issued):  # so nothing is drawn that is larger than what we issued
        raise OutsideRefused(OutsideRefusal.PAGES_CHANGED)
    for printed in (False, True):
        before, after = (draw(each, DPI, printed=printed) for each in (issued, page))
        changed = _changed(before, after)
        _blank(changed, places, number, countersigned=countersigned)
        if changed.getbbox() is None:
            continue
        beside = _beside(changed.size, places, number)
        if ImageChops.subtract(changed, beside).getbbox() is not None:
            raise OutsideRefused(OutsideRefusal.LOOKS_DIFFERENT)
        if ImageChops.multiply(changed, _letters(before)).getbbox() is not None:
            raise OutsideRefused(OutsideRefusal.OVER_TEXT)


def _refuse_over_letters(issued: PdfPage, picture: Place, places: Places) -> None:
    """One engine may draw nothing where another shows a clause, so the box itself is judged, not its picture."""
    letters = _letters(draw(issued, DPI))
    _blank(letters, places, picture.page, countersigned=False)
    if letters.crop(_pixels(picture.box, letters.height)).getbbox() is not None:
        raise OutsideRefused(OutsideRefusal.OVER_TEXT)


def _letters(page: Image.Image) -> Image.Image:
    """White where the page has letters."""
    return page.convert("L").point([WHITE if grey < DARK else BLACK for grey in range(256)])


def _shape(page: PdfPage) -> tuple[object, ...]:
    return page.get_mediabox(), page.get_cropbox(), page.get_rotation(), page.get_size()


def _changed(before: Image.Image, after: Image.Image) -> Image.Image:
    """White where any channel of any pixel is another one, however little."""
    red, green, blue = ImageChops.difference(before, after).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([BLACK] + [WHITE] * 255)


def _blank(changed: Image.Image, places: Places, number: int, *, countersigned: bool) -> None:
    for place in [places.own] + [places.other] * countersigned:
        if place.page == number:
            ImageDraw.Draw(changed).rectangle(_pixels(place.box, changed.height), BLACK)


def _beside(size: tuple[int, int], places: Places, number: int) -> Image.Image:
    """White where a tool's own picture is welcome, see `Places.welcome`."""
    region = Image.new("L", size, BLACK)
    if number == places.own.page:
        pen = ImageDraw.Draw(region)
        pen.rectangle(_pixels(places.column, region.height), WHITE)
        if places.other.page == number:
            pen.rectangle(_pixels(places.other.box, region.height), BLACK)
    return region


def _pixels(box: Box, height: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of a box in a picture, with the pixels of which it covers only a part."""
    scale = DPI / POINTS_PER_INCH
    left, bottom, right, top = (side * scale for side in box)
    return int(left) - 1, int(height - top) - 1, int(right) + 1, int(height - bottom) + 1
