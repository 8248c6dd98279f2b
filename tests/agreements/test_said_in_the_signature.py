"""What a tool's signature and file say beside the pages: shown to who countersigns, or refused (signing rule 19)."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest
from django.test import Client
from pyhanko.pdf_utils.generic import DictionaryObject, TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.metadata.xmp_xml import MetadataStream

from agreements.evidence.sheets import evidence_of
from agreements.models import DocumentVersion, PreAgreement, Signature
from core import files
from core.signing.outside import SENTENCES
from core.signing.reading.outside_refusals import OutsideRefusal
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_evidence import text_of
from tests.agreements.test_qualified_route import countersign, issued_bytes, send
from tests.factories.qualified import Provider, sign, trusted_provider
from tests.factories.ready_agreements import caseworker_of, issued_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

RESERVE = "Unter dem Vorbehalt, dass der Rat zustimmt"
DC = "http://purl.org/dc/elements/1.1/"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with trusted_provider() as made:
        yield made


@pytest.fixture
def agreement(provider: Provider) -> PreAgreement:
    return issued_with(signature_level="qualified")


@pytest.fixture
def mayor(agreement: PreAgreement, newest_link: Callable[[], str], newest_code: Callable[[], str]) -> Mayor:
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    return mayor


@pytest.fixture
def countersigning_page(agreement: PreAgreement) -> Callable[[], str]:
    client = Client()
    client.force_login(caseworker_of(agreement.commune))
    path = f"{agreement.get_absolute_url()}gegenzeichnen/"

    def page() -> str:
        return client.get(path).content.decode()

    return page


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def info(**values: str) -> Callable[[IncrementalPdfFileWriter], None]:
    """The catalogue of properties as a tool writes it."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        entries = {pdf_name(f"/{name}"): TextStringObject(value) for name, value in values.items()}
        writer.set_info(writer.add_object(DictionaryObject(entries)))

    return change


def xmp(edit: Callable[[bytes], bytes]) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        packet = writer.root["/Metadata"].data
        assert edit(packet) != packet
        kind = DictionaryObject({pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")})
        writer.root[pdf_name("/Metadata")] = writer.add_object(MetadataStream(kind, stream_data=edit(packet)))
        writer.update_root()

    return change


def another_language(packet: bytes) -> bytes:
    """Beside the title, another one for who reads English."""
    more = f"<rdf:li xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xml:lang='en'>{RESERVE}</rdf:li>"
    head, tail = packet.split(b"</rdf:Alt>", 1)
    return head + more.encode() + b"</rdf:Alt>" + tail


def test_what_the_signer_wrote_into_the_signature_is_shown_before_countersigning(
    agreement, mayor, provider, countersigning_page
):
    signed = sign(
        issued_bytes(agreement), provider.person(), reason=RESERVE, location="Musterstadt", contact_info="a@b"
    )
    assert send(mayor, signed).status_code == 302
    page = countersigning_page()
    for said in (
        f"als Grund: „{RESERVE}“",
        "als Ort: „Musterstadt“",
        "als Kontakt: „a@b“",
        "Portal hat es nicht geprüft",
    ):
        assert said in page
    assert countersign(agreement).status_code == 302
    sheet = text_of(files.read(evidence_of(DocumentVersion.objects.get())))
    assert f"Grund: {RESERVE}" in sheet
    assert "vom Portal nicht geprüft" in sheet


def test_it_is_hostile_text_escaped_without_what_nobody_sees_and_cut(agreement, mayor, provider, countersigning_page):
    hostile = "<b>fett</b>\u202eumgekehrt\x00\n" + "x" * 400
    assert send(mayor, sign(issued_bytes(agreement), provider.person(), reason=hostile)).status_code == 302
    page = countersigning_page()
    assert "&lt;b&gt;fett&lt;/b&gt;umgekehrt x" in page
    assert "x …“." in page
    assert "x" * 300 not in page


def test_a_signature_that_says_nothing_more_is_shown_without(agreement, mayor, provider, countersigning_page):
    assert send(mayor, sign(issued_bytes(agreement), provider.person())).status_code == 302
    assert Signature.objects.get().stated == {}
    assert "In der Signatur steht" not in countersigning_page()


@pytest.mark.parametrize(
    "change",
    [
        info(Title=RESERVE),
        info(Subject=RESERVE),
        info(Keywords=RESERVE),
        xmp(lambda packet: packet.replace(b"</rdf:li></rdf:Alt>", b", abgesagt</rdf:li></rdf:Alt>", 1)),
        xmp(another_language),
    ],
    ids=["title", "subject", "keywords", "title in XMP", "title in another language"],
)
def test_a_file_that_calls_itself_something_else_is_refused(agreement, mayor, provider, change):
    answer = send(mayor, sign(updated(issued_bytes(agreement), change), provider.person()))
    assert answer.status_code == 422
    assert SENTENCES[OutsideRefusal.TITLE_CHANGED] in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_tool_may_write_its_own_name_and_repeat_the_title(agreement, mayor, provider):
    data = issued_bytes(agreement)
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
        title: Any = metadata["dc:title"]
    change = info(Title=str(title), Producer="Signaturprogramm 1.0", Creator="Signaturprogramm")
    assert send(mayor, sign(updated(data, change), provider.person())).status_code == 302
