"""Writing a document as PDF/A-3a and PDF/UA-1: the one way for every PDF that the portal gives out."""

from collections.abc import Sequence

import pydyf
from weasyprint import Attachment
from weasyprint.document import Document

from core.typesetting.archive_metadata import claim_accessibility, name_attachments_once
from core.typesetting.data_files import DataFile
from core.typesetting.joined_structure import join_structure
from core.typesetting.signature_fields import Locks, make_signature_fields
from core.typesetting.tagged_tables import scope_header_cells

VARIANT = "pdf/a-3a"


def write_accessible(document: Document, *, fields: Locks | None = None, attached: Sequence[DataFile] = ()) -> bytes:
    """The bytes of a document laid out for VARIANT: both claims, one structure over page breaks, headers with scope.

    ``fields``: of a document laid out with ``pdf_forms``, the fields to sign that its inputs become.
    """

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        if fields:
            make_signature_fields(pdf, fields)
        join_structure(document, pdf)
        scope_header_cells(document, pdf)
        if attached:
            name_attachments_once(pdf)

    claim_accessibility(document)
    data: bytes = document.write_pdf(
        pdf_variant=VARIANT,
        pdf_forms=bool(fields),
        finisher=finish,
        attachments=[as_attachment(each) for each in attached] or None,
    )
    return data


def as_attachment(file: DataFile) -> Attachment:
    """The file as WeasyPrint attaches it: data of the document (ISO 32000-2, 7.11.3)."""
    return Attachment(
        string=file.text,
        name=file.name,
        description=file.description,
        created=file.dated,
        modified=file.dated,
        relationship="Data",
    )
