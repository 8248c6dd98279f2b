"""Printed, signed by hand, scanned, confirmed by another member of staff (issue of the template's level "paper")."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from agreements.models import AgreementTemplate, PaperScan, PreAgreement, Signature, TemplateVersion
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core import files
from core.actors import SYSTEM
from core.journal import verify_chain
from core.models import JournalEntry
from staff.actors import StaffActor
from staff.models import Role, User
from tests.agreements.ceremony_pages import Mayor
from tests.factories.agreements import PreAgreementFactory
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft
from tests.factories.staff import UserFactory
from tests.races import at_once

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> date:
    """Told by the clock when it is asked: the tests may run past midnight."""
    return timezone.localdate() - timedelta(days=days)


def printed_draft() -> PreAgreement:
    return ready_draft(template_version=published_template(signature_level="paper"))


@pytest.fixture
def agreement() -> PreAgreement:
    with time_machine.travel(timezone.now() - timedelta(days=5), tick=True):
        return issued(printed_draft())


@pytest.fixture
def uploader(agreement: PreAgreement) -> User:
    return caseworker_of(agreement.commune)


@pytest.fixture
def colleague() -> User:
    return UserFactory(role=Role.CASEWORKER)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(agreement: PreAgreement, step: str) -> str:
    return f"/vereinbarungen/{agreement.reference}/scan/{step}/"


def scan_of(agreement: PreAgreement) -> bytes:
    version = agreement.current_version
    assert version is not None
    return files.read(version.issued_file)


def upload(agreement: PreAgreement, user: User, **changes: Any) -> Any:
    version = agreement.current_version
    assert version is not None
    form = {
        "version": version.pk,
        "commune_signatory": agreement.commune.office_holders.get(office="mayor").pk,
        "commune_signed_on": days_ago(3).isoformat(),
        "lpr_signatory": caseworker_of(agreement.commune).pk,
        "lpr_signed_on": days_ago(1).isoformat(),
        "place_of_original": "Aktenschrank 3",
        "scan": SimpleUploadedFile("scan.pdf", scan_of(agreement)),
        **changes,
    }
    return browser(user).post(url(agreement, "hochladen"), form)


def decide(agreement: PreAgreement, user: User, finding: str, reason: str = "") -> Any:
    scan = PaperScan.objects.latest("pk")
    return browser(user).post(
        url(agreement, "pruefen"), {"scan": scan.pk, "finding": finding, "reason": reason}, follow=True
    )


def test_the_mayor_reads_prints_and_signs_nothing_online(agreement, newest_link, newest_code):
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    assert any("unterschreiben beide Exemplare von Hand" in message.body for message in mail.outbox)
    mayor.identify()
    page = mayor.client.get("/unterzeichnen/lesen/").content.decode()
    assert "Druckfassung herunterladen" in page
    assert agreement.current_version.content["lpr_address"] in page, "where the paper goes"
    assert f"mailto:{caseworker_of(agreement.commune).email}" in page
    assert "das ist die Schriftform" in page
    assert mayor.client.get("/unterzeichnen/vereinbarung.pdf").content == scan_of(agreement)
    assert (
        mayor.client.get("/unterzeichnen/unterschrift/", follow=True).redirect_chain[-1][0] == "/unterzeichnen/lesen/"
    )
    assert mayor.post("/unterzeichnen/lesen/", {"shown": "x", "consent": "on"}).url == "/unterzeichnen/lesen/"
    refused = mayor.put_signature(method="typed", typed_name="Erika Musterfrau")
    assert refused.url == "/unterzeichnen/lesen/"
    assert not Signature.objects.exists()


def test_without_an_address_the_office_sends_the_print_by_post():
    draft = printed_draft()
    draft.commune.office_holders.update(email="")
    agreement = issued(draft)
    assert agreement.status == "issued"
    assert not agreement.versions.get().invitations.exists()
    page = browser(caseworker_of(agreement.commune)).get(agreement.get_absolute_url()).content.decode()
    assert "bitte per Post senden" in page
    assert "Fassung 1 ausgefertigt, geht gedruckt per Post an die Kommune" in page
    assert "zur Unterschrift gesendet" not in page


def test_without_an_address_nobody_is_told_that_a_mail_is_on_its_way():
    draft = printed_draft()
    draft.commune.office_holders.update(email="")
    office = browser(caseworker_of(draft.commune))
    address = f"{draft.get_absolute_url()}senden/"
    page = office.post(address, {"token": draft.revision}, follow=True).content.decode()
    assert "senden Sie sie per Post" in page
    assert "auf dem Weg" not in page


def test_from_print_to_force_with_two_people(agreement, uploader, colleague, run_tasks):
    assert upload(agreement, uploader).status_code == 302
    agreement.refresh_from_db()
    assert agreement.status == "scanned"
    assert "in Kraft" in decide(agreement, colleague, "confirm").content.decode()
    agreement.refresh_from_db()
    assert (agreement.status, agreement.in_force_on) == ("in_force", days_ago(1))
    assert agreement.original.place == "Aktenschrank 3"
    signatures = {s.party: s for s in Signature.objects.all()}
    assert {s.method for s in signatures.values()} == {"paper"}
    assert all(s.certificate is None and s.identified_at is None for s in signatures.values())
    assert timezone.localtime(signatures["commune"].signed_at).date() == days_ago(3)
    run_tasks()
    copies = [message for message in mail.outbox if message.attachments]
    assert {address for message in copies for address in message.to} >= {uploader.email}
    assert all(message.attachments[0][1] == files.read(agreement.original.scan) for message in copies)
    verify_chain(agreement.commune_id)


def test_a_colleague_confirms_a_termination_that_ends_the_agreement_at_once(colleague):
    agreement = ready_draft(term_from=days_ago(90))
    paper = PaperSignatures(days_ago(90), "Bürgermeister Max Mustermann", "Petra Muster")
    pre_agreement.record_paper(agreement, actor=SYSTEM, paper=paper)
    AgreementTemplate.objects.filter(kind="termination").update(signature_level="paper")
    termination = PreAgreementFactory(
        kind="termination",
        amends=agreement,
        commune=agreement.commune,
        template_version=TemplateVersion.objects.filter(template__kind="termination").latest("number"),
        last_day=days_ago(0),
        wording="Die Ziele sind erreicht.",
    )
    issued(termination)
    days = {"commune_signed_on": days_ago(0).isoformat(), "lpr_signed_on": days_ago(0).isoformat()}
    assert upload(termination, caseworker_of(agreement.commune), **days).status_code == 302
    decide(termination, colleague, "confirm")
    agreement.refresh_from_db()
    termination.refresh_from_db()
    assert (termination.status, agreement.status, agreement.ended_on) == ("in_force", "ended", days_ago(0))


def test_the_scan_is_made_again_and_never_what_was_uploaded(agreement, uploader):
    upload(agreement, uploader)
    assert files.read(PaperScan.objects.get().file) != scan_of(agreement)


def test_who_uploaded_cannot_confirm(agreement, uploader):
    upload(agreement, uploader)
    page = decide(agreement, uploader, "confirm").content.decode()
    assert "Sie haben den Scan selbst hochgeladen" in page
    agreement.refresh_from_db()
    assert agreement.status == "scanned"


def test_the_database_refuses_the_uploaders_own_decision(agreement, uploader):
    upload(agreement, uploader)
    with pytest.raises(IntegrityError, match="scan_decided_by_another"), transaction.atomic():
        PaperScan.objects.get().decide(PaperScan.State.CONFIRMED, uploader)


def test_rejecting_needs_a_reason_tells_the_uploader_and_keeps_the_scan(agreement, uploader, colleague, run_tasks):
    upload(agreement, uploader)
    assert "Bitte sagen Sie kurz, was nicht stimmt" in decide(agreement, colleague, "reject").content.decode()
    decide(agreement, colleague, "reject", "Seite 2 fehlt")
    agreement.refresh_from_db()
    assert agreement.status == "issued"
    assert not Signature.objects.exists()
    run_tasks()
    assert mail.outbox[-1].to == [uploader.email]
    assert "verworfen" in mail.outbox[-1].subject
    assert JournalEntry.objects.get(kind="preagreement.reject_scan").free_text.text == "Seite 2 fehlt"
    assert upload(agreement, uploader).status_code == 302
    assert [scan.state for scan in PaperScan.objects.order_by("pk")] == ["rejected", "waiting"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scan": ""}, "Bitte wählen Sie den Scan"),
        ({"scan": SimpleUploadedFile("scan.pdf", b"GIF89a")}, "Das ist ein Bild im Format GIF."),
        ({"lpr_signed_on": -1}, "liegt in der Zukunft"),
        ({"commune_signed_on": "1990-01-01"}, "durfte unterzeichnen"),
        ({"lpr_signed_on": "1990-01-01"}, "keine Zeichnungsbefugnis"),
        ({"place_of_original": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"commune_signatory": ""}, "Bitte wählen Sie, wer unterschrieben hat."),
        ({"commune_signed_on": 6}, "gibt es erst seit dem"),
        ({"lpr_signed_on": 6}, "gibt es erst seit dem"),
    ],
)
def test_what_is_wrong_with_the_form_is_said(agreement, uploader, changes, sentence):
    days = {name: days_ago(value).isoformat() for name, value in changes.items() if isinstance(value, int)}
    answer = upload(agreement, uploader, **{**changes, **days})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PaperScan.objects.exists()


def test_a_scan_of_a_replaced_version_is_not_taken(agreement, uploader):
    old = agreement.current_version
    actor = StaffActor(uploader)
    pre_agreement.withdraw(agreement, actor=actor, reason="Tippfehler")
    pre_agreement.reopen(agreement, actor=actor)
    agreement = issued(agreement)
    upload(agreement, uploader, version=old.pk)
    assert not PaperScan.objects.exists()


def test_an_online_agreement_takes_no_scan(colleague):
    agreement = issued()
    answer = browser(caseworker_of(agreement.commune)).get(url(agreement, "hochladen"), follow=True)
    assert "nicht auf Papier unterschrieben" in answer.content.decode()


def test_the_mayors_link_says_that_the_paper_arrived(agreement, uploader, newest_link, newest_code):
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    upload(agreement, uploader)
    page = mayor.client.get("/unterzeichnen/")
    assert page.status_code == 410
    assert "ist angekommen" in page.content.decode()


def test_the_verification_page_says_that_the_original_counts(agreement, uploader, colleague):
    code = agreement.versions.get().check_code
    assert "wird auf Papier unterschrieben" in Client().get(f"/pruefen/?code={code}").content.decode()
    upload(agreement, uploader)
    decide(agreement, colleague, "confirm")
    page = Client().get(f"/pruefen/?code={code}").content.decode()
    assert "auf Papier unterschrieben, maßgeblich ist das Original" in page
    assert "von Hand auf Papier" in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_confirmers_at_once_make_one_agreement_in_force(agreement, uploader, colleague):
    upload(agreement, uploader)
    scan = PaperScan.objects.get()

    def confirm() -> None:
        pre_agreement.confirm_scan(
            PreAgreement.objects.get(pk=agreement.pk), actor=StaffActor(colleague), scan_id=scan.pk
        )

    assert len(at_once(confirm, threads=4)) == 3
    assert Signature.objects.count() == 2
    assert JournalEntry.objects.filter(kind="preagreement.confirm_scan").count() == 1
