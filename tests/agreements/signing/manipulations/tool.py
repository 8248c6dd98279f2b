"""A signing tool that does what its maker wants: changes the file in the signature's own revision, then signs it.

Keys and certificate are a qualified person's, so nothing is wrong but what is seen.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, NumberObject, StreamObject
from pyhanko.pdf_utils.generic import TextStringObject as Text
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PdfSignedData
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import HTTPTimeStamper

from core.signing.demo_qualified import Person, tool_signer

Box = tuple[float, float, float, float]

RESERVED = 32_768  # bytes for the container
OWN_FIELD, OTHER_SIDES_FIELD = "sig_commune", "sig_lpr"
CLAUSE = b"1 1 1 rg 0 0 %d %d re f 0 0 0 rg BT /F1 12 Tf 8 %d Td (\xa7 1a Der LPR zahlt 500.000 EUR.) Tj ET"


@dataclass(frozen=True)
class Desk:
    """What a change works on: the writer, the field that will be signed, and the pages."""

    writer: IncrementalPdfFileWriter
    reference: Any
    field: DictionaryObject

    def form_field(self, wanted: str) -> DictionaryObject:
        fields = self.writer.root["/AcroForm"]["/Fields"]
        found: DictionaryObject = next(field for n in range(len(fields)) if (field := fields[n])["/T"] == wanted)
        return found

    def page_reference(self, number: int) -> Any:
        return self.writer.root["/Pages"]["/Kids"].raw_get(number)

    def page(self, number: int) -> DictionaryObject:
        found: DictionaryObject = self.page_reference(number).get_object()
        return found

    def put(self, dictionary: DictionaryObject, **values: Any) -> None:
        """Other values in something that is in the file already."""
        dictionary.update(named(values))
        self.writer.update_container(dictionary)

    def add(self, thing: DictionaryObject) -> Any:
        return self.writer.add_object(thing)

    def annotate(self, number: int, reference: Any) -> None:
        page = self.page(number)
        self.put(page, Annots=ArrayObject([*page.get("/Annots", ()), reference]))

    def clause(self, box: Box, **more: Any) -> Any:
        """An appearance that says what nobody agreed to, as large as the box."""
        width, height = int(box[2] - box[0]), int(box[3] - box[1])
        return self.add(appearance(CLAUSE % (width, height, height // 2), (0, 0, width, height), **more))

    def widget(self, box: Box, page: int, **more: Any) -> Any:
        """A widget with the clause that hangs nowhere yet, without a name."""
        return self.add(named({**self.looks(box, page), **more}))

    def looks(self, box: Box, page: int) -> dict[str, Any]:
        return {
            "Type": name("/Annot"),
            "Subtype": name("/Widget"),
            "Rect": rectangle(*box),
            "F": NumberObject(4),
            "P": self.page_reference(page),
            "AP": named({"N": self.clause(box)}),
        }


Change = Callable[[Desk], None]


def rectangle(*box: float) -> ArrayObject:
    return ArrayObject(FloatObject(side) for side in box)


def numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


def named(values: dict[str, Any]) -> DictionaryObject:
    return DictionaryObject({name(f"/{key}"): value for key, value in values.items()})


def appearance(content: bytes, box: Box, **more: Any) -> StreamObject:
    font = named({"Type": name("/Font"), "Subtype": name("/Type1"), "BaseFont": name("/Helvetica-Bold")})
    about = {
        "Type": name("/XObject"),
        "Subtype": name("/Form"),
        "BBox": rectangle(*box),
        "Resources": named({"Font": named({"F1": font})}),
    }
    return StreamObject(named({**about, **more}), stream_data=content)


def sign_with(
    pdf: bytes, person: Person, change: Change | None = None, *, field: str = OWN_FIELD, certify: bool = False
) -> bytes:
    """One signature, in ``field``; ``change`` happens in the signature's own revision."""
    desk = _desk(pdf, field)
    if change is not None:
        change(desk)
    signature = PdfSignedData(name("/Sig"), subfilter=SigSeedSubFilter.PADES, bytes_reserved=RESERVED)
    permissions = SigMDPSetup(md_algorithm="sha256", certify=True, docmdp_perms=MDPPerm.FILL_FORMS)

    def sign(digest: bytes) -> Any:
        attributes = PdfCMSSignedAttributes(signing_time=datetime.now(UTC))
        signer = tool_signer(person)
        return signer.async_sign(digest, "sha256", use_pades=True, signed_attr_settings=attributes)

    return _filled(desk, field, SigObjSetup(signature, mdp_setup=permissions if certify else None), sign)


def timestamp_with(pdf: bytes, url: str, change: Change) -> bytes:
    """A document timestamp in a field of its own, changed before it is stamped."""
    desk = _desk(pdf, "Zeitstempel")
    change(desk)
    stamp = PdfSignedData(name("/DocTimeStamp"), subfilter=SigSeedSubFilter.ETSI_RFC3161, bytes_reserved=RESERVED)
    return _filled(
        desk, "Zeitstempel", SigObjSetup(stamp), lambda digest: HTTPTimeStamper(url).async_timestamp(digest, "sha256")
    )


def _desk(pdf: bytes, field: str) -> Desk:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    fields = writer.root["/AcroForm"]["/Fields"]
    if field == OWN_FIELD:
        reference = next(fields.raw_get(n) for n in range(len(fields)) if fields[n]["/T"] == field)
    else:
        reference = writer.add_object(named({"FT": name("/Sig"), "T": Text(field)}))
        fields.append(reference)
        writer.update_container(fields)
    return Desk(writer, reference, reference.get_object())


def _filled(desk: Desk, field: str, setup: SigObjSetup, sign: Callable[[bytes], Any]) -> bytes:
    steps = PdfCMSEmbedder().write_cms(field, desk.writer, existing_fields_only=True)
    next(steps)
    steps.send(setup)
    digest, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    steps.send(asyncio.run(sign(digest.document_digest)))
    signed: bytes = output.getvalue()
    return signed
