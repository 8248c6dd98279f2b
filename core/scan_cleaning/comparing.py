"""Whether what is kept looks like what was given: pdfium draws it, whoever made it."""

from PIL import Image, ImageChops, ImageFilter

from core.page_pictures import opened
from core.scan_cleaning.refusals import Refusal, Refused

LONG_SIDE = 400  # pixels at which two pages are compared: a word is seen, the noise of a JPEG is not
MOST_DIFFERENCE = 48  # of 255; packing and drawing again blur an edge
BLUR = 2  # pixels around a point that may have what it has


def small(picture: Image.Image) -> Image.Image:
    """The picture in greys, as small as two pages are compared."""
    factor = max(1, max(picture.size) // LONG_SIDE)
    return picture.convert("L").reduce(factor)


def refuse_changed_pages(made: bytes, given: list[Image.Image]) -> None:
    """Raises Refused if a page of ``made`` is not the picture (here a small one) that it was made of."""
    with opened(made) as document:
        if len(document) != len(given):
            raise Refused(Refusal.CHANGED)
        for index, wanted in enumerate(given):
            page = document[index]
            scale = max(wanted.size) / max(page.get_size())
            seen = page.render(scale=scale).to_pil().convert("L").resize(wanted.size)
            page.close()
            difference = ImageChops.difference(_blurred(seen), _blurred(wanted)).histogram()
            if sum(difference[MOST_DIFFERENCE + 1 :]):
                raise Refused(Refusal.CHANGED, index + 1)


def _blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.BoxBlur(BLUR))
