"""Pages as poppler draws them: an engine that neither makes what the portal stores nor judges it."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops, ImageFilter

DPI = 50
COARSE = (42, 59)
BLUR = 2  # pixels by which two engines put an edge elsewhere


def pages(pdf: bytes) -> list[Image.Image]:
    """Every page in colour, 50 pixels per inch."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "given.pdf"
        path.write_bytes(pdf)
        subprocess.run(
            ["pdftoppm", "-cropbox", "-r", str(DPI), "-png", path, Path(folder) / "page"],
            check=True,
            capture_output=True,
        )
        return [Image.open(each).convert("RGB") for each in sorted(Path(folder).glob("page*.png"))]


def difference(one: Image.Image, two: Image.Image) -> int:
    """Of the point that differs most, from 0 to 255; as large as can be if the pages are not of the same size."""
    if max(abs(a - b) for a, b in zip(one.size, two.size, strict=True)) > 1:
        return 255
    pictures = (each.resize(one.size).filter(ImageFilter.BoxBlur(BLUR)) for each in (one, two))
    return max(highest for _lowest, highest in ImageChops.difference(*pictures).getextrema())


def difference_of_tones(one: Image.Image, two: Image.Image) -> int:
    """As `difference`, of pages with plain areas that are not of the same size in pixels."""
    coarse = (each.convert("RGB").resize(COARSE, Image.Resampling.BOX) for each in (one, two))
    return max(highest for _lowest, highest in ImageChops.difference(*coarse).getextrema())


def ink(page: Image.Image) -> int:
    """How many points are not white."""
    return sum(page.convert("L").histogram()[:240])
