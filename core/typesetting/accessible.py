"""Writing a document as PDF/A-3a and PDF/UA-1: the one way for every PDF that the portal gives out."""

from collections.abc import Sequence

import pydyf
from weasyprint import Attachment
from weasyprint.document import Document

from core.typesetting.archive_metadata import claim_accessibility, name_attachments_once
from core.typesetting.joined_structure import join_structure
from core.typesetting.signature_fields import Locks, make_signature_fields
from core.typesetting.tagged_tables import scope_header_cells

VARIANT = "pdf/a-3a"


def write_accessible(
    document: Document, *, fields: Locks | None = None, attachments: Sequence[Attachment] | None = None
) -> bytes:
    """The bytes of a document laid out for VARIANT: both claims, one structure over page breaks, headers with scope.

    ``fields``: of a document laid out with ``pdf_forms``, the fields to sign that its inputs become.
    """

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        if fields:
            make_signature_fields(pdf, fields)
        join_structure(document, pdf)
        scope_header_cells(document, pdf)
        if attachments:
            name_attachments_once(pdf)

    claim_accessibility(document)
    data: bytes = document.write_pdf(
        pdf_variant=VARIANT, pdf_forms=bool(fields), finisher=finish, attachments=attachments
    )
    return data
