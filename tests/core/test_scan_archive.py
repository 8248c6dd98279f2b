"""What is stored of a scan is PDF/A-3b and says what it is."""

import io
import re

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageCms

from core.scan_cleaning.packing import packed
from core.scans import clean_scan
from tests.accessible_pdf import findings
from tests.core import hostile_scans, marked_scans
from tests.core.odd_pictures import colour, grey, on_white, saved

TITLE = "Protokoll der Auftaktsitzung & „Übergabe“"
# What nobody should claim of a picture of text: that somebody who does not see it has it read aloud.
NO_CLAIM = "UA-28-004"
PAGES = {
    "black and white": saved(on_white(0).convert("1")),
    "greys": saved(grey()),
    "noise": saved(Image.effect_noise((400, 600), 90)),
    "colours": saved(colour()),
    "photo": saved(colour(), "JPEG"),
    "three pages": hostile_scans.pdf(pages=3),
    "acting": hostile_scans.pdf_that_acts(),
}


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {name: clean_scan(data, title=TITLE) for name, data in PAGES.items()}


@pytest.mark.parametrize("name", PAGES)
def test_it_is_tagged_and_says_its_title_and_language(made, name):
    assert [each for each in findings(made[name]) if not each.startswith(NO_CLAIM)] == []
    with pikepdf.open(io.BytesIO(made[name])) as pdf:
        assert str(pdf.Root.Lang) == "de-DE"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == TITLE
        with pdf.open_metadata() as about:
            assert about["dc:title"] == TITLE
            assert about["dc:description"] == "Scan, Bild ohne Text"
            assert "pdfuaid:part" not in about


def test_each_page_is_a_figure_that_says_which_page_it_is(made):
    with pikepdf.open(io.BytesIO(made["three pages"])) as pdf:
        figures = pdf.Root.StructTreeRoot.K.K.as_list()
        assert [str(each.S) for each in figures] == ["/Figure"] * 3
        assert [str(each.Alt) for each in figures] == [
            f"Seite {number} von 3 des Scans, Bild ohne Text" for number in (1, 2, 3)
        ]
        assert [each.Pg.objgen for each in figures] == [page.obj.objgen for page in pdf.pages]


@pytest.mark.parametrize("name", PAGES)
def test_it_keeps_the_rules_of_pdf_a_3b(made, name):
    """The rules that a file of pictures can break (ISO 19005-3, 6.1 to 6.6), each where it would show."""
    data = made[name]
    assert re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", data)
    assert data.endswith(b"%%EOF\n")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not pdf.is_encrypted
        assert len(pdf.trailer.ID) == 2
        assert not {"/AcroForm", "/Names", "/OpenAction", "/AA", "/OCProperties", "/Perms"} & set(pdf.Root.keys())
        with pdf.open_metadata() as about:
            assert about.pdfa_status == "3B"
            assert about["dc:title"] == str(pdf.docinfo.Title)
            assert about["dc:description"] == str(pdf.docinfo.Subject)
            assert about["pdf:Producer"] == str(pdf.docinfo.Producer)
        assert set(pdf.docinfo.keys()) == {"/Title", "/Subject", "/Producer"}
        metadata = pdf.Root.Metadata
        assert (metadata.Type, metadata.Subtype) == ("/Metadata", "/XML")
        assert "/Filter" not in metadata
        _check_intent(pdf)
        for page in pdf.pages:
            _check_page(page)


def _check_intent(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents.as_list()
    assert intent.S == "/GTS_PDFA1"
    profile = intent.DestOutputProfile
    assert profile.N == 3
    read = ImageCms.ImageCmsProfile(io.BytesIO(profile.read_bytes())).profile
    assert (read.xcolor_space.strip(), read.device_class) == ("RGB", "mntr")
    assert read.version <= 4.4


def _check_page(page: pikepdf.Page) -> None:
    assert set(page.obj.keys()) == {
        "/Type",
        "/Parent",
        "/MediaBox",
        "/Resources",
        "/Contents",
        "/StructParents",
        "/Tabs",
    }
    assert set(page.obj.Resources.keys()) == {"/XObject"}
    (picture,) = (thing for thing in page.obj.Resources.XObject.as_dict().values())
    allowed = {"/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter", "/DecodeParms"}
    assert set(picture.stream_dict.keys()) <= allowed | {"/Length"}
    assert picture.ColorSpace in ("/DeviceGray", "/DeviceRGB")
    assert picture.Filter in ("/FlateDecode", "/DCTDecode", "/CCITTFaxDecode")


def test_the_same_upload_makes_the_same_bytes(made):
    for name, data in PAGES.items():
        assert clean_scan(data, title=TITLE) == made[name]


def test_a_title_of_odd_letters_is_one_line():
    with pikepdf.open(io.BytesIO(clean_scan(PAGES["greys"], title="  Proto\x00koll\n\ufffe zum\u202e 1. "))) as pdf:
        assert str(pdf.docinfo.Title) == "Proto koll zum 1."
    with pikepdf.open(io.BytesIO(clean_scan(PAGES["greys"], title=" \n"))) as pdf:
        assert str(pdf.docinfo.Title) == "Scan"


def test_black_and_white_is_kept_on_its_own_grid():
    """Neither made smaller nor blurred, and packed as fax machines do."""
    sheet = on_white(0).resize((1240, 1754)).convert("1")
    given = io.BytesIO()
    sheet.save(given, "PDF", resolution=150)  # 595.2 points wide
    with pikepdf.open(io.BytesIO(clean_scan(given.getvalue()))) as pdf:
        kept = pdf.pages[0].obj.Resources.XObject.Im0
        assert kept.Filter == "/CCITTFaxDecode"
        picture = pikepdf.PdfImage(kept).as_pil_image().convert("L")
    assert picture.size == sheet.size
    changed = ImageChops.difference(picture, sheet.convert("L")).histogram()
    assert sum(changed[1:]) < 0.002 * sum(changed), "an edge may lie one point beside, nothing is blurred"


def test_a_clean_page_is_packed_without_loss_and_noise_as_jpeg(made):
    with pikepdf.open(io.BytesIO(clean_scan(marked_scans.plain()))) as pdf:
        assert pdf.pages[0].obj.Resources.XObject.Im0.Filter == "/FlateDecode"
    with pikepdf.open(io.BytesIO(made["noise"])) as pdf:
        assert pdf.pages[0].obj.Resources.XObject.Im0.Filter == "/DCTDecode"


def test_a_page_that_takes_more_than_its_share_is_packed_harder():
    noise = Image.effect_noise((400, 600), 90)
    usual = packed(noise, share=10**6)
    assert len(packed(noise, share=1000).data) < len(usual.data) * 0.7
    clean = on_white(0).convert("L")
    assert packed(clean, share=10**6) == packed(clean, share=10**5)
