"""The print version: its code on every page, and lines to sign on instead of fields."""

from dataclasses import replace
from io import BytesIO

import pikepdf

from agreements.models.agreement_text import AgreementText
from agreements.text.documents import render_agreement
from tests.agreements.pdf_text import page_text
from tests.agreements.texts import ORDINARY

PRINTED = replace(ORDINARY, paper=True)


def test_every_page_carries_the_code_as_text_and_qr_and_nothing_to_click():
    with pikepdf.open(BytesIO(render_agreement(PRINTED).data)) as pdf:
        plain = pikepdf.open(BytesIO(render_agreement(ORDINARY).data))
        assert "/AcroForm" not in pdf.Root
        assert len(pdf.pages) >= 2
        for page, other in zip(pdf.pages, plain.pages, strict=False):
            assert f"Prüfcode {ORDINARY.check_code}" in page_text(page)
            # The QR code is one path of several hundred squares.
            assert _closed_paths(page) > _closed_paths(other) + 100
        assert "Ort, Datum" in page_text(pdf.pages[-1])


def _closed_paths(page: pikepdf.Page) -> int:
    return sum(str(operator) == "h" for _, operator in pikepdf.parse_content_stream(page))


def test_content_of_a_print_survives_the_way_through_json():
    assert AgreementText.from_dict(PRINTED.as_dict()) == PRINTED
    assert "paper" not in ORDINARY.as_dict()
