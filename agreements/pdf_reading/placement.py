"""Where a visible signature stands: beside the text it is welcome, over the text it could change what people read."""

from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

OWN_FIELD, OTHER_SIDES_FIELD = "sig_commune", "sig_lpr"
ABOVE_THE_BOX = 20  # points; a stamp that is a little higher than our box
Box = tuple[float, float, float, float]


def covers_text(reader: PdfFileReader, field: str) -> bool:
    """Whether the widget of ``field`` is visible anywhere but beside the commune's box, on its page and below it."""
    widgets = {name: _widget(reader, name) for name in (field, OWN_FIELD, OTHER_SIDES_FIELD)}
    placed = widgets[field]
    if field == OWN_FIELD or placed is None or _area(placed[1]) == 0:
        return False
    own, other = widgets[OWN_FIELD], widgets[OTHER_SIDES_FIELD]
    if own is None or other is None or placed[0] != own[0]:
        return True
    return placed[1][3] > own[1][3] + ABOVE_THE_BOX or (placed[0] == other[0] and _overlap(placed[1], other[1]))


def _widget(reader: PdfFileReader, name: str) -> tuple[int, Box] | None:
    """Page and box of the field's widget."""
    for number in range(int(reader.root["/Pages"]["/Count"])):
        annotations = reader.find_page_for_modification(number)[0].get_object().get("/Annots", [])
        for index in range(len(annotations)):
            annotation = annotations[index]
            if str(annotation.get("/T", "")) == name:
                return number, _box(annotation)
    return None


def _box(widget: Any) -> Box:
    left, bottom, right, top = (float(value) for value in widget["/Rect"])
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
