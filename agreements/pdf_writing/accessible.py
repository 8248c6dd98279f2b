"""Writing a document as PDF/A-3a and PDF/UA-1: the one way for every PDF that the portal gives out."""

from collections.abc import Sequence

import pydyf
from weasyprint import Attachment
from weasyprint.document import Document

from agreements.pdf_writing.archive_metadata import claim_accessibility, name_attachments_once
from agreements.pdf_writing.joined_structure import join_structure
from agreements.pdf_writing.signature_fields import make_signature_fields
from agreements.pdf_writing.tagged_tables import scope_header_cells

VARIANT = "pdf/a-3a"


def write_accessible(
    document: Document, *, pdf_forms: bool = False, attachments: Sequence[Attachment] | None = None
) -> bytes:
    """The bytes of a document laid out for VARIANT: both claims, one structure over page breaks, headers with scope.

    ``pdf_forms``: whether its inputs become fields to sign, as it was laid out.
    """

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        if pdf_forms:
            make_signature_fields(document, pdf)
        join_structure(document, pdf)
        scope_header_cells(document, pdf)
        if attachments:
            name_attachments_once(pdf)

    claim_accessibility(document)
    data: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_forms=pdf_forms, finisher=finish, attachments=attachments)
    return data
