"""Pictures of pages as PDF/A-3b (ISO 19005-3) with tags: each page one figure that says what it is."""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import ImageCms

from core.scan_cleaning.packing import Packed

LANGUAGE = "de-DE"
KIND = "Scan, Bild ohne Text"
PRODUCER = "ASSKomm-Portal"
SRGB = "sRGB IEC61966-2.1"
DATE_OF_PROFILE = slice(24, 36)
PART, CONFORMANCE = "3", "B"


class ArchivedScan:
    """A PDF that grows page by page. The same pages make the same bytes."""

    def __init__(self, title: str, pages: int) -> None:
        self._pdf = pikepdf.new()
        self._title, self._count = title, pages
        self._figures: list[pikepdf.Object] = []
        self._document = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))

    def add(self, picture: Packed, pixels: tuple[int, int], width: float, height: float) -> None:
        """A page of ``width`` times ``height`` points that the picture covers."""
        number = len(self._figures)
        content = b"/Figure << /MCID 0 >> BDC q %.4f 0 0 %.4f 0 0 cm /Im0 Do Q EMC" % (width, height)
        page = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, _number(width), _number(height)]),
                Resources=Dictionary(XObject=Dictionary(Im0=picture.stream(self._pdf, pixels))),
                Contents=self._pdf.make_stream(content),
                StructParents=number,
                Tabs=Name.S,
            )
        )
        self._pdf.pages.append(pikepdf.Page(page))
        self._figures.append(self._figure(self._pdf.pages[-1].obj, width, height))

    def bytes(self) -> bytes:
        """The whole file."""
        self._tag()
        self._describe()
        self._pdf.Root.OutputIntents = Array([self._output_intent()])
        out = BytesIO()
        self._pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()

    def _figure(self, page: pikepdf.Object, width: float, height: float) -> pikepdf.Object:
        said = f"Seite {len(self._figures) + 1} von {self._count} des Scans, Bild ohne Text"
        box = Array([0, 0, _number(width), _number(height)])
        return self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Figure,
                P=self._document,
                Pg=page,
                K=0,
                Alt=said,
                A=Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block),
            )
        )

    def _tag(self) -> None:
        root = self._pdf.Root
        rows: list[pikepdf.Object | int] = []
        for number, figure in enumerate(self._figures):
            rows += [number, Array([figure])]
        self._document.K = Array(self._figures)
        root.StructTreeRoot = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=self._document,
                ParentTree=Dictionary(Nums=Array(rows)),
                ParentTreeNextKey=len(self._figures),
            )
        )
        self._document.P = root.StructTreeRoot
        root.MarkInfo = Dictionary(Marked=True)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.Lang = LANGUAGE

    def _describe(self) -> None:
        with self._pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
            about["dc:title"] = self._title
            about["dc:description"] = KIND
            about["dc:language"] = {LANGUAGE}
            about["pdf:Producer"] = PRODUCER
            about["pdfaid:part"] = PART
            about["pdfaid:conformance"] = CONFORMANCE
        self._pdf.docinfo.Title = self._title
        self._pdf.docinfo.Subject = KIND
        self._pdf.docinfo.Producer = PRODUCER

    def _output_intent(self) -> pikepdf.Object:
        profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
        profile[DATE_OF_PROFILE] = bytes.fromhex("07ea00010001000000000000")  # 2026-01-01, not the day it was made
        return Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=SRGB,
            Info=SRGB,
            DestOutputProfile=self._pdf.make_stream(bytes(profile), N=3, Alternate=Name.DeviceRGB),
        )


def _number(side: float) -> float:
    return round(side, 4)
