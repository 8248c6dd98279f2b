"""The signing rules, one telling test each; docs/signing-rules.md says where the rest of each is tried."""

import hashlib
import re
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from agreements.ceremony import ceremonies
from agreements.evidence.portal_keys import signing_service
from agreements.models import Ceremony, DocumentVersion, Invitation, PreAgreement, Signature, SigningCode
from agreements.transitions import pre_agreement
from core import files
from core.limited_processes.asking import bare_environment
from core.limited_processes.limits import MEBIBYTE, Limits
from core.models import JournalEntry, StoredFile
from core.signing.errors import SigningError
from core.signing.ink import Ink
from core.signing.outside import OutsideSignatureRefused, OutsideTrust, judge_upload
from core.signing.reading import drawing, inspecting, judge_outside, judge_seen, stamp_preview
from core.signing.reading.outside_refusals import OutsideRefusal
from core.signing.reading.signatures import read_signatures
from core.signing.signed_pdf import SignedPdf
from core.signing.signing_service import SigningService
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor, settled
from tests.agreements.signing.forgeries import add_page_to_update, append_bytes
from tests.agreements.signing.manipulations.paint import FIRST, OVER_THE_TEXT, kids
from tests.agreements.signing.manipulations.tool import sign_with
from tests.factories.qualified import Provider
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import PASSWORD

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("timestamp_authority"),
    pytest.mark.xdist_group("rules"),
]

NAME = "Erika Musterfrau"
PAGES = ("", "lesen/", "unterschrift/", "pruefen/", "ablehnen/")


@pytest.fixture
def agreement() -> PreAgreement:
    """Sent to the mayor."""
    return issued()


@pytest.fixture
def mayor(agreement, newest_link, newest_code) -> Mayor:
    return Mayor(newest_link, newest_code)


@pytest.fixture
def ready(mayor) -> Mayor:
    """The mayor, in front of the pad."""
    mayor.go_to_signature()
    return mayor


@pytest.fixture
def half_signed(ready, agreement) -> PreAgreement:
    assert ready.sign_typed(NAME).url == "/unterzeichnen/beleg/"
    agreement.refresh_from_db()
    return agreement


@pytest.fixture
def desk(agreement, client) -> Client:
    client.force_login(caseworker_of(agreement.commune))
    return client


def countersign(desk: Client, agreement: PreAgreement):
    version = agreement.current_version
    assert version is not None
    form = {"version": version.pk, "password": PASSWORD}
    return desk.post(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/", form)


def final_of(agreement: PreAgreement) -> bytes:
    version = DocumentVersion.objects.get(agreement=agreement)
    assert version.final_file is not None
    return files.read(version.final_file)


def check(data: bytes) -> str:
    return Client().post("/pruefen/", {"file": SimpleUploadedFile("a.pdf", data)}).content.decode()


def test_rule_01_the_link_is_a_hash_and_following_it_changes_nothing_that_counts(mayor, newest_link, agreement):
    link = newest_link()
    token = link.rstrip("/").split("/")[-1]
    assert len(token) * 6 >= 128
    invitation = Invitation.objects.get()
    assert token not in str(Invitation.objects.values().get())
    answer = mayor.open_link(link)
    assert answer.redirect_chain == [("/unterzeichnen/", 302)]
    assert mayor.client.cookies["unterzeichnung"]["path"] == "/unterzeichnen/"
    invitation.refresh_from_db()
    assert (invitation.state, invitation.opened_at) == (Invitation.State.OPEN, None)
    mayor.identify()
    invitation.refresh_from_db()
    assert invitation.opened_at is not None
    pre_agreement.resend_link(agreement, actor=_actor(agreement))
    newest_link()
    assert Client().get(link, follow=True).status_code == 410


def test_rule_02_the_pages_of_the_ceremony_are_not_stored_and_ask_nobody_else(ready):
    for path in PAGES:
        answer = ready.client.get(f"/unterzeichnen/{path}", follow=True)
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not re.search(r'(?:src|action)="(?:https?:)?//', answer.content.decode())


def test_rule_03_the_code_is_another_act_five_tries_ten_minutes_once(mayor, newest_code):
    mayor.open_link()
    assert mayor.client.get("/unterzeichnen/code/anfordern/").status_code == 405
    assert not SigningCode.objects.exists()
    mayor.request_code()
    code = newest_code()
    assert code not in str(SigningCode.objects.values().get())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert mayor.give_code(wrong).status_code == 422
    assert mayor.give_code(code).status_code == 422, "locked, even for the right one"
    mayor.request_code()
    fresh = newest_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1), tick=True):
        assert mayor.give_code(fresh).status_code == 422
    assert mayor.give_code(fresh).status_code == 302
    assert SigningCode.objects.get(used_at__isnull=False)


