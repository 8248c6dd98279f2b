"""The frozen PDF: archival, accessible, signable, and the same bytes each time."""

import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from agreements.text import documents
from agreements.text.documents import AgreementText, RenderedDocument, RenderingFailed, render_agreement
from core.typesetting.typesetter import ForbiddenAddress, StaticFetcher
from tests.agreements.pdf_text import page_text
from tests.agreements.texts import LONG_NAMES, ORDINARY

# The bytes depend on WeasyPrint, the fonts and Debian's text libraries (Pango, HarfBuzz with libharfbuzz-subset0,
# fontconfig). When one of them or the layout changes on purpose: look at the new PDF, then record the hash that
# the failing test prints.
GOLDEN_SHA256 = "c523b289d55fc72df5e2c807fed8ebc44eb55358d9a6aeab416fba7ff36e4552"


@pytest.fixture(scope="module")
def ordinary() -> RenderedDocument:
    return render_agreement(ORDINARY)


@pytest.fixture(scope="module")
def pdf(ordinary: RenderedDocument) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(ordinary.data))


@pytest.fixture(scope="module")
def draft() -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(render_agreement(replace(ORDINARY, draft=True)).data))


def test_same_text_makes_the_same_bytes_as_ever(ordinary):
    assert render_agreement(ORDINARY) == ordinary
    assert ordinary.sha256 == GOLDEN_SHA256, f"new hash: {ordinary.sha256}; see the comment at GOLDEN_SHA256"


def test_another_word_makes_other_bytes(ordinary):
    assert render_agreement(replace(ORDINARY, contact_name="Max Mustermensch")).sha256 != ordinary.sha256


def test_eight_threads_render_the_same_bytes(ordinary):
    with ThreadPoolExecutor(8) as threads:
        hashes = set(threads.map(lambda text: render_agreement(text).sha256, [ORDINARY] * 8))
    assert hashes == {ordinary.sha256}


def test_page_count_is_that_of_the_file(ordinary, pdf):
    assert ordinary.page_count == len(pdf.pages) == 2


def test_claims_archival_and_accessible_pdf(pdf):
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == "Vorvereinbarung LPR-2026-0042, Stadt Musterstadt"
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert pdf.Root.OutputIntents[0].DestOutputProfile.N == 3


def test_has_language_title_and_structure(pdf):
    assert pdf.Root.Lang == "de"
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    kinds = [str(element.S) for element in _elements(pdf.Root.StructTreeRoot)]
    assert kinds[0] == "/Document"
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(ORDINARY.sections) + 1
    assert {"/P", "/Sect", "/L", "/LI", "/LBody", "/Form"} <= set(kinds)


def test_signature_fields_are_tagged_widgets_with_a_tooltip(pdf):
    fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
    assert list(fields) == ["sig_commune", "sig_lpr"]
    assert fields["sig_commune"].TU == "Unterschriftsfeld: Stadt Musterstadt"
    assert fields["sig_lpr"].TU == "Unterschriftsfeld: Landespräventionsrat Sachsen"
    tagged = [element.K.Obj.objgen for element in _elements(pdf.Root.StructTreeRoot) if element.S == "/Form"]
    assert tagged == [field.objgen for field in fields.values()]
    for field in fields.values():
        assert (field.FT, field.Subtype) == ("/Sig", "/Widget")
        assert "/V" not in field
        assert field.objgen in [annotation.objgen for annotation in pdf.pages[-1].Annots]


@pytest.mark.parametrize("text", [ORDINARY, replace(ORDINARY, qualified=True)], ids=["online", "qualified"])
def test_the_fields_say_what_is_right_before_and_after_signing(text):
    """They are frozen before anybody signs, and a qualified signature may leave the box empty."""
    pdf = pikepdf.open(BytesIO(render_agreement(text).data))
    assert [str(field.TU).split(":")[0] for field in pdf.Root.AcroForm.Fields] == ["Unterschriftsfeld"] * 2
    shown = " ".join(" ".join(page_text(page) for page in pdf.pages).split())
    points_to_it = "Sie liegt in der Datei und ist im Unterschriftsbereich des PDF-Programms zu sehen" in shown
    assert points_to_it is text.qualified


def test_commune_locks_its_field_and_the_lpr_everything(pdf):
    commune, lpr = pdf.Root.AcroForm.Fields
    assert (commune.Lock.Action, [str(name) for name in commune.Lock.Fields]) == ("/Include", ["sig_commune"])
    assert (lpr.Lock.Action, lpr.Lock.P) == ("/All", 1)


@pytest.mark.parametrize("text", [ORDINARY, LONG_NAMES, replace(ORDINARY, draft=True)])
def test_all_fonts_are_the_projects_own_and_embedded(text):
    pdf = pikepdf.open(BytesIO(render_agreement(text).data))
    descriptors = [entry for entry in pdf.objects if isinstance(entry, pikepdf.Dictionary) and "/FontName" in entry]
    assert descriptors
    for descriptor in descriptors:
        assert "+Portal-Fira-Sans" in str(descriptor.FontName)
        assert "/FontFile2" in descriptor


def test_data_go_in_as_an_attachment(pdf):
    attachment = pdf.attachments["vorvereinbarung.json"]
    assert json.loads(attachment.get_file().read_bytes()) == ORDINARY.as_dict()
    assert attachment.relationship == "/Data"
    assert attachment.get_file().mime_type == "application/json"
    assert attachment.get_file().creation_date == ORDINARY.issued_at
    assert [entry.objgen for entry in pdf.Root.AF] == [attachment.obj.objgen]


