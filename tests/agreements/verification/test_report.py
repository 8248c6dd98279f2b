"""The check report: sealed, archival, accessible, bound to what was checked, and made only where one asks for it."""

import hashlib
import io
import json
import re
from dataclasses import asdict
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from agreements.evidence.portal_keys import signing_service
from agreements.models import DocumentVersion
from agreements.verification import report_views
from agreements.verification.outcome import SALT, Outcome
from agreements.verification.report import FORMAT
from core import files
from core.models import StoredFile
from core.signing.errors import TimestampUnavailable
from core.signing.people import SEAL_FIELD
from core.signing.reading.signatures import read_signatures
from core.signing.signing_service import SigningService
from tests.accessible_pdf import findings
from tests.agreements.both_sides import signed_once
from tests.agreements.signing.forgeries import append_bytes
from tests.agreements.test_evidence import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

WORD = re.compile(r'name="outcome" value="([^"]+)"')


@pytest.fixture
def version(remembered, newest_link, newest_code) -> DocumentVersion:
    return signed_once(remembered, newest_link, newest_code)[0]


def page_of(data: bytes = b"", **fields: str) -> str:
    """The page after a check."""
    sent = {**fields, **({"file": SimpleUploadedFile("a.pdf", data)} if data else {})}
    return Client().post("/pruefen/", sent).content.decode()


def report_of(page: str, **extra: str) -> HttpResponse:
    found = WORD.search(page)
    assert found, "the page offers no report"
    return Client().post("/pruefen/bericht/", {"outcome": found[1]}, **extra)


def data_in(pdf: bytes) -> dict[str, object]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return json.loads(document.attachments["pruefbericht.json"].get_file().read_bytes())


def test_a_report_is_sealed_archival_and_accessible(version):
    answer = report_of(page_of(files.read(version.final_file)))
    assert answer["Content-Disposition"] == f'attachment; filename="pruefbericht-{version.agreement.reference}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    found = read_signatures(answer.content, signing_service().keys.validation_context())
    (seal,) = found.signatures
    assert (seal.field, seal.trusted, seal.covers_whole_file, seal.sub_indication) == (SEAL_FIELD, True, True, None)
    assert findings(answer.content) == []
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
        assert len(pdf.pages) <= 2


def test_a_report_says_of_which_file_what_was_found(version):
    forged = append_bytes(files.read(version.final_file))
    for data, words in (
        (files.read(version.final_file), ("Echt. In Kraft seit", "TOTAL-PASSED", "ASSKomm-Prüfregeln 1")),
        (forged, ("Verändert", "INDETERMINATE", "SIG_CONSTRAINTS_FAILURE")),
        (b"%PDF-1.7 nothing of ours", ("Nicht entscheidbar", "INDETERMINATE", "GENERIC")),
    ):
        report = report_of(page_of(data)).content
        said = " ".join(text_of(report).split())
        digest = hashlib.sha256(data).hexdigest()
        assert [word for word in words if word not in said] == []
        assert digest in said.replace(" ", "")
        assert (data_in(report)["sha256"], data_in(report)["basis"]) == (digest, "file")


def test_a_report_says_who_computed_the_hash_and_that_a_code_is_no_file(version):
    by_hash = " ".join(text_of(report_of(page_of(sha256=version.final_file.sha256)).content).split())
    assert "die Datei lag dem Portal nicht vor" in by_hash
    by_code = " ".join(text_of(report_of(page_of(code=version.check_code)).content).split())
    assert "nur der Prüfcode, keine Datei" in by_code
    assert "TOTAL-PASSED" not in by_code


def test_a_report_says_no_more_than_the_page_did(version):
    page = page_of(files.read(version.final_file))
    outcome = Outcome.from_page(WORD.search(page)[1])
    report = report_of(page).content
    assert data_in(report) == {"format": FORMAT, **json.loads(json.dumps(asdict(outcome)))}
    holder = version.signatures.get(party="commune").office_holder
    said = text_of(report)
    assert not [word for word in (holder.email, holder.phone) if word in said]


def test_a_report_is_made_of_what_this_portal_showed_and_of_nothing_else(version):
    page = page_of(files.read(version.final_file))
    word = WORD.search(page)[1]
    for forged in ("", "x", word[:-1], word[::-1], word.replace(word[5], "A" if word[5] != "A" else "B", 1)):
        answer = Client().post("/pruefen/bericht/", {"outcome": forged})
        assert answer.status_code == 409
        assert "nicht mehr aktuell" in answer.content.decode()
    assert Client().get("/pruefen/bericht/", {"outcome": word}).status_code == 405


@pytest.mark.parametrize("values", [{"basis": "code"}, [], None, {"facts": [["eins"]], "technical": []}], ids=str)
def test_a_page_from_before_an_update_is_an_old_one(client, db, values):
    word = signing.dumps(values, salt=SALT, compress=True)
    assert client.post("/pruefen/bericht/", {"outcome": word}).status_code == 409


@pytest.mark.parametrize("later", [timedelta(hours=1, seconds=5), timedelta(days=1)])
def test_an_old_result_is_checked_again(version, later):
    page = page_of(code=version.check_code)
    with time_machine.travel(timezone.now() + later, tick=False):
        assert report_of(page).status_code == 409


def test_only_so_many_reports_from_one_place(version, monkeypatch):
    monkeypatch.setattr(report_views, "REPORTS_PER_ADDRESS", 1)
    page = page_of(code=version.check_code)
    first, second = (report_of(page, REMOTE_ADDR="192.0.2.7") for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 429)
    said = second.content.decode()
    assert "sehr viele Prüfberichte" in said
    assert "Diese Vereinbarung gibt es" in said, "the result is still shown"
    assert report_of(page, REMOTE_ADDR="192.0.2.8").status_code == 200


def test_without_a_timestamp_the_result_stays_and_is_said(version, monkeypatch):
    def down(*_args: object, **_kwargs: object) -> None:
        raise TimestampUnavailable

    page = page_of(code=version.check_code)
    monkeypatch.setattr(SigningService, "seal", down)
    answer = report_of(page)
    assert answer.status_code == 503
    assert "gerade nicht gesiegelt" in answer.content.decode()
    assert "Diese Vereinbarung gibt es" in answer.content.decode()


def test_a_report_is_not_kept_and_not_taken_for_an_agreement(version):
    before = StoredFile.objects.count()
    report = report_of(page_of(code=version.check_code)).content
    assert StoredFile.objects.count() == before
    assert "<title>Nicht entscheidbar" in page_of(report)


def test_an_unknown_code_has_no_report():
    assert not WORD.search(page_of(code="AAAA-AAAA-AAAA"))
