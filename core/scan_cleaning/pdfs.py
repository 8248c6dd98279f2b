"""A PDF with its pages and nothing else: no scripts, actions, attachments, forms, links, metadata."""

from io import BytesIO

import pikepdf

from core.scan_cleaning.refusals import Refusal, Refused
from core.scan_cleaning.unpacking import refuse_bombs

MOST_PAGES = 200
OF_CATALOGUE = {"/Type", "/Pages", "/Lang"}
OF_PAGE = {
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Resources",
    "/Contents",
    "/Group",
}
# In streams only, where the names are the format's own: files outside, files inside, private data.
NOT_OF_STREAM = ("/F", "/FFilter", "/FDecodeParms", "/AF", "/Metadata", "/PieceInfo", "/OPI", "/Ref")


def clean_pdf(data: bytes) -> bytes:
    """The same pages as they look. Raises Refused for an encrypted, too long or damaged file and for a bomb.

    Fields and annotations are drawn into their pages before they go, so nothing visible is lost. A damaged file is
    not repaired: it could come back with fewer pages and nobody would notice.
    """
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Refused(Refusal.ENCRYPTED)
            return _cleaned(pdf)
    except pikepdf.PasswordError as error:
        raise Refused(Refusal.ENCRYPTED) from error


def _cleaned(pdf: pikepdf.Pdf) -> bytes:
    count = len(pdf.pages)
    if count == 0:
        raise Refused(Refusal.UNREADABLE)
    if count > MOST_PAGES:
        raise Refused(Refusal.TOO_MANY_PAGES)
    pdf.flatten_annotations("all")
    _keep(pdf.Root, OF_CATALOGUE)
    for page in pdf.pages:
        _keep(page.obj, OF_PAGE)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            _drop(thing, NOT_OF_STREAM)
    _keep(pdf.trailer, {"/Root", "/Size", "/ID"})
    out = BytesIO()
    # Only what the pages reach is written, packed as it came.
    pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False, linearize=False)
    if pdf.get_warnings():
        raise Refused(Refusal.UNREADABLE)  # an object that cannot be read became nothing: a page may be empty now
    refuse_bombs(out.getvalue())
    return out.getvalue()


def _keep(dictionary: pikepdf.Object, names: set[str]) -> None:
    for name in [name for name in dictionary.keys() if name not in names]:  # noqa: SIM118 - no mapping
        del dictionary[name]


def _drop(stream: pikepdf.Object, names: tuple[str, ...]) -> None:
    for name in names:
        if name in stream:
            del stream[name]
