"""What holds for every text, however long it is: nothing is hyphenated that is no word, no signature stands alone."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from agreements.drafting import issuing
from agreements.evidence.sheet import render_sheet
from agreements.models.agreement_text import AgreementText, Section
from agreements.text.documents import render_agreement
from agreements.text.stamps import draw_stamp
from agreements.text.unbroken import unbroken
from core.page_pictures import opened
from core.signing.errors import SigningError
from core.signing.ink import Ink
from core.signing.people import Signatory
from core.signing.stamp import Stamp
from tests.accessible_pdf import findings
from tests.agreements.shown_documents import (
    CODE,
    DEPUTY,
    DOCUMENTS,
    ENDED,
    LONG_HOST,
    LONGEST_NAME,
    MAYOR,
    NOW,
    STROKES,
    sheet_contents,
)
from tests.agreements.texts import LONG_NAMES, ORDINARY
from tests.factories.ready_agreements import ready_draft
from tests.layouts import lines_of

SMALLEST = 8.0  # points
NAMES = (
    "Ingolf Müßiggang",
    "praevention.und.sicherheit@musterstadt-am-vorlagenbach.example",
    "Zusammenarbeitsverwaltungsverband",
)


def with_names_at_every_place_of_a_line() -> AgreementText:
    """Names and addresses behind more and more short words, so that line ends fall everywhere in them."""
    person, address, office = NAMES
    names = f"{person}, {address}, {office}, LPR-2026-0042, Telefon 0351 564 0000, § 12."
    section = Section("Geändert", tuple(f"{'wie ' * count}{names}" for count in range(40)))
    return replace(ORDINARY, contact_name=person, contact_email=address, commune_office=office, sections=(section,))


def test_names_addresses_and_references_are_never_hyphenated():
    pages = lines_of(render_agreement(with_names_at_every_place_of_a_line()).data)
    hyphenated = [line for page in pages for line in page if line.endswith("-")]
    assert [line for line in hyphenated if not line.endswith(("musterstadt-", "am-"))] == []


def test_long_words_are_still_hyphenated_where_a_line_would_stay_short():
    word = "Sicherheitspartnerschaftsvereinbarungsverhandlungen"
    text = replace(ORDINARY, sections=(Section("Wörter", (f"{word} " * 12,)),))
    assert any(line.endswith("-") for page in lines_of(render_agreement(text).data) for line in page)


@pytest.mark.parametrize("paper", [True, False])
def test_a_name_without_a_blank_is_broken_rather_than_set_over_the_other_side(paper):
    one, other = "M" * 90, "W" * 90
    text = replace(ORDINARY, commune_name=one, commune_signatory=one, commune_office=one, lpr_signatory=other)
    with opened(render_agreement(replace(text, paper=paper)).data) as document:
        for page in document:
            reader, edge = page.get_textpage(), page.get_size()[0] - 20 / 25.4 * 72
            boxes = [reader.get_rect(index) for index in range(reader.count_rects())]
            assert max(right for _left, _bottom, right, _top in boxes) < edge + 1
            assert not {"MW", "WM"} & set(re.findall("MW|WM", reader.get_text_range()))


def test_what_is_kept_together_is_escaped_and_complete():
    text = replace(ORDINARY, commune_name="Stadt <Musterstadt>")
    paragraph = "Die Stadt <Musterstadt> & b@x.example, Abs. 2 und § 3 von LPR-2026-0042. Oder (c@x.example)."
    html = unbroken(paragraph, text)
    assert (
        '<span class="whole">Stadt &lt;Musterstadt&gt;</span> &amp; <span class="nowrap">b@x.example</span>, ' in html
    )
    assert '<span class="nowrap">LPR-2026-0042</span>.' in html
    assert '<span class="nowrap">(c@x.example</span>).' in html
    assert re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == paragraph


@pytest.mark.parametrize(("lines", "paper"), [*((lines, False) for lines in range(6, 21, 3)), (9, True), (12, True)])
def test_signatures_never_stand_alone_on_a_page(lines, paper):
    ending = Section("Ende", ("Der letzte Absatz beginnt hier. " + "Er geht noch eine Weile weiter. " * 9,))
    sections = (Section("Länge", ("Eine Zeile.",) * lines), ending)
    pages = lines_of(render_agreement(replace(ORDINARY, paper=paper, sections=sections)).data)
    heading = pages[-1].index("Unterschriften")
    assert len([line for line in pages[-1][:heading] if "weiter" in line or "Absatz" in line]) >= 2


@pytest.mark.parametrize("entries", [12, 14, 16])
def test_neither_does_the_seal(entries):
    page = lines_of(render_sheet(sheet_contents(entries)))[-1]
    assert page.index("Prüfen und Siegel") > 1


@pytest.mark.parametrize("lines", [17, 19, 21])
def test_a_heading_never_ends_a_page(lines):
    sections = (Section("Länge", ("Eine Zeile.",) * lines), *ORDINARY.sections)
    for page in lines_of(render_agreement(replace(ORDINARY, sections=sections)).data)[:-1]:
        body = [line for line in page if not re.search(r"^(Seite \d|Aktenzeichen|Demonstration – )|^Landesprä", line)]
        assert not body[-1].startswith("§")


def test_the_second_page_begins_at_the_same_height_on_all_routes():
    texts = (ORDINARY, replace(ORDINARY, paper=True), replace(ORDINARY, draft=True))
    long = tuple(replace(text, sections=(*ORDINARY.sections, *ORDINARY.sections)) for text in texts)
    assert len({_top_of_text(render_agreement(text).data, page=1) for text in long}) == 1


def test_a_draft_has_no_code_and_no_address_to_check_it():
    pdf = render_agreement(replace(ORDINARY, draft=True)).data
    words = " ".join(line for page in lines_of(pdf) for line in page)
    assert "Prüfcode" not in words.replace("mit dem Prüfcode", "")
    assert CODE not in words
    assert ORDINARY.check_url not in words
    assert CODE.encode() not in pdf


@pytest.mark.django_db
def test_a_preview_was_never_given_a_code():
    draft = ready_draft()
    preview = issuing.preview(draft).data
    with pikepdf.open(io.BytesIO(preview)) as pdf:
        data = pdf.attachments["vorvereinbarung.json"].get_file().read_bytes()
    assert b'"check_code": ""' in data
    assert b'"check_url": ""' in data


def test_the_address_to_check_is_a_link_that_says_where_it_leads():
    with pikepdf.open(io.BytesIO(render_agreement(ORDINARY).data)) as pdf:
        (link,) = [each for page in pdf.pages for each in page.get("/Annots", []) if each.Subtype == "/Link"]
        assert str(link.A.URI) == ORDINARY.check_url
        assert str(link.Contents) == ORDINARY.check_url


SIGNED_BY = [
    pytest.param(MAYOR, Ink(typed_name="Erika Musterfrau"), id="typed"),
    pytest.param(MAYOR, Ink(typed_name="E. Musterfrau"), id="another name typed"),
    pytest.param(MAYOR, STROKES, id="drawn"),
    pytest.param(DEPUTY, Ink(typed_name=LONGEST_NAME), id="long"),
    pytest.param(DEPUTY, Ink(typed_name=LONGEST_NAME.replace("Prof.", "Frau")), id="long, another name typed"),
    pytest.param(DEPUTY, STROKES, id="long, drawn"),
]


@pytest.mark.parametrize(("signatory", "ink"), SIGNED_BY)
def test_a_stamp_is_legible_and_complete(signatory, ink):
    assert len(LONGEST_NAME) == 87
    pdf = draw_stamp(Stamp(signatory, ink, CODE, LONG_HOST, NOW))
    assert min(_sizes(pdf)) >= SMALLEST
    (lines,) = lines_of(pdf)
    words = " ".join(lines)
    for part in (signatory.name, signatory.office_as_signed, "30.11.2026, 09:34 Uhr", f"Prüfcode {CODE}"):
        assert part in words
    assert words.count(signatory.name) == 1
    host = LONG_HOST.partition("?")[0].removeprefix("https://")
    assert host in "".join(lines), "without a blank where the line ends"


def test_a_name_without_end_is_refused_and_not_cut():
    endless = Signatory("Erika " * 200, "Bürgermeisterin", "Stadt Musterstadt", "LPR-2026-0042/1")
    with pytest.raises(SigningError, match="zu lang"):
        draw_stamp(Stamp(endless, STROKES, CODE, LONG_HOST, NOW))


def test_two_very_long_names_are_set_smaller_rather_than_cut():
    crowded = Signatory(
        f"{LONGEST_NAME} und Sabine Muster", f"{DEPUTY.office} in Vertretung", "Stadt Musterstadt", "LPR-2026-0042/1"
    )
    (lines,) = lines_of(draw_stamp(Stamp(crowded, STROKES, CODE, LONG_HOST, NOW)))
    assert crowded.name in " ".join(lines)


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if not name.startswith(("stempel", "siegel"))])
def test_one_section_over_page_breaks_and_one_item_for_term_and_value(name):
    pdf = DOCUMENTS[name]()
    assert findings(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened_pdf:
        root = opened_pdf.Root.StructTreeRoot.K[0]
        assert [str(each.S) for each in _below(root)] == ["/Part"]
        for listed in _all(root, "/L"):
            shapes = {tuple(str(part.S) for part in _below(item)) for item in _below(listed)}
            assert shapes == {("/Lbl", "/LBody")}
        sections = [_below(section)[0] for section in _all(root, "/Sect")]
        assert all(str(first.S) == "/H2" for first in sections), "each section begins once, with its heading"
        assert _marks_of(opened_pdf) == _marks_in_tree(root)


def test_a_table_over_pages_is_one_with_one_header():
    with pikepdf.open(io.BytesIO(render_sheet(sheet_contents(80)))) as pdf:
        assert len(pdf.pages) > 4
        root = pdf.Root.StructTreeRoot.K[0]
        assert len(_all(root, "/Table")) == 1
        assert len(_all(root, "/THead")) == len(_all(root, "/TBody")) == 1
        assert len(_all(root, "/TR")) == 81
        assert _marks_of(pdf) == _marks_in_tree(root)


def test_a_paragraph_over_pages_is_one():
    paragraph = "Sie arbeiten zusammen. " * 400
    text = replace(ORDINARY, sections=(Section("Länge", (paragraph, "Ende.")),))
    with pikepdf.open(io.BytesIO(render_agreement(text).data)) as pdf:
        first = _all(pdf.Root.StructTreeRoot.K[0], "/Sect")[0]
        assert [str(each.S) for each in _below(first)] == ["/H2", "/P", "/P"]


@pytest.mark.parametrize("text", [ORDINARY, LONG_NAMES, ENDED, replace(ORDINARY, paper=True)])
def test_who_copies_the_facts_gets_each_label_before_its_value(text):
    words = " ".join(line for page in lines_of(render_agreement(text).data) for line in page)
    assert re.search(r"Landkreis (Musterkreis|Sächsische Schweiz-Osterzgebirge) ", words)


def test_terms_and_values_stand_in_groups():
    """A list without groups would have each label and each value as an item of its own."""
    templates = Path(settings.BASE_DIR) / "templates"
    for path in [*(templates / "pdf").glob("*.html"), templates / "agreements" / "_parties.html"]:
        for term in re.finditer(r"(\S+)\s*<dt>", path.read_text(encoding="utf-8")):
            assert term.group(1) == "<div>", path.name


def _sizes(pdf: bytes) -> list[float]:
    """The sizes of all letters, in points."""
    with opened(pdf) as document:
        pages = [document[number] for number in range(len(document))]
        texts = [item for page in pages for item in page.get_objects() if type(item).__name__ == "PdfTextObj"]
        return [round(item.get_font_size() * abs(item.get_matrix().d), 1) for item in texts]


def _top_of_text(pdf: bytes, *, page: int) -> float:
    with opened(pdf) as document:
        reader, height = document[page].get_textpage(), document[page].get_height()
        tops = [height - reader.get_rect(index)[3] for index in range(reader.count_rects())]
    return round(min(top for top in tops if top > 80), 1)


def _below(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for each in _below(element):
        assert each.P.objgen == element.objgen
        yield each
        yield from _walk(each)


def _all(root: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    return [each for each in _walk(root) if kind == each.S]


def _marks_in_tree(root: pikepdf.Object) -> set[tuple[tuple[int, int], int]]:
    """Page and number of each piece of content that an element claims."""
    found = set()
    for each in _walk(root):
        kids = each.get("/K", [])
        for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                found.add((each.Pg.objgen, int(kid)))
    return found


def _marks_of(pdf: pikepdf.Pdf) -> set[tuple[tuple[int, int], int]]:
    """Page and number of each piece of content outside the page's margins that the pages mark."""
    parents = {
        int(pdf.Root.StructTreeRoot.ParentTree.Nums[index]): pdf.Root.StructTreeRoot.ParentTree.Nums[index + 1]
        for index in range(0, len(pdf.Root.StructTreeRoot.ParentTree.Nums), 2)
    }
    claimed = {each.objgen for each in _walk(pdf.Root.StructTreeRoot.K[0])}
    found = set()
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                mark = int(operands[1].MCID)
                element = parents[int(page.StructParents)][mark]
                if element is not None and element.objgen in claimed:
                    found.add((page.objgen, mark))
    return found
