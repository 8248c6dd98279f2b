"""Where the issued file asks for signatures, and where a tool's own picture of a signature is welcome.

The places are those of the **issued** file: what came back might say that its boxes are as large as a page.
"""

from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

OWN_FIELD, OTHER_SIDES_FIELD = "sig_commune", "sig_lpr"
ABOVE_THE_BOX = 20  # points; a stamp that is a little higher than our box
BESIDE_THE_BOX = 12  # points; a stamp that is a little wider
Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page, which counts from 0."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Places:
    """The two fields of an issued file, and its pages as they are seen."""

    own: Place
    other: Place
    pages: tuple[Box, ...]

    def welcome(self, place: Place) -> bool:
        """Whether a picture may be there: in the commune's column, at its box or below it, on its page.

        Across both columns it would read as a paragraph of the agreement.
        """
        if place.page != self.own.page or not _within(place.box, self.column):
            return False
        return place.page != self.other.page or not overlap(place.box, self.other.box)

    @property
    def column(self) -> Box:
        """The part of the commune's page where a tool's own picture is welcome, as far as it covers no letter."""
        left, _bottom, right, top = self.own.box
        page = self.pages[self.own.page]
        return left - BESIDE_THE_BOX, page[1], right + BESIDE_THE_BOX, top + ABOVE_THE_BOX


def places_in(issued: PdfFileReader) -> Places:
    """The places of an issued file. Raises LookupError for a file that has not both fields."""
    found: dict[str, Place] = {}
    pages = []
    for number, page in enumerate(pages_of(issued)):
        pages.append(box_of(inherited(page, "/CropBox") or inherited(page, "/MediaBox")))
        for annotation in annotations_of(page):
            found[str(annotation.get("/T", ""))] = Place(number, box_of(annotation["/Rect"]))
    return Places(found[OWN_FIELD], found[OTHER_SIDES_FIELD], tuple(pages))


def pages_of(reader: PdfFileReader) -> list[Any]:
    """The dictionaries of all pages, in order."""
    count = int(reader.root["/Pages"]["/Count"])
    return [reader.find_page_for_modification(number)[0].get_object() for number in range(count)]


def annotations_of(page: Any) -> list[Any]:
    """The dictionaries of a page's annotations."""
    annotations = page["/Annots"] if "/Annots" in page else []  # noqa: SIM401 - get() does not follow references
    return [annotations[index] for index in range(len(annotations))]


def inherited(page: Any, key: str, depth: int = 20) -> Any:
    """The page's attribute, or that of the nearest node above it (ISO 32000-2, 7.7.3.4); None if there is none."""
    if key in page:
        return page[key]
    return inherited(page["/Parent"], key, depth - 1) if depth and "/Parent" in page else None


def box_of(rectangle: Any) -> Box:
    """A rectangle of a PDF with its corners in order."""
    one, two, three, four = (float(rectangle[index]) for index in range(4))
    return min(one, three), min(two, four), max(one, three), max(two, four)


def area(box: Box) -> float:
    """In square points."""
    return (box[2] - box[0]) * (box[3] - box[1])


def overlap(one: Box, other: Box) -> bool:
    """Whether both have more than an edge in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _within(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
