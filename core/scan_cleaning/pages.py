"""A page as it is kept: its picture and how large it is on paper."""

from dataclasses import dataclass

from PIL import Image

SHORTEST, LONGEST = 3.0, 14_400.0  # sides in points (ISO 19005-2, 6.1.13)
UNSEEN_CHROMA = 3  # of 128


@dataclass(frozen=True, slots=True)
class PagePicture:
    """``picture``: mode 1, L or RGB, in sRGB; ``width`` and ``height``: of the page as it is seen, in points."""

    picture: Image.Image
    width: float
    height: float


def within_bounds(side: float) -> float:
    """A side that a page may have."""
    return min(max(side, SHORTEST), LONGEST)


def plainest(picture: Image.Image) -> Image.Image:
    """The same as greys if there is no colour in it, and as black and white if there are no greys either."""
    if picture.mode == "1":
        return picture
    grey = picture if picture.mode == "L" else _grey(picture)
    if grey is None:
        return picture
    shades = grey.histogram()
    return grey.convert("1", dither=Image.Dither.NONE) if sum(shades[1:255]) == 0 else grey


def _grey(picture: Image.Image) -> Image.Image | None:
    """None if there is colour: a shade of it that nobody sees is none."""
    luma, *chroma = picture.convert("YCbCr").split()
    for shades in (channel.histogram() for channel in chroma):
        if sum(shades[: 128 - UNSEEN_CHROMA]) + sum(shades[129 + UNSEEN_CHROMA :]):
            return None
    return luma
