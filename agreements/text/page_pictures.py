"""The pages of an issued file as pictures: what is signed, to be seen on a phone without a viewer of PDFs.

Drawn by pdfium in a limited process when somebody first looks at the page, then kept in the store. Two who look at once
draw the same bytes, so no lock is needed.
"""

from django.db import transaction

from agreements.models import DocumentVersion, PagePicture
from core import files
from core.signing.page_pictures import page_picture

DPI = 141.5
WIDTH, HEIGHT = 1170, 1655  # of A4 at these dpi: three times the width of a phone
COLOURS = 16  # text on white: half the bytes of all colours
MEDIA_TYPE = "image/webp"


def picture_of(version: DocumentVersion, number: int) -> bytes:
    """Page ``number`` (from 1) of the issued file as WebP. Raises PageNotDrawnError, FileDamagedError or OSError."""
    kept = PagePicture.objects.select_related("file").filter(version=version, number=number).first()
    if kept is not None:
        return files.read(kept.file)
    drawn = page_picture(files.read(version.issued_file), number, dpi=DPI, colours=COLOURS)
    blob = files.put(drawn, MEDIA_TYPE)
    with transaction.atomic():
        PagePicture.objects.get_or_create(version=version, number=number, defaults={"file": files.register(blob)})
    return drawn
