"""Each PDF of the agreements, read by a checker of PDF/UA-1 that is not ours."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from agreements.drafting import issuing
from agreements.evidence.sheets import evidence_of
from agreements.models import PreAgreement
from agreements.text.documents import render_agreement
from core import files
from core.models import JournalEntry
from core.signing.signing_service import SigningService
from tests.accessible_pdf import findings
from tests.agreements.both_sides import sign_on_both_sides
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.signing.conftest import sign_both
from tests.agreements.test_amendments import agreement, amend, desk, terminate  # noqa: F401 - fixtures
from tests.agreements.test_codes import ADDRESS, code_page, issued_by
from tests.agreements.texts import ORDINARY
from tests.factories.notices import confirmed_notice
from tests.factories.ready_agreements import caseworker_of

# Every line that a document can have: with those that a demonstration adds.
pytestmark = pytest.mark.usefixtures("demonstration")


def as_issued(draft: PreAgreement) -> bytes:
    text = issuing.agreement_text(draft, version=1, code="AAAA-BBBB-CCCC", issued_at=timezone.now(), draft=False)
    return render_agreement(text).data


def test_the_issued_version():
    assert findings(render_agreement(ORDINARY).data) == []


def test_the_printed_version():
    assert findings(render_agreement(replace(ORDINARY, paper=True)).data) == []


def test_the_file_of_both_sides(signing_service: SigningService):
    assert findings(sign_both(signing_service).final.data) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("timestamp_authority")
def test_the_sealed_evidence_sheet_whose_headers_say_for_what(newest_link, newest_code):
    sheet = files.read(evidence_of(sign_on_both_sides(Mayor(newest_link, newest_code))))
    assert findings(sheet) == []
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        headers = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH"]
        scopes = [str(header.A.Scope) for header in headers]
    assert scopes.count("/Column") == 3, "one table, however many pages it takes"
    assert scopes.count("/Row") == JournalEntry.objects.exclude(kind="preagreement.evidence").count()


@pytest.mark.django_db
def test_the_letter_with_the_code(client: Client):
    by_letter = issued_by("letter")
    client.force_login(caseworker_of(by_letter.commune))
    assert findings(client.post(code_page(by_letter), {"address": ADDRESS}).content) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("timestamp_authority")
def test_an_amendment_and_a_termination(desk: Client, agreement: PreAgreement):  # noqa: F811 - the fixture
    amend(desk, agreement, contact_name="Nora Neumuster", wording="§ 9 entfällt.\n\n§ 10 wird § 9.")
    amendment = PreAgreement.objects.get(kind="amendment")
    assert findings(as_issued(amendment)) == []
    amendment.delete()
    terminate(desk, agreement, date(2031, 12, 31))
    assert findings(as_issued(PreAgreement.objects.get(kind="termination"))) == []


@pytest.mark.django_db
def test_a_confirmed_notice_of_change():
    notice = confirmed_notice()
    assert notice.file is not None
    data = files.read(notice.file)
    assert findings(data) == []
    metadata = pikepdf.open(io.BytesIO(data)).open_metadata()
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_the_checker_finds_something(tmp_path):
    path = tmp_path / "untagged.pdf"
    with pikepdf.new() as untagged:
        untagged.add_blank_page()
        untagged.save(path)
    assert findings(path.read_bytes()) != []