def test_rule_04_the_server_signs_its_own_bytes_whatever_the_browser_sends(ready, agreement):
    form = ready.ready_to_sign(NAME)
    upload = SimpleUploadedFile("vertrag.pdf", b"%PDF-1.7 another contract")
    assert ready.post("/unterzeichnen/pruefen/", {**form, "file": upload, "pdf": "x"}).status_code == 302
    version = agreement.current_version
    assert files.read(version.commune_signed_file).startswith(files.read(version.issued_file))


def test_rule_05_another_text_than_the_current_one_is_not_signed(ready):
    answer = ready.sign_typed(NAME, shown="0" * 64)
    assert answer.status_code == 409
    assert not Signature.objects.exists()


def test_rule_06_a_double_click_and_a_second_device_make_one_signature(ready, newest_link, newest_code):
    second = Mayor(newest_link, newest_code)
    second.open_link(newest_mailed_link())
    second.identify()
    form, other = ready.ready_to_sign(NAME), second.ready_to_sign(NAME)
    answers = [
        ready.post("/unterzeichnen/pruefen/", form),
        ready.post("/unterzeichnen/pruefen/", form),
        second.post("/unterzeichnen/pruefen/", other),
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 410]
    assert Signature.objects.count() == 1
    assert JournalEntry.objects.filter(kind="preagreement.sign_by_commune").count() == 1


def test_rule_07_a_file_changed_after_the_mayor_signed_is_not_countersigned(half_signed, desk, monkeypatch):
    signed = half_signed.current_version.commune_signed_file
    true_read = files.read
    monkeypatch.setattr(
        files, "read", lambda file: append_bytes(true_read(file)) if file.pk == signed.pk else true_read(file)
    )
    answer = countersign(desk, half_signed)
    assert answer.status_code != 302 or "gegenzeichnen" not in (answer.url or "")
    half_signed.refresh_from_db()
    assert half_signed.status == PreAgreement.Status.COMMUNE_SIGNED
    assert Signature.objects.count() == 1


def test_rule_08_a_final_file_is_exactly_the_ledgers(half_signed, desk):
    countersign(desk, half_signed)
    final, version = final_of(half_signed), DocumentVersion.objects.get(agreement=half_signed)
    certificates = dict(version.signatures.values_list("party", "certificate_sha256"))
    half = files.read(version.commune_signed_file)
    for forged in (half, append_bytes(final), add_page_to_update(final), files.read(version.issued_file)):
        assert "<title>Echt" not in check(forged)
        with pytest.raises(SigningError):
            signing_service().check_final(
                forged,
                issued=files.read(version.issued_file),
                commune_signed=half,
                commune_certificate_sha256=certificates["commune"],
                lpr_certificate_sha256=certificates["lpr"],
            )


@pytest.mark.parametrize("spoil", [append_bytes, add_page_to_update])
def test_rule_08_what_a_signer_hands_back_is_checked_before_it_counts(half_signed, desk, monkeypatch, spoil):
    """The signer may be another process or service one day; it is not believed."""
    sound = SigningService.countersign
    monkeypatch.setattr(
        SigningService,
        "countersign",
        lambda service, pdf, **facts: _with_other_bytes(sound(service, pdf, **facts), spoil),
    )
    answer = countersign(desk, half_signed)
    assert answer.status_code == 503
    assert "Die unterzeichnete Datei wurde nicht angenommen" in answer.content.decode()
    half_signed.refresh_from_db()
    assert half_signed.status == PreAgreement.Status.COMMUNE_SIGNED
    assert DocumentVersion.objects.get(agreement=half_signed).final_file is None
    assert not Signature.objects.filter(party="lpr").exists()


