"""What a file says beyond the issued one: one judgement for upload, countersigning and public check.

Signing rules 8, 10 and 19. First by structure, which is cheap: widgets and annotations, then every object, revision by
revision. What passes is drawn.
"""

import re
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from core.signing.reading.claims import LONGEST_STRING
from core.signing.reading.looks import refuse_other_looks
from core.signing.reading.loose_objects import refuse_loose_objects
from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused
from core.signing.reading.permitted_modifications import changed_fields
from core.signing.reading.placement import OTHER_SIDES_FIELD, places_in
from core.signing.reading.quick_reader import QuickReader
from core.signing.reading.said_of_itself import refuse_other_titles
from core.signing.reading.signatures import field_names
from core.signing.reading.widgets import refuse_widgets

# A file ends here; what stands behind it belongs to no revision and to no signature.
END = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")


def only_signature(reader: PdfFileReader) -> EmbeddedPdfSignature:
    """The commune's signature, in whatever field. Raises OutsideRefused unless there is exactly one."""
    found = reader.embedded_regular_signatures
    if not found:
        raise OutsideRefused(OutsideRefusal.NO_SIGNATURE)
    if len(found) > 1:
        raise OutsideRefused(OutsideRefusal.TWO_SIGNATURES)
    if len(found[0].field_name) > LONGEST_STRING:
        raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
    if found[0].field_name == OTHER_SIDES_FIELD:
        raise OutsideRefused(OutsideRefusal.WRONG_FIELD)
    return found[0]


def refuse_changes(reader: PdfFileReader, upload: bytes, issued: bytes) -> None:
    """Raise OutsideRefused if ``upload`` says or shows more than ``issued``, with which it begins, and one signature.

    ``reader``: of the upload. A parser may raise anything else.
    """
    before = QuickReader(BytesIO(issued), strict=True)
    places = places_in(before)
    timestamps = {stamp.field_name for stamp in reader.embedded_timestamp_signatures}
    pictures = refuse_widgets(reader, before, places, timestamps)
    signature = only_signature(reader)
    new = {signature.field_name} | timestamps
    changed = changed_fields(reader, before.xrefs.total_revisions - 1, signature)
    if (
        changed is None
        or not changed <= new
        or not set(field_names(reader)) <= set(field_names(before)) | new
        or not END.search(upload)
    ):
        raise OutsideRefused(OutsideRefusal.CONTENT_CHANGED)
    refuse_other_titles(reader, before)
    refuse_loose_objects(reader, upload, len(issued))
    refuse_other_looks(upload, issued, places, pictures)
