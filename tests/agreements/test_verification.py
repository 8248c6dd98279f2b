"""What ``/pruefen/`` says of files that are not the one in the ledger."""

import io
import re
from datetime import date, timedelta

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agreements.drafting import issuing
from agreements.evidence.portal_keys import signing_service
from agreements.evidence.sheets import evidence_of
from agreements.models import DocumentVersion, PreAgreement
from agreements.transitions import ending, pre_agreement
from core import files
from core.signing.ink import Ink
from core.signing.people import Signatory
from core.signing.reasons import Reason
from staff.actors import StaffActor
from tests.agreements.both_sides import sign_on_both_sides, signed_once
from tests.agreements.ceremony_pages import Mayor
from tests.factories.agreements import PreAgreementFactory
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

TITLE = re.compile(r"<title>(.*?) – Vereinbarung prüfen")


@pytest.fixture
def version(remembered, newest_link, newest_code) -> DocumentVersion:
    """A version that both sides signed."""
    return signed_once(remembered, newest_link, newest_code)[0]


def check(data: bytes, code: str = "") -> str:
    upload = SimpleUploadedFile("datei.pdf", data, content_type="application/pdf")
    return Client().post("/pruefen/", {"file": upload, "code": code}).content.decode()


def title_of(page: str) -> str:
    """The verdict with which the title begins."""
    found = TITLE.search(page)
    return found[1] if found else ""


def signed_afresh(version: DocumentVersion) -> bytes:
    """Another text, rendered by the portal and signed by its own authority, but not in the ledger."""
    text = issuing.agreement_text(
        version.agreement,
        version=version.number,
        code=version.check_code,
        issued_at=timezone.now().replace(microsecond=0),
        draft=False,
    )
    issued_pdf = issuing.render_agreement(text).data
    person = Signatory("Erika Musterfrau", "Bürgermeisterin", "Stadt Musterstadt", version.agreement.reference)
    common = {
        "ink": Ink(typed_name="Erika Musterfrau"),
        "check_code": text.check_code,
        "check_url": text.check_url,
        "signed_at": timezone.localtime(),
    }
    service = signing_service()
    first = service.sign_for_commune(issued_pdf, signatory=person, **common)
    second = service.countersign(
        first.data,
        issued=issued_pdf,
        commune_certificate_sha256=first.certificate_sha256,
        signatory=person,
        **common,
    )
    return second.data


def with_a_page_more(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_each_forgery_is_refused_with_its_reason(version):
    final = files.read(version.final_file)
    flipped = bytearray(final)
    flipped[len(flipped) // 2] ^= 1
    forgeries = {
        "flipped": bytes(flipped),
        "appended": final + b"\n% noch etwas\n",
        "page added": with_a_page_more(final),
        "rolled back": files.read(version.commune_signed_file),
        "unsigned": files.read(version.issued_file),
        "signed afresh": signed_afresh(version),
    }
    explanations = {}
    for name, data in forgeries.items():
        page = check(data, version.check_code)
        assert title_of(page).startswith(("Nicht", "Verändert")), name
        assert "Die Datei ist echt" not in page, name
        assert "TOTAL-PASSED" not in page, name
        explanations[name] = page.split('id="ergebnis"')[1].split("</p>")[0]
    assert len(set(explanations.values())) >= 5, explanations


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"kein PDF", "PDF"),
        (b"%PDF-1.7\n" + b"\x00" * 500, "nicht"),
        (b"", "leer"),
    ],
)
def test_what_is_no_agreement_gets_a_plain_answer(data, words):
    page = check(data)
    assert words in page
    assert "<title>Echt" not in page


def test_without_code_and_file_the_form_says_what_to_do():
    answer = Client().post("/pruefen/", {})
    assert answer.status_code == 422
    assert "Bitte geben Sie einen Prüfcode ein" in answer.content.decode()


def test_a_code_is_found_however_it_is_typed(version):
    for typed in (version.check_code, version.check_code.lower(), version.check_code.replace("-", " ")):
        page = Client().get("/pruefen/", {"code": typed}).content.decode()
        assert "Von beiden Seiten unterzeichnet" in page


def test_an_unknown_code_says_so():
    page = Client().get("/pruefen/", {"code": "AAAA-AAAA-AAAA"}).content.decode()
    assert "Diesen Prüfcode gibt es nicht" in page


def test_an_upload_over_the_limit_is_named(settings):
    settings.UPLOAD_LIMIT = 1000
    page = check(b"%PDF-" + b"0" * 5000)
    assert "größer als 20 MB" in page


def test_verification_gives_out_no_document(version):
    page = Client().get("/pruefen/", {"code": version.check_code}).content.decode()
    assert ".pdf" not in page.replace("application/pdf,.pdf", "")


def test_the_evidence_sheet_is_recognised_and_not_taken_for_the_agreement(version):
    page = check(files.read(evidence_of(version)))
    assert title_of(page).startswith("Echter Nachweis. In Kraft seit ")
    assert "nicht die Vereinbarung selbst" in page
    assert "Siegel des Portals gültig" in page