def test_rule_09_the_half_signed_file_is_given_to_nobody(half_signed, desk, ready):
    half = files.read(half_signed.current_version.commune_signed_file)
    for client, path in (
        (desk, f"/vereinbarungen/{half_signed.reference}/unterzeichnet.pdf"),
        (desk, f"/vereinbarungen/{half_signed.reference}/fassung.pdf"),
        (desk, f"/vereinbarungen/{half_signed.reference}/eingereicht/"),
        (desk, f"/vereinbarungen/{half_signed.reference}/eingereicht/1.webp"),
        (ready.client, "/unterzeichnen/unterzeichnet.pdf"),
        (ready.client, "/unterzeichnen/vereinbarung.pdf"),
    ):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert body != half, path


def test_rule_10_an_upload_is_looked_into_without_secrets_and_within_limits(settings):
    assert set(bare_environment()) == {"PATH", "LANG", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    programs = (inspecting, judge_outside, judge_seen, drawing, stamp_preview)
    assert {program.LIMITS for program in programs} == {Limits(cpu=10, memory=1024 * MEBIBYTE, open_files=16)}
    assert "kein PDF-Dokument" in check(b"<html>kein PDF</html>")
    settings.UPLOAD_LIMIT = 1000
    assert "größer als 20 MB" in check(b"%PDF-" + b"0" * 5000)


@pytest.mark.parametrize(
    "strokes",
    [
        [[["a", "b"]]],
        [[[1, 2]] * 5001],
        [[{"x": 1}]],
        "<svg onload=alert(1)>",
    ],
    ids=["letters", "too many", "objects", "markup"],
)
def test_rule_11_strokes_are_numbers_and_few(ready, strokes):
    assert ready.sign_drawn(strokes).status_code == 422
    assert not Signature.objects.exists()


def test_rule_12_no_reason_no_refusal_and_a_late_signature_is_none(ready, agreement):
    assert ready.say("/unterzeichnen/ablehnen/", reason=" ").status_code == 422
    form = ready.ready_to_sign(NAME)
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=True):  # the clock's job has not run
        assert ready.post("/unterzeichnen/pruefen/", form).status_code == 410
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.ISSUED
    assert ready.say("/unterzeichnen/ablehnen/", reason="Der Rat ist dagegen.").status_code == 302
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.DECLINED


def test_rule_13_a_signed_file_that_never_got_its_row_goes_and_the_next_try_works(ready, agreement, monkeypatch):
    monkeypatch.setattr(pre_agreement, "sign_by_commune", _dies)
    with pytest.raises(ConnectionAbortedError):
        ready.sign_typed(NAME)
    monkeypatch.undo()
    rowless = {p.name for p in Path(portal_settings.DOCUMENT_STORE).glob("??/*")} - _rows()
    assert rowless
    assert files.sweep(timezone.now() + timedelta(hours=2)) >= len(rowless)
    assert not {p.name for p in Path(portal_settings.DOCUMENT_STORE).glob("??/*")} - _rows()
    assert not Signature.objects.exists()
    assert ready.sign_typed(NAME).url == "/unterzeichnen/beleg/"


def test_rule_14_validation_asks_no_network_and_trusts_named_roots_only(half_signed, monkeypatch):
    data = files.read(half_signed.current_version.commune_signed_file)
    trust = signing_service().keys.validation_context()
    monkeypatch.setattr(socket, "getaddrinfo", _no_network)
    monkeypatch.setattr(socket.socket, "connect", _no_network)
    assert [signature.trusted for signature in read_signatures(data, trust).signatures] == [True]
    assert [(signature.trusted, signature.sound) for signature in read_signatures(data).signatures] == [(False, True)]


