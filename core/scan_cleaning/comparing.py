"""Whether what is kept looks like what was given: pdfium draws it, no matter who made it."""

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageFilter

from core.page_pictures import opened
from core.scan_cleaning.refusals import Refusal, Refused

LONG_SIDE = 400  # pixels at which two pages are compared: a word is seen, the noise of a JPEG is not
MOST_DIFFERENCE = 48  # of 255; packing and drawing again blur an edge
BLUR = 2  # pixels around a point that may have what it has
FINER = 2  # times finer is a page drawn than it is compared: pdfium leaves out points where it draws small
A_LITTLE_LESS = 0.99999  # pdfium counts a point that is begun


def small(picture: Image.Image) -> Image.Image:
    """The picture in greys, as small as two pages are compared: all of it on all of the smaller one.

    One that is hardly larger stays as it is: on another grid its thin lines would look different.
    """
    grey = picture.convert("L")
    factor = max(picture.size) / LONG_SIDE
    if factor < FINER:
        return grey
    width, height = (max(1, round(side / factor)) for side in picture.size)
    return grey.resize((width, height), Image.Resampling.BOX)


def refuse_changed_pages(made: bytes, given: list[Image.Image]) -> None:
    """Raises Refused if a page of ``made`` is not the picture (here a small one) that it was made of."""
    with opened(made) as document:
        if len(document) != len(given):
            raise Refused(Refusal.CHANGED)
        for index, wanted in enumerate(given):
            page = document[index]
            seen = _seen(page, wanted.size)
            page.close()
            difference = ImageChops.difference(_blurred(seen), _blurred(wanted)).histogram()
            if sum(difference[MOST_DIFFERENCE + 1 :]):
                raise Refused(Refusal.CHANGED, index + 1)


def _seen(page: pdfium.PdfPage, size: tuple[int, int]) -> Image.Image:
    """The page in greys, brought to ``size`` in the way of ``small``."""
    finer = FINER if max(size) <= LONG_SIDE else 1
    scale = finer * max(size) / max(page.get_size()) * A_LITTLE_LESS
    return page.render(scale=scale).to_pil().convert("L").resize(size, Image.Resampling.BOX)


def _blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.BoxBlur(BLUR))
