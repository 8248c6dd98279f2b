"""A photographed or scanned page: decoded, turned upright, on white, in sRGB, without what the camera noted."""

from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from core.page_pictures import POINTS_PER_INCH
from core.scan_cleaning.pages import PagePicture, plainest
from core.scan_cleaning.refusals import Refusal, Refused

MOST_PIXELS = 50_000_000  # A4 at 600 dpi has 35 million
LONGEST_SIDE = 3508  # pixels that are kept: A4 at 300 dpi
A4 = (8.27, 11.69)  # inches
SIXTEEN_BITS = {"I", "I;16", "I;16B", "I;16L", "I;16N"}
KNOWN = {"1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "CMYK", "YCbCr"}
USUAL_GAMMA = 1 / 2.2
UNSEEN_GAMMA = 0.03  # difference to the usual one


def page_of_image(data: bytes) -> PagePicture:
    """The picture on a page of A4 width or height. Raises Refused for a bomb, OSError for damage."""
    # The size is read from the header; nothing is unpacked before it was judged.
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Refused(Refusal.TOO_MANY_PIXELS)
        image.load()
        upright = ImageOps.exif_transpose(image)
    seen = _in_srgb(_in_eight_bits(upright), upright.info)
    if max(seen.size) > LONGEST_SIDE:
        seen = seen.convert("L") if seen.mode == "1" else seen
        seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    inch = _resolution(seen) / POINTS_PER_INCH
    return PagePicture(plainest(seen), seen.width / inch, seen.height / inch)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Greys of 16 bits brought to 8 as a viewer shows them. A mode that nobody thought of is refused, not guessed."""
    if image.mode in SIXTEEN_BITS:
        whole = image.convert("I")
        transparent = image.info.get("transparency")
        grey = whole.point(lambda value: value * (1 / 257) + 0.5).convert("L")
        if isinstance(transparent, int):
            seen = whole.point(lambda value: value * 1 - transparent).convert("L")  # only the very shade is zero
            above = whole.point(lambda value: value * -1 + transparent).convert("L")
            shown = Image.composite(seen, above, seen).point([0] + [255] * 255)
            grey = Image.composite(grey, Image.new("L", grey.size, "white"), shown)
        grey.info.pop("transparency", None)
        return grey
    if image.mode not in KNOWN:
        raise Refused(Refusal.UNREADABLE)
    return image


def _in_srgb(image: Image.Image, info: dict[str | tuple[int, int], object]) -> Image.Image:
    """Mode 1, L or RGB on white, in the colours that the profile or the gamma of the picture means."""
    alpha = None
    if image.mode in {"LA", "La", "PA", "RGBA", "RGBa"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        alpha, image = layer.getchannel("A"), layer.convert("RGB")
    if image.mode in {"P", "YCbCr"}:
        image = image.convert("RGB")
    profile, gamma = info.get("icc_profile"), info.get("gamma")
    if isinstance(profile, bytes) and profile:
        image = _from_profile(image, profile)
    elif isinstance(gamma, float) and gamma > 0 and "srgb" not in info:
        image = _from_gamma(image, gamma)
    if image.mode not in {"1", "L", "RGB"}:
        image = image.convert("RGB")
    if alpha is None:
        return image
    return Image.composite(image.convert("RGB"), Image.new("RGB", image.size, "white"), alpha)


def _from_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """As the profile says; a profile that is broken or for other colours says nothing."""
    if image.mode == "1":
        return image
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        colours = given.profile.xcolor_space.strip()
        if colours == "GRAY" and image.mode == "RGB":
            image = image.convert("L")
        if colours == "RGB" and image.mode == "L":
            image = image.convert("RGB")
        found = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return found or image


def _from_gamma(image: Image.Image, gamma: float) -> Image.Image:
    if abs(gamma - USUAL_GAMMA) < UNSEEN_GAMMA or image.mode not in {"L", "RGB"}:
        return image
    curve = [round(255 * (value / 255) ** (USUAL_GAMMA / gamma)) for value in range(256)]
    return image.point(curve * len(image.getbands()))


def _resolution(image: Image.Image) -> float:
    """Pixels per inch that make the picture fit on A4, upright or across."""
    short, long = sorted(image.size)
    return max(short / A4[0], long / A4[1])