def test_rule_15_a_typed_name_does_what_a_drawing_does(ready, agreement):
    ceremony = Ceremony.objects.get()
    assert ceremonies.consent(ceremony, agreement.current_version.sha256)
    for ink in (Ink(typed_name=NAME), Ink.from_json("[[[20, 100], [60, 40], [120, 150]]]")):
        try:
            with transaction.atomic():
                ceremonies.sign(
                    Ceremony.objects.get(), ink=ink, nonce=ceremony.nonce, shown_sha256=ceremony.consented_sha256
                )
                agreement.refresh_from_db()
                assert agreement.status == PreAgreement.Status.COMMUNE_SIGNED
                assert Signature.objects.get().name == NAME
                raise _UndoneError
        except _UndoneError:
            assert not Signature.objects.exists()


def test_rule_16_both_sides_get_the_same_file_and_a_sheet_of_evidence(half_signed, desk, run_tasks):
    mail.outbox.clear()
    countersign(desk, half_signed)
    run_tasks()
    sent = [message for message in mail.outbox if message.attachments]
    assert len({tuple(message.to) for message in sent}) == 2
    assert {bytes(message.attachments[0].content) for message in sent} == {final_of(half_signed)}
    assert all(len(message.attachments) == 2 for message in sent)


def test_rule_17_anyone_learns_what_was_signed_and_gets_no_document(half_signed, desk):
    countersign(desk, half_signed)
    version = DocumentVersion.objects.get(agreement=half_signed)
    page = check(final_of(half_signed))
    assert "<title>Echt. In Kraft seit" in page
    assert NAME in page
    for lesser, verdict in ((version.issued_file, "Nicht unterzeichnet"), (version.commune_signed_file, "Nicht echt")):
        assert f"<title>{verdict}" in check(files.read(lesser))
    by_code = Client().get("/pruefen/", {"code": version.check_code}).content.decode()
    assert NAME in by_code
    assert not re.search(r'href="[^"]*\.pdf', by_code)


def test_rule_18_asking_for_a_lost_link_reveals_nothing(agreement):
    known, unknown = (
        Client().post("/unterzeichnen/link-verloren/", {"address": address, "reference": ""}, follow=True)
        for address in (agreement.open_invitation.recipient, "niemand@musterstadt.example")
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert _without_csrf(known.content) == _without_csrf(unknown.content)
    client, form = Client(), {"address": "niemand@musterstadt.example", "reference": ""}
    answers = [settled(client, client.post("/unterzeichnen/link-verloren/", form)).status_code for _ in range(6)]
    assert answers[-1] == 429


def _with_other_bytes(signed: SignedPdf, spoil: Callable[[bytes], bytes]) -> SignedPdf:
    data = spoil(signed.data)
    return replace(signed, data=data, sha256=hashlib.sha256(data).hexdigest())


class _UndoneError(Exception):
    """Takes back what was done in the block."""


def _actor(agreement: PreAgreement) -> StaffActor:
    return StaffActor(caseworker_of(agreement.commune))


def newest_mailed_link() -> str:
    """Another device follows the same mail."""
    found = [re.search(r"(/unterzeichnen/link/\S+)", message.body) for message in mail.outbox]
    return [match[1] for match in found if match][-1]


def _rows() -> set[str]:
    return set(StoredFile.objects.values_list("sha256", flat=True))


def _dies(*_arguments: object, **_more: object) -> None:
    raise ConnectionAbortedError


def _no_network(*_arguments: object, **_more: object) -> None:
    raise AssertionError("validation asked the network")


def _without_csrf(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def test_rule_19_what_is_seen_counts_and_the_countersigner_sees_it(half_signed, desk):
    issued_file = files.read(half_signed.current_version.issued_file)
    provider = Provider.make()
    painted = sign_with(issued_file, provider.person(), kids((OVER_THE_TEXT, FIRST)), field="Signature1")
    trust = OutsideTrust(issuers=[provider.der])
    with pytest.raises(OutsideSignatureRefused) as caught:
        judge_upload(painted, issued=issued_file, former=(), trust=trust, received_at=timezone.now())
    assert caught.value.refusal is OutsideRefusal.OVER_TEXT
    place = f"/vereinbarungen/{half_signed.reference}/eingereicht/"
    assert "Halb unterzeichnet" in desk.get(place).content.decode()
    assert desk.get(f"{place}1.webp")["Content-Type"] == "image/webp"