def test_every_page_says_what_it_belongs_to(pdf):
    for number, page in enumerate(pdf.pages, start=1):
        text = page_text(page)
        assert "Aktenzeichen LPR-2026-0042 · Fassung 1 · Prüfcode 7K3M-Q9TX-4HWD" in text
        assert f"Seite {number} von 2" in text
        assert "Demonstration – rechtlich ohne Wirkung" in text


def test_a_real_document_has_no_word_of_a_demonstration():
    pdf = pikepdf.open(BytesIO(render_agreement(replace(ORDINARY, demo=False)).data))
    assert "Demonstration" not in "".join(page_text(page) for page in pdf.pages)


def test_text_contains_parties_facts_and_sections(pdf):
    text = " ".join("".join(page_text(page) for page in pdf.pages).split())
    for expected in (
        "Stadt Musterstadt , vertreten durch Erika Musterfrau (Bürgermeisterin),",
        "Amtlicher Gemeindeschlüssel 14999010",
        "Vandalismus, Graffiti",
        "1. Dezember 2026 bis 30. November 2028",
        "(Beschluss 42/2026)",
        "§ 3 Beiträge der Kommune",
        "(3) Sie prüft die Einrichtung eines Kommunalen Präventionsrates.",
    ):
        assert expected.replace(" ,", ",") in text.replace(" ,", ",")


def test_open_end_is_said():
    html = documents.agreement_html(replace(ORDINARY, term_until=None))
    assert "ab 1. Dezember 2026, auf unbestimmte Zeit" in html


def test_a_draft_carries_the_watermark_and_cannot_be_signed(draft):
    assert "/AcroForm" not in draft.Root
    for page in draft.pages:
        assert "Entwurf · Aktenzeichen" in page_text(page)
        assert _watermark(page), "no watermark drawn"
    assert "Entwurf: Diese Fassung ist noch nicht ausgefertigt" in page_text(draft.pages[0])


def test_the_watermark_is_no_content_for_screen_readers(draft):
    assert all(in_artifact for page in draft.pages for in_artifact in _watermark(page))


def test_an_issued_document_has_no_watermark(pdf):
    assert not any(_watermark(page) for page in pdf.pages)


def test_names_with_sorbian_letters_are_set():
    pdf = pikepdf.open(BytesIO(render_agreement(LONG_NAMES).data))
    text = "".join(page_text(page) for page in pdf.pages)
    assert "Dr. Bożena Šěrcec-Nawkojc von Hohenstein-Ernstthal" in text.replace("\n", "")


def test_letters_with_separate_marks_are_the_same_document():
    apart = replace(LONG_NAMES, commune_signatory=unicodedata.normalize("NFD", LONG_NAMES.commune_signatory))
    one, other = (pikepdf.open(BytesIO(render_agreement(text).data)) for text in (LONG_NAMES, apart))
    assert page_text(one.pages[0]) == page_text(other.pages[0])


@pytest.mark.parametrize(("name", "code"), [("Мустер", "U+041C"), ("Muster 🙂", "U+1F642"), ("A\u0000B", "U+0000")])
def test_a_character_without_glyph_fails_by_name(name, code):
    with pytest.raises(RenderingFailed, match=code.replace("+", r"\+")):
        render_agreement(replace(ORDINARY, contact_name=name))


def test_values_are_escaped():
    hostile = '<img src="file:///etc/passwd"><script>x</script>'
    pdf = pikepdf.open(BytesIO(render_agreement(replace(ORDINARY, contact_name=hostile)).data))
    assert hostile in page_text(pdf.pages[0]).replace("\n", "")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://portal.example/x.css",
        "data:image/png;base64,AAAA",
        "static:../manage.py",
        "static:%2e%2e/manage.py",
        "static:/etc/passwd",
        "static:absent.css",
    ],
)
def test_nothing_but_static_files_is_fetched(address):
    with pytest.raises(ForbiddenAddress):
        StaticFetcher().fetch(address)


def test_a_foreign_address_stops_the_rendering(monkeypatch):
    monkeypatch.setattr(documents, "agreement_html", lambda _text: '<html lang=de><img alt=x src="file:///etc/passwd">')
    with pytest.raises(RenderingFailed, match="fremde Datei"):
        render_agreement(ORDINARY)


@pytest.mark.parametrize("text", [ORDINARY, LONG_NAMES, replace(ORDINARY, term_until=None, draft=True)])
def test_content_survives_the_way_through_json(text):
    assert AgreementText.from_dict(json.loads(json.dumps(text.as_dict()))) == text


def test_content_wants_an_aware_date():
    with pytest.raises(ValueError, match="aware"):
        replace(ORDINARY, issued_at=ORDINARY.issued_at.replace(tzinfo=None))


def test_content_with_a_missing_part_is_refused():
    values = ORDINARY.as_dict()
    del values["check_code"]
    with pytest.raises(KeyError):
        AgreementText.from_dict(values)


def test_reading_version_and_pdf_come_from_the_same_partial():
    html = documents.agreement_html(replace(ORDINARY, term_from=date(2027, 2, 3)))
    assert "3. Februar 2027 bis 30. November 2028" in html


def _elements(element: pikepdf.Object) -> list[pikepdf.Object]:
    """All structure elements below, in reading order."""
    children = element.get("/K", [])
    if not isinstance(children, pikepdf.Array):
        children = [children]
    found = []
    for child in children:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child, *_elements(child)]
    return found


def _watermark(page: pikepdf.Page) -> list[bool]:
    """For each drawing of a pattern or form on the page: whether it is marked as artifact."""
    stack, found = list[str](), []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC" | "BDC":
                stack.append(str(operands[0]))
            case "EMC":
                stack.pop()
            case "Do":
                found.append("/Artifact" in stack)
            case "scn":
                found.append("/Artifact" in stack)
    return found
