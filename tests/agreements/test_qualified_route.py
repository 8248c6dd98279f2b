"""The commune signs outside with a qualified signature, uploads the file, the LPR countersigns (signing rules 4-8)."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageChops
from pyhanko.pdf_utils.reader import PdfFileReader

from agreements.ceremony import ceremonies
from agreements.countersigning import countersigning as countersigning
from agreements.models import Ceremony, PreAgreement, Signature
from agreements.offline import signed_outside
from agreements.offline.signed_outside import take_signed_file
from agreements.transitions import pre_agreement
from agreements.verification import ledger
from agreements.verification.ledger import record_of
from core import files
from core.journal import verify_chain
from core.models import JournalEntry
from core.page_pictures import draw, opened
from core.signing.inspection import inspect_upload
from core.signing.outside import SENTENCES, OutsideSignature
from core.signing.reading.outside_refusals import OutsideRefusal
from core.signing.reasons import Reason
from core.signing.signing_service import SigningService
from core.signing.verdict import judge
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor, _hidden
from tests.agreements.signing.forgeries import append_bytes, flip_bit
from tests.agreements.signing.manipulations import updates
from tests.agreements.signing.manipulations.paint import BESIDE, FIRST, OVER_THE_TEXT, kids, merged
from tests.agreements.signing.manipulations.tool import sign_with
from tests.factories.communes import OfficeHolderFactory
from tests.factories.qualified import Provider, add_revocation_data, saved_again, sign_like_a_tool, trusted_provider
from tests.factories.ready_agreements import caseworker_of, issued, issued_with, published_template, ready_draft
from tests.factories.staff import PASSWORD, UserFactory
from tests.races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

UPLOAD = "/unterzeichnen/hochladen/"


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


def issued_bytes(agreement: PreAgreement) -> bytes:
    version = agreement.current_version
    assert version is not None
    return files.read(version.issued_file)


def send(mayor: Mayor, data: bytes, **changes: str) -> Any:
    page = mayor.client.get(UPLOAD)
    form = {"nonce": _hidden(page, "nonce"), "shown": _hidden(page, "shown"), "consent": "on", **changes}
    return mayor.post(UPLOAD, {**form, "file": SimpleUploadedFile("signiert.pdf", data)})


def countersign(agreement: PreAgreement, **extra: str) -> Any:
    client = Client()
    client.force_login(caseworker_of(agreement.commune))
    version = agreement.current_version
    assert version is not None
    form = {"version": str(version.pk), "password": PASSWORD, **extra}
    return client.post(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/", form)


def test_the_template_decides_the_route(agreement):
    agreement.refresh_from_db()
    assert agreement.route == PreAgreement.Route.QUALIFIED


def test_the_mayor_downloads_signs_uploads_and_the_lpr_countersigns(agreement, mayor, provider, run_tasks):
    assert mayor.client.get("/unterzeichnen/unterschrift/").url == UPLOAD
    assert mayor.client.get("/unterzeichnen/vereinbarung.pdf").content == issued_bytes(agreement)
    signed = sign_like_a_tool(issued_bytes(agreement), provider.person(), field="Signature1")
    assert send(mayor, signed).url == "/unterzeichnen/beleg/"
    signature = Signature.objects.get(party="commune")
    assert (signature.method, signature.field_name) == ("qualified", "Signature1")
    assert signature.certificate_name == "Erika Musterfrau"
    assert not signature.timestamped
    assert signature.revocation == "not_embedded"
    assert countersign(agreement).status_code == 302
    agreement.refresh_from_db()
    assert agreement.status == "in_force"
    final = files.read(agreement.versions.get().final_file)
    assert final.startswith(signed)
    run_tasks()
    assert any(message.attachments and message.attachments[0][1] == final for message in mail.outbox)
    verify_chain(agreement.commune_id)


def test_a_refused_file_says_that_nothing_was_signed_and_whom_to_ask(agreement, mayor):
    stranger = Provider.make("Fremder Anbieter")
    page = send(mayor, sign_like_a_tool(issued_bytes(agreement), stranger.person()))
    text = page.content.decode()
    assert page.status_code == 422
    assert "Es wurde nichts unterzeichnet" in text
    assert SENTENCES[OutsideRefusal.UNKNOWN_ISSUER] in text
    assert f"mailto:{caseworker_of(agreement.commune).email}" in text, "the sentence sends the mayor there"


def test_an_empty_file_is_answered_with_what_to_do(mayor):
    page = send(mayor, b"")
    assert page.status_code == 422
    assert "Die Datei ist leer. Bitte wählen Sie eine andere." in page.content.decode()


def test_a_signature_in_our_field_with_revocation_data_is_countersigned(agreement, mayor, provider):
    signed = add_revocation_data(sign_like_a_tool(issued_bytes(agreement), provider.person()), provider)
    assert send(mayor, signed).status_code == 302
    assert Signature.objects.get(party="commune").revocation == "good"
    assert countersign(agreement).status_code == 302


@pytest.mark.parametrize("change", [updates.nothing, updates.other_title], ids=["nothing", "a title"])
def test_an_update_between_both_signatures_is_not_stored(agreement, mayor, provider, monkeypatch, change):
    signed = add_revocation_data(sign_like_a_tool(issued_bytes(agreement), provider.person()), provider)
    assert send(mayor, signed).status_code == 302
    true_sign = SigningService._sign
    monkeypatch.setattr(
        SigningService, "_sign", lambda service, pdf, *order: true_sign(service, updates.updated(pdf, change), *order)
    )
    answer = countersign(agreement)
    assert answer.status_code == 503
    assert "zwischen beiden Unterschriften wurde etwas eingefügt" in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.COMMUNE_SIGNED


@pytest.fixture
def final(agreement: PreAgreement, mayor: Mayor, provider: Provider) -> bytes:
    assert send(mayor, sign_like_a_tool(issued_bytes(agreement), provider.person())).status_code == 302
    assert countersign(agreement).status_code == 302
    return files.read(agreement.versions.get().final_file)


def test_the_verification_page_knows_the_final_file_and_its_manipulations(agreement, final):
    version = agreement.versions.get()
    code, rolled_back = version.check_code, files.read(version.commune_signed_file)
    verdicts = {
        name: ledger.examine(data, code).verdict.reason
        for name, data in {
            "final": final,
            "rolled back": rolled_back,
            "appended": append_bytes(final),
            "flipped": flip_bit(final, len(final) - 2000),
            "issued": issued_bytes(agreement),
            "saved again": saved_again(final),
        }.items()
    }
    assert verdicts == {
        "final": Reason.GENUINE,
        "rolled back": Reason.ROLLED_BACK,
        "appended": Reason.APPENDED,
        "flipped": Reason.CHANGED_BYTES,
        "issued": Reason.UNSIGNED_ISSUED_VERSION,
        "saved again": Reason.MODIFIED,
    }


def test_the_ledgers_own_file_is_judged_genuine_in_full(agreement, final):
    assert judge(final, inspect_upload(final), record_of(agreement.versions.get())).genuine


def test_a_deputy_is_told_to_sign_as_one(provider, newest_link, newest_code):
    draft = ready_draft(template_version=published_template(signature_level="qualified"))
    draft.deputy = OfficeHolderFactory(commune=draft.commune, office="deputy", deputy_rank=1, salutation="male")
    draft.deputy_reason = "Urlaub der Bürgermeisterin"
    draft.save()
    issued(draft)
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    assert "in Vertretung, als „i. V. Stellvertretender Bürgermeister“" in mayor.client.get(UPLOAD).content.decode()


def test_a_refused_file_leaves_everything_as_it_was(agreement, mayor, provider):
    page = send(mayor, saved_again(issued_bytes(agreement)))
    assert page.status_code == 422
    assert SENTENCES[OutsideRefusal.SAVED_AGAIN] in page.content.decode()
    assert not Signature.objects.exists()
    agreement.refresh_from_db()
    assert agreement.status == "issued"


def test_a_file_of_a_former_version_leads_to_the_newest(agreement, mayor, provider, newest_link, newest_code):
    old = issued_bytes(agreement)
    actor = StaffActor(caseworker_of(agreement.commune))
    pre_agreement.withdraw(agreement, actor=actor, reason="Tippfehler")
    pre_agreement.reopen(agreement, actor=actor)
    agreement = issued(agreement)
    again = Mayor(newest_link, newest_code)
    again.go_to_signature()
    page = send(again, sign_like_a_tool(old, provider.person()))
    assert page.status_code == 422
    assert SENTENCES[OutsideRefusal.OLDER_VERSION] in page.content.decode()
    assert "Fassung 2 herunterladen" in page.content.decode()


def test_a_stale_page_takes_nothing(agreement, mayor, provider):
    signed = sign_like_a_tool(issued_bytes(agreement), provider.person())
    assert send(mayor, signed, nonce="stale").status_code == 409
    assert send(mayor, signed, shown="0" * 64).status_code == 409
    assert send(mayor, signed, shown="").status_code == 409
    assert send(mayor, signed, nonce="").status_code == 409
    assert not Signature.objects.exists()


def test_a_second_upload_shows_the_receipt(agreement, mayor, provider):
    signed = sign_like_a_tool(issued_bytes(agreement), provider.person())
    page = mayor.client.get(UPLOAD)
    form = {"nonce": _hidden(page, "nonce"), "shown": _hidden(page, "shown"), "consent": "on"}
    for _ in range(2):
        answer = mayor.post(UPLOAD, {**form, "file": SimpleUploadedFile("signiert.pdf", signed)})
        assert answer.url == "/unterzeichnen/beleg/"
    assert Signature.objects.count() == 1


def test_nothing_without_a_file_or_with_one_that_is_too_large(mayor):
    page = mayor.client.get(UPLOAD)
    form = {"nonce": _hidden(page, "nonce"), "shown": _hidden(page, "shown"), "consent": "on"}
    assert "Bitte wählen Sie die PDF-Datei aus" in mayor.post(UPLOAD, form).content.decode()
    large = SimpleUploadedFile("gross.pdf", b"%PDF-" + bytes(settings.UPLOAD_LIMIT))
    answer = mayor.post(UPLOAD, {**form, "file": large})
    assert answer.status_code == 422
    assert SENTENCES[OutsideRefusal.TOO_LARGE] in answer.content.decode()


def test_without_any_trusted_issuer_the_page_says_so(agreement, mayor, provider, settings, tmp_path):
    settings.QUALIFIED_TRUST_DIR = tmp_path
    page = send(mayor, sign_like_a_tool(issued_bytes(agreement), provider.person()))
    assert page.status_code == 503
    assert "noch kein Aussteller hinterlegt" in page.content.decode()


def test_nothing_is_sent_that_the_portal_could_not_take_back(settings, tmp_path):
    """Without an issuer whom the operator trusts every signed file would be refused."""
    settings.QUALIFIED_TRUST_DIR = tmp_path / "missing"
    draft = ready_draft(template_version=published_template(signature_level="qualified"))
    client = Client()
    client.force_login(caseworker_of(draft.commune))
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "noch kein Aussteller hinterlegt" in page
    assert "Administration" in page
    client.post(f"{draft.get_absolute_url()}senden/", {"token": draft.revision})
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert not mail.outbox


def test_another_name_must_be_confirmed_before_countersigning(agreement, mayor, provider):
    other = sign_like_a_tool(issued_bytes(agreement), provider.person("Otto", "Beispielmann"))
    assert send(mayor, other).status_code == 302
    client = Client()
    client.force_login(caseworker_of(agreement.commune))
    page = client.get(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/").content.decode()
    assert "Der Name im Zertifikat ist ein anderer" in page
    assert countersign(agreement).status_code == 422
    assert countersign(agreement, name_confirmed="on").status_code == 302
    entry = JournalEntry.objects.get(kind="preagreement.countersign")
    assert entry.data["name_confirmed"] is True


def test_the_pages_of_the_other_routes_lead_back(newest_link, newest_code):
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    assert mayor.client.get(UPLOAD).url == "/unterzeichnen/lesen/"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_uploads_at_once_make_one_signature(agreement, mayor, provider):
    ceremony = Ceremony.objects.get()
    assert ceremonies.consent(ceremony, agreement.current_version.sha256)
    signed = sign_like_a_tool(issued_bytes(agreement), provider.person())

    def upload() -> None:
        take_signed_file(
            Ceremony.objects.get(pk=ceremony.pk), signed, nonce=ceremony.nonce, shown_sha256=ceremony.consented_sha256
        )

    assert len(at_once(upload, threads=3)) == 2
    assert Signature.objects.count() == 1


def test_the_countersigner_reads_the_file_that_was_handed_in(agreement, mayor, provider):
    """As pictures: the half-signed PDF itself is given to nobody (signing rule 9)."""
    version = agreement.current_version
    assert version is not None
    pages = version.page_count
    signed = sign_with(issued_bytes(agreement), provider.person(), merged(BESIDE, pages - 1), field="Signature1")
    assert send(mayor, signed).status_code == 302
    client = Client()
    client.force_login(caseworker_of(agreement.commune))
    place = f"{agreement.get_absolute_url()}eingereicht/"
    assert place in client.get(f"{agreement.get_absolute_url()}gegenzeichnen/").content.decode()
    page = client.get(place)
    assert "Halb unterzeichnet" in page.content.decode()
    pictures = [client.get(f"{place}{number}.webp") for number in range(1, pages + 1)]
    assert [answer["Content-Type"] for answer in pictures] == ["image/webp"] * pages
    assert all("no-store" in answer["Cache-Control"] for answer in pictures)
    with opened(signed) as handed_in, opened(issued_bytes(agreement)) as clean:
        for number, answer in enumerate(pictures):
            seen = Image.open(BytesIO(answer.content)).convert("RGB")
            assert not ImageChops.difference(seen, draw(handed_in[number], 144)).getbbox()
        assert ImageChops.difference(seen, draw(clean[pages - 1], 144)).getbbox(), "the signature is seen"
    assert client.get(f"{place}{pages + 1}.webp").status_code == 404


def test_who_may_not_countersign_does_not_read_it(agreement, mayor, provider):
    assert send(mayor, sign_like_a_tool(issued_bytes(agreement), provider.person())).status_code == 302
    colleague = Client()
    colleague.force_login(UserFactory())
    for path in ("eingereicht/", "eingereicht/1.webp"):
        assert colleague.get(f"{agreement.get_absolute_url()}{path}").status_code == 302
    assert countersign(agreement).status_code == 302
    client = Client()
    client.force_login(caseworker_of(agreement.commune))
    assert client.get(f"{agreement.get_absolute_url()}eingereicht/1.webp").status_code == 302, "it is countersigned"


@pytest.fixture
def painted_before_it_was_known(agreement, mayor, provider, monkeypatch) -> bytes:
    """A clause over the contract, taken by a portal that did not look."""
    forged = sign_with(issued_bytes(agreement), provider.person(), kids((OVER_THE_TEXT, FIRST)), field="Signature1")
    monkeypatch.setattr(signed_outside, "judge_upload", lambda *_args, **_options: _taken(forged))
    assert send(mayor, forged).status_code == 302
    return forged


def _taken(forged: bytes) -> OutsideSignature:
    [signature] = PdfFileReader(BytesIO(forged)).embedded_regular_signatures
    certificate = signature.signer_cert.dump()
    return OutsideSignature("Signature1", certificate, "Erika Musterfrau", "Testanbieter", None, "not_embedded")


def test_what_was_taken_before_it_was_known_better_is_not_countersigned(agreement, painted_before_it_was_known):
    answer = countersign(agreement)
    assert answer.status_code == 503
    text = answer.content.decode()
    assert SENTENCES[OutsideRefusal.OVER_TEXT] in text
    assert "zurückziehen und neu senden" in text
    assert Signature.objects.count() == 1


def test_what_was_countersigned_before_it_was_known_better_is_not_called_genuine(
    agreement, painted_before_it_was_known, monkeypatch
):
    monkeypatch.setattr(countersigning, "_judge_again", lambda *_args: None)
    monkeypatch.setattr(countersigning, "_refuse_another_look", lambda *_args: None)
    assert countersign(agreement).status_code == 302
    version = agreement.versions.get()
    final = files.read(version.final_file)
    for found in (ledger.examine(final), ledger.examine_in_full(final)):
        assert not found.verdict.genuine
        assert found.verdict.reason is Reason.OTHER_LOOK


def test_a_strangers_clause_over_the_issued_text_is_named(agreement, provider):
    stranger = Provider.make("Fremder Anbieter").person()
    forged = sign_with(issued_bytes(agreement), stranger, kids((OVER_THE_TEXT, FIRST)), field="Signature1")
    plain = sign_with(issued_bytes(agreement), stranger)
    assert ledger.examine(forged).verdict.reason is Reason.OTHER_LOOK
    assert ledger.examine(plain).verdict.reason is Reason.UNKNOWN_CERTIFICATE
