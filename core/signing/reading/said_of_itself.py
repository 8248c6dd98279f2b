"""What a file says about itself as a whole: title, author, subject and keywords, in its catalogue and in its XMP.

Viewers show the title in the frame of the window and the rest in a dialogue; no page shows it (signing rule 19).
"""

from collections import defaultdict
from typing import Any

from defusedxml import ElementTree  # type: ignore[import-untyped]  # it comes without types
from pyhanko.pdf_utils.reader import PdfFileReader

from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused

_DC, _PDF = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/pdf/1.3/}"
# The same thing is said in two places, ISO 19005-3, 6.6.3.
_IN_INFO = {"/Title": "title", "/Author": "author", "/Subject": "subject", "/Keywords": "keywords"}
_IN_XMP = {
    f"{_DC}title": "title",
    f"{_DC}creator": "author",
    f"{_DC}description": "subject",
    f"{_PDF}Keywords": "keywords",
}


def refuse_other_titles(reader: PdfFileReader, before: PdfFileReader) -> None:
    """Raise OutsideRefused if the file says anything of itself that the issued one, ``before``, does not say.

    It may say less, and when and by which program it was written is its own. A parser may raise anything else.
    """
    issued = _said(before)
    if any(texts - issued[what] for what, texts in _said(reader).items()):
        raise OutsideRefused(OutsideRefusal.TITLE_CHANGED)


def _said(reader: PdfFileReader) -> defaultdict[str, set[str]]:
    """What is said under each name, in any language."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    info: Any = reader.trailer["/Info"] if "/Info" in reader.trailer else {}  # noqa: SIM401 - get() does not follow references
    for key, what in _IN_INFO.items():
        if key in info:
            found[what].add(_plain(str(info[key])))
    if "/Metadata" in reader.root:
        for name, text in _in_xmp(reader.root["/Metadata"].data):
            found[_IN_XMP[name]].add(_plain(text))
    for texts in found.values():
        texts.discard("")
    return found


def _in_xmp(packet: bytes) -> list[tuple[str, str]]:
    """Each value of the names that count, as an element, an item of a list in it, or an attribute."""
    found = []
    for element in ElementTree.fromstring(packet).iter():
        found += [(name, value) for name, value in element.attrib.items() if name in _IN_XMP]
        if element.tag in _IN_XMP:
            found += [(element.tag, part.text or "") for part in element.iter()]
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())
