"""The evidence sheet: made once after the last signature, sealed, for both sides (signing rule 16)."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import InternalError, transaction
from django.test import Client
from django.utils import timezone

from agreements.evidence.certificates import certificate_data
from agreements.evidence.errors import EvidenceUnavailable
from agreements.evidence.gathering import gather
from agreements.evidence.making import make
from agreements.evidence.portal_keys import signing_service
from agreements.evidence.sheet import render_sheet
from agreements.evidence.sheets import evidence_of, make_missing
from agreements.models import DocumentVersion, Signature
from agreements.transitions import pre_agreement
from communes.office_holders.saving import change_address
from core import files
from core.journal import verify_chain
from core.models import JournalEntry, OutgoingMessage, StoredFile
from core.signing.errors import TimestampUnavailable
from core.signing.reading.signatures import read_signatures
from core.signing.signing_service import SigningService
from staff.actors import StaffActor
from staff.models import Role
from tests.agreements.both_sides import sign_on_both_sides, signed_once
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.pdf_text import page_text
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]


@pytest.fixture
def mayor(newest_link, newest_code) -> Mayor:
    return Mayor(newest_link, newest_code)


@pytest.fixture
def signed(remembered, newest_link, newest_code) -> tuple[DocumentVersion, Mayor]:
    return signed_once(remembered, newest_link, newest_code)


@pytest.fixture
def version(signed) -> DocumentVersion:
    """Signed by both sides; the mails with file and sheet are still queued."""
    return signed[0]


@pytest.fixture
def no_timestamps(monkeypatch):
    """The timestamp authority is down; what is undone brings it back."""

    def fail(*_args, **_values):
        raise TimestampUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(SigningService, "seal", fail)
        yield patch


def text_of(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return " ".join(" ".join(page_text(page) for page in pdf.pages).split())


def data_of(data: bytes) -> dict:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return json.loads(pdf.attachments["nachweis.json"].get_file().read_bytes())


def attachments() -> list[list[str]]:
    """The names of the attachments of each mail that has any, in the order of sending."""
    return [[a.filename for a in message.attachments] for message in mail.outbox if message.attachments]


def test_the_sheet_says_who_when_how_identified_which_files_and_certificates(version):
    shown = text_of(files.read(make(version)))
    reference = version.agreement.reference
    for signature in version.signatures.all():
        local = timezone.localtime(signature.signed_at)
        assert signature.name in shown
        assert signature.office in shown
        assert f"am {local:%d.%m.%Y} um {local:%H:%M:%S} Uhr" in shown
        assert signature.certificate_sha256 in shown
        assert signature.certificate_serial in shown
    assert "b…@musterstadt.example" in shown
    assert "buergermeisterin@" not in shown
    assert "erneute Eingabe des Passworts" in shown
    methods = {signer["party"]: signer["method"] for signer in data_of(files.read(make(version)))["signers"]}
    # The mayor typed a name. Nobody did for the LPR: the stamp shows that of the account.
    assert methods == {
        "Kommune": "online im Portal, Name eingetippt",
        "Landespräventionsrat": "online im Portal, mit dem Passwort bestätigt",
    }
    assert all(method in shown for method in methods.values())
    for stored in (version.issued_file, version.commune_signed_file, version.final_file):
        assert stored.sha256 in shown
    assert f"{reference}, Fassung 1" in shown
    assert version.check_code in shown
    assert "Zeitstempel (RFC 3161)" in shown
    assert "Unterschrift mit Zeitstempel ist die des Zeitstempeldienstes; alle anderen" in shown
    assert "Demonstration mit erfundenen Daten" not in shown
    assert "Schriftform" not in shown
    assert "qualifiziert" not in shown


def test_in_a_demonstration_the_sheet_says_so(version, demonstration):
    assert "Demonstration mit erfundenen Daten – rechtlich ohne Wirkung." in text_of(files.read(make(version)))


@pytest.mark.parametrize(("in_days", "told"), [(90, True), (0, False)])
def test_mail_and_sheet_say_when_a_term_begins_later(mayor, run_tasks, in_days, told):
    begin = timezone.localdate() + timedelta(days=in_days)
    agreement = issued(ready_draft(term_from=begin, term_until=begin + timedelta(days=365)))
    version = sign_on_both_sides(mayor, agreement=agreement)
    run_tasks()
    today = timezone.localdate()
    sent = [message for message in mail.outbox if message.attachments]
    holds = f"gilt ab dem {begin:%d.%m.%Y}" if told else f"ist seit dem {today:%d.%m.%Y} in Kraft"
    for message in sent:
        assert f"ist von beiden Seiten unterzeichnet. Sie {holds}." in message.body
        assert message.subject.endswith(f"ist unterzeichnet und {holds}" if told else "ist in Kraft")
    assert len(sent) == 2
    sheet = files.read(make(version))
    for words in (f"unterzeichnet am {today.day}.", f"{today:%d.%m.%Y}", "In Kraft ab", f"{begin:%d.%m.%Y}"):
        assert words in text_of(sheet)
    assert (data_of(sheet)["signed_on"], data_of(sheet)["in_force_on"]) == (today.isoformat(), begin.isoformat())


def test_the_journal_s_excerpt_is_that_of_the_chain_without_free_text(version):
    data = data_of(files.read(make(version)))
    of_agreement = JournalEntry.objects.filter(subject_id=str(version.agreement_id)).exclude(
        kind="preagreement.evidence"
    )
    assert [entry["hash"] for entry in data["entries"]] == list(
        of_agreement.order_by("seq").values_list("hash", flat=True)
    )
    assert [entry["kind"] for entry in data["entries"]][-1] == "preagreement.countersign"
    assert all(entry.keys() == {"seq", "at", "kind", "sentence", "prev_hash", "hash"} for entry in data["entries"])


def test_the_sheet_shows_that_the_address_of_the_signatory_was_changed_before(mayor):
    agreement = issued()
    office = StaffActor(UserFactory(role=Role.HEAD))
    change_address(agreement.commune.office_holders.get(), "postfach@musterstadt.example", actor=office)
    pre_agreement.resend_link(agreement, actor=office)
    version = sign_on_both_sides(mayor, agreement=agreement)
    change_address(agreement.commune.office_holders.get(), "danach@musterstadt.example", actor=office)
    shown = text_of(files.read(make(version)))
    assert shown.count("Angaben einer Amtsperson geändert: E-Mail-Adresse") == 1
    assert "p…@musterstadt.example" in shown


def test_what_came_before_the_signature_is_told_by_the_chain_and_not_by_two_clocks(mayor):
    agreement = issued()
    office = StaffActor(UserFactory(role=Role.HEAD))
    # The timestamp authority's clock may be behind ours, and it counts in whole seconds.
    with time_machine.travel(timezone.now() + timedelta(minutes=3), tick=True):
        change_address(agreement.commune.office_holders.get(), "postfach@musterstadt.example", actor=office)
    pre_agreement.resend_link(agreement, actor=office)
    version = sign_on_both_sides(mayor, agreement=agreement)
    change_address(agreement.commune.office_holders.get(), "danach@musterstadt.example", actor=office)
    sentences = [entry.sentence for entry in gather(version).entries]
    assert sentences.count("Angaben einer Amtsperson geändert: E-Mail-Adresse") == 1


def test_the_data_for_machines_say_the_same(version):
    data = data_of(files.read(make(version)))
    assert data["format"] == "asskomm-nachweis-3"
    assert data["check_code"] == version.check_code
    assert [signer["name"] for signer in data["signers"]] == [s.name for s in version.signatures.order_by("signed_at")]
    assert {f["sha256"] for f in data["files"]} >= {version.issued_file.sha256, version.final_file.sha256}


def test_the_sheet_is_sealed_archival_and_accessible(version):
    data = files.read(make(version))
    findings = read_signatures(data, signing_service().keys.validation_context())
    [seal] = findings.signatures
    assert (seal.field, seal.sound, seal.trusted, seal.covers_whole_file) == ("siegel", True, True, True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        kinds = [str(e.S) for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and e.get("/Type") == "/StructElem"]
        assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure", "/Form"} <= set(kinds)
        assert [e.Alt for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and e.get("/S") == "/Figure"]


def test_the_same_facts_make_the_same_bytes(version):
    facts = gather(version)
    assert render_sheet(facts) == render_sheet(gather(version))
    assert render_sheet(replace(facts, signed_on=facts.signed_on - timedelta(1))) != render_sheet(facts)


def test_a_name_in_a_foreign_certificate_stops_no_sheet(version):
    facts = gather(version)
    strange = replace(facts.signers[0], identified_how="durch ein Zertifikat auf den Namen 山田")
    facts = replace(facts, signers=(strange, *facts.signers[1:]))
    data = render_sheet(facts)
    assert "auf den Namen ??" in text_of(data)
    assert "山田" in data_of(data)["signers"][0]["identified_how"]


def test_both_sides_get_file_and_sheet_with_one_mail_each(version, run_tasks):
    run_tasks()
    reference = version.agreement.reference
    assert attachments() == [[f"{reference}-unterzeichnet.pdf", f"{reference}-nachweis.pdf"]] * 2
    assert len({m.attachments[1].content for m in mail.outbox if m.attachments}) == 1, "the same sheet for both"
    assert StoredFile.objects.filter(evidence_of__isnull=False).count() == 1
    assert JournalEntry.objects.filter(kind="preagreement.evidence").count() == 1
    assert verify_chain(version.agreement.commune_id) > 0


def test_without_timestamps_the_file_goes_at_once_and_the_sheet_follows_to_both(version, run_tasks, no_timestamps):
    reference = version.agreement.reference
    run_tasks()
    assert attachments() == [[f"{reference}-unterzeichnet.pdf"]] * 2
    assert "folgt mit einer eigenen E-Mail" in mail.outbox[-1].body
    waiting = OutgoingMessage.objects.filter(kind="agreements.evidence")
    assert {(m.state, m.attempts) for m in waiting} == {("queued", 0)}, "waiting is no failed try"

    no_timestamps.undo()
    call_command("tick")
    waiting.update(due_at=timezone.now() - timedelta(seconds=1))
    call_command("tick")
    run_tasks()
    assert attachments()[2:] == [[f"{reference}-nachweis.pdf"]] * 2
    assert {m.to[0] for m in mail.outbox[-2:]} == {m.to[0] for m in mail.outbox[-4:-2]}
    assert JournalEntry.objects.filter(kind="preagreement.evidence").count() == 1


def test_a_mail_that_is_composed_twice_promises_the_sheet_once(version, run_tasks, no_timestamps, monkeypatch):
    run_tasks()
    OutgoingMessage.objects.filter(kind="agreements.in_force").update(
        state="queued", sent_at=None, due_at=timezone.now() - timedelta(minutes=1)
    )
    call_command("tick")
    run_tasks()
    assert OutgoingMessage.objects.filter(kind="agreements.evidence").count() == 2


def test_the_clock_makes_what_a_killed_worker_left_undone(version):
    call_command("tick")
    version.refresh_from_db()
    assert version.evidence_file is not None
    assert make_missing() == 0


def test_a_version_that_cannot_be_proven_does_not_stop_the_others(version, monkeypatch):
    path = Path(files._store().path(files.name_in_store(version.final_file.sha256)))
    path.write_bytes(path.read_bytes()[:100] + b"damaged")
    with pytest.raises(EvidenceUnavailable, match="FileDamagedError"):
        evidence_of(version)
    assert make_missing() == 0


def test_the_sheet_in_the_ledger_is_never_replaced(version):
    first = evidence_of(version)
    again = make(DocumentVersion.objects.select_related("agreement", "final_file").get(pk=version.pk))
    assert again == first
    version.evidence_file = version.issued_file
    with pytest.raises(InternalError, match="signed_files_stay"), transaction.atomic():
        version.save(update_fields=["evidence_file"])


def test_an_agreement_that_is_not_in_force_has_no_sheet(client):
    agreement = issued()
    client.force_login(caseworker_of(agreement.commune))
    answer = client.get(f"/vereinbarungen/{agreement.reference}/nachweis.pdf", follow=True).content.decode()
    assert "Den Nachweis gibt es erst, wenn beide Seiten unterzeichnet haben." in answer
    with pytest.raises(EvidenceUnavailable):
        evidence_of(agreement.current_version)
    assert make_missing() == 0


def test_staff_and_mayor_download_the_same_sheet_and_strangers_none(signed, client):
    version, mayor = signed
    client.force_login(caseworker_of(version.agreement.commune))
    path = f"/vereinbarungen/{version.agreement.reference}/nachweis.pdf"
    assert "wird gerade erstellt" in client.get(path, follow=True).content.decode()
    assert mayor.client.get("/unterzeichnen/nachweis.pdf").url == "/unterzeichnen/beleg/"
    assert "folgt per E-Mail" in mayor.client.get("/unterzeichnen/beleg/").content.decode()
    sheet = files.read(make(version))
    assert client.get(path).content == mayor.client.get("/unterzeichnen/nachweis.pdf").content == sheet
    assert "Nachweis der Unterzeichnung herunterladen" in mayor.client.get("/unterzeichnen/beleg/").content.decode()
    assert Client().get("/unterzeichnen/nachweis.pdf").status_code == 404


def test_a_certificate_without_end_says_so(version):
    signature = version.signatures.get(party=Signature.Party.COMMUNE)
    facts = certificate_data(bytes(signature.certificate))
    assert (facts.valid_until, facts.serial, facts.sha256) == (
        None,
        signature.certificate_serial,
        signature.certificate_sha256,
    )
    assert "CN=Erika Musterfrau" in facts.subject