def test_each_verdict_says_what_to_do(version):
    assert Reason.GENUINE.advice in check(files.read(version.final_file))
    assert Reason.APPENDED.advice in check(files.read(version.final_file) + b"\n% noch etwas\n")


def test_a_genuine_file_with_another_agreements_code_says_so(version):
    other = issued(ready_draft(reference="LPR-2026-0777")).current_version
    page = check(files.read(version.final_file), other.check_code)
    assert "Die Datei ist echt, der eingegebene Code gehört aber zu einer anderen Vereinbarung." in page
    assert f"Vorvereinbarung {version.agreement.reference}" in page
    assert other.agreement.reference not in page
    assert title_of(page) == "Echt, aber der Prüfcode gehört nicht dazu"
    sheet = check(files.read(evidence_of(version)), other.check_code)
    assert "gehört aber zu einer anderen Vereinbarung" in sheet


def test_a_genuine_file_with_a_mistyped_code_says_so(version):
    page = check(files.read(version.final_file), "AAAA-AAAA-AAAA")
    assert "Die Datei ist echt, der eingegebene Code gehört aber zu keiner Vereinbarung." in page


def test_a_genuine_file_with_its_own_code_is_not_warned_about(version):
    for typed in (version.check_code, version.check_code.lower().replace("-", " ")):
        page = check(files.read(version.final_file), typed)
        assert title_of(page).startswith("Echt. In Kraft seit ")
        assert "gehört aber" not in page


def test_a_code_says_what_holds_today(newest_link, newest_code):
    begin, end = (timezone.localdate() + timedelta(days=days) for days in (40, 700))
    agreement = issued(ready_draft(term_from=begin, term_until=end))
    version = sign_on_both_sides(Mayor(newest_link, newest_code), agreement=agreement)

    def standing() -> str:
        return Client().get("/pruefen/", {"code": version.check_code}).content.decode()

    agreement = PreAgreement.objects.get(pk=version.agreement_id)
    assert f"unterzeichnet, gilt ab dem {begin:%d.%m.%Y}, vereinbart bis {end:%d.%m.%Y}" in standing()
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        assert f"in Kraft seit {begin:%d.%m.%Y}, vereinbart bis {end:%d.%m.%Y}" in standing()
    ending.end(
        agreement,
        actor=StaffActor(caseworker_of(agreement.commune)),
        on=timezone.localdate(),
        reason="Im Einvernehmen beendet.",
    )
    page = standing()
    assert f"beendet, bevor sie galt; letzter Tag war der {timezone.localdate():%d.%m.%Y}" in page
    assert "Einvernehmen" not in page


def test_an_answer_that_is_printed_says_of_which_day_it_is(version):
    day = f"{timezone.localdate():%d.%m.%Y}"
    assert f"Stand heute, {day}" in Client().get("/pruefen/", {"code": version.check_code}).content.decode()
    assert re.search(rf"geprüft am {day}, \d\d:\d\d Uhr", check(files.read(version.final_file)))


def test_a_withdrawn_agreement_says_so_and_not_why(run_tasks):
    agreement = issued()
    pre_agreement.withdraw(agreement, actor=StaffActor(caseworker_of(agreement.commune)), reason="Interner Grund.")
    page = Client().get("/pruefen/", {"code": agreement.current_version.check_code}).content.decode()
    assert "Nicht in Kraft: vom Landespräventionsrat zurückgezogen" in page
    assert "Interner Grund" not in page


def test_the_code_of_the_address_is_filled_in(version):
    page = Client().get("/pruefen/", {"code": version.check_code}).content.decode()
    assert f'value="{version.check_code}"' in page


def test_a_code_shows_what_changed_and_ended_the_agreement_since(version):
    agreement = version.agreement
    today = timezone.localdate()
    common = {"commune": agreement.commune, "amends": agreement, "status": "in_force", "signed_on": today}
    amendment = PreAgreementFactory(kind="amendment", term_until=date(2029, 6, 30), **common)
    page = Client().get("/pruefen/", {"code": version.check_code}).content.decode()
    assert f"Änderungsvereinbarung {amendment.reference}, unterzeichnet am {today:%d.%m.%Y}" in page
    assert "vereinbart bis 30.06.2029" in page
    to_come = PreAgreementFactory(kind="termination", last_day=today + timedelta(days=9), **common)
    page = Client().get("/pruefen/", {"code": version.check_code}).content.decode()
    assert f"aufgehoben zum {to_come.last_day:%d.%m.%Y}" in page
    termination = PreAgreementFactory(kind="termination", last_day=today - timedelta(days=1), **common)
    page = Client().get("/pruefen/", {"code": version.check_code}).content.decode()
    assert f"Aufhebungsvereinbarung {termination.reference}, unterzeichnet am {today:%d.%m.%Y}" in page
    assert f"nicht mehr in Kraft; letzter Tag war der {today - timedelta(days=1):%d.%m.%Y}" in page
