"""Every Latin letter of DIN 91379 can be set: in the agreement, in the visible signature, in the certificate."""

import io
import re
import unicodedata
from dataclasses import replace

import pikepdf
import pytest

from agreements.models.agreement_text import Section
from agreements.text.documents import render_agreement
from core.typesetting.glyphs import shown_in_documents
from core.typesetting.typesetter import foreign_fonts, typesetter
from tests.agreements.pdf_text import page_text
from tests.agreements.texts import ORDINARY
from tests.din_91379 import LETTERS, NON_LETTERS_IN_NAMES, SEQUENCES

ALL = [*LETTERS, *SEQUENCES, *(f"a{sign}b" for sign in NON_LETTERS_IN_NAMES)]
FACES = {"normal": "", "bold": "font-weight: 600", "typed": "font-style: italic"}


def test_the_list_is_the_standards():
    assert len(set(LETTERS)) == 500
    assert len(set(SEQUENCES)) == 149
    assert all(unicodedata.normalize("NFC", letter) == letter for letter in ALL)


@pytest.mark.parametrize("face", FACES)
def test_every_letter_is_drawn_and_can_be_read_out_again(face):
    words = "".join(f"<p>{letter.replace('<', '&lt;')}</p>" for letter in ALL)
    with typesetter() as setter:
        document = setter.lay_out(f'<html lang="de"><body style="{FACES[face]}">{words}', pdf_variant="pdf/a-3a")
        pdf = pikepdf.open(io.BytesIO(document.write_pdf(pdf_variant="pdf/a-3a")))
    assert foreign_fonts(document) == []
    lines = [line for page in pdf.pages for line in page_text(page).split("\n")]
    shown = [line for line in lines if line and not line.startswith("Seite ")]
    assert [unicodedata.normalize("NFC", line) for line in shown] == ALL
    assert not [page for page in pdf.pages if _draws_no_glyph(page)]
    assert _fonts_not_embedded(pdf) == []


def test_every_letter_may_be_typed_as_a_name():
    for letter in ALL:
        shown_in_documents(f"Erika {letter}")


def test_an_agreement_with_all_of_them_is_rendered_twice_to_the_same_bytes():
    sections = (*ORDINARY.sections, Section("Namen", (" ".join(ALL),)))
    text = replace(ORDINARY, commune_signatory="Thị Nguyễn", lpr_signatory="Ǩiurru M̂ Ḳḳ", sections=sections)
    one = render_agreement(text)
    assert one == render_agreement(text)
    pages = "".join(page_text(page) for page in pikepdf.open(io.BytesIO(one.data)).pages)
    read = re.sub(r"\s", "", unicodedata.normalize("NFC", pages))
    assert "ThịNguyễn" in read
    assert "ǨiurruM̂Ḳḳ" in read


def _draws_no_glyph(page: pikepdf.Page) -> bool:
    """Whether the page asks a font for glyph 0, the box that stands for a missing letter."""
    for operands, operator in pikepdf.parse_content_stream(page):
        texts = {"Tj": [operands[0]] if operands else [], "TJ": operands[0] if operands else []}.get(str(operator), [])
        for text in texts:
            if isinstance(text, pikepdf.String):
                codes = bytes(text)
                if any(codes[index : index + 2] == b"\0\0" for index in range(0, len(codes), 2)):
                    return True
    return False


def _fonts_not_embedded(pdf: pikepdf.Pdf) -> list[str]:
    descriptors = [entry for entry in pdf.objects if isinstance(entry, pikepdf.Dictionary) and "/FontName" in entry]
    return [str(entry.FontName) for entry in descriptors if not {"/FontFile2", "/FontFile3"} & set(entry.keys())]
