"""A photographed or scanned page as a PDF of one page: decoded, drawn anew, without what the camera noted."""

from io import BytesIO

from PIL import Image, ImageOps

from core.scan_cleaning.refusals import Refusal, Refused

MOST_PIXELS = 50_000_000  # A4 at 600 dpi has 35 million
LONGEST_SIDE = 4000  # pixels that are kept: A4 at about 340 dpi
A4 = (8.27, 11.69)  # inches


def clean_image(data: bytes) -> bytes:
    """A PDF with the picture on a page of A4 width or height. Raises Refused for a bomb, OSError for damage."""
    # The size is read from the header; nothing is unpacked before it was judged.
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Refused(Refusal.TOO_MANY_PIXELS)
        image.load()
        page = ImageOps.exif_transpose(image)
    page.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = BytesIO()
    _on_white(page).save(out, "PDF", resolution=_resolution(page), quality=85)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _resolution(image: Image.Image) -> float:
    """Pixels per inch that make the picture fit on A4, upright or across."""
    short, long = sorted(image.size)
    return max(short / A4[0], long / A4[1])
