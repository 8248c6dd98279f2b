"""Each thing that stands in the way gets its own plain message, and nothing is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.ceremony import ceremonies
from agreements.drafting import issuing
from agreements.models import Ceremony, Invitation, PreAgreement, Signature, SigningCode
from agreements.office.clock import expire_overdue
from agreements.transitions import pre_agreement
from communes.models import OfficeHolder
from core import dates
from core.models import JournalEntry
from core.signing.ink import Ink
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor
from tests.factories.communes import OfficeHolderFactory
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]


def test_an_unknown_link_says_so():
    answer = Client().get("/unterzeichnen/link/gibt-es-nicht/")
    assert answer.status_code == 404
    assert "Bitte öffnen Sie den Link aus der E-Mail" in answer.content.decode()


def test_opening_the_link_changes_nothing_that_counts(newest_link):
    agreement = issued()
    for _scan in range(3):
        Client().get(newest_link(), follow=True)
    invitation = Invitation.objects.get(version__agreement=agreement)
    assert (invitation.state, invitation.opened_at) == (Invitation.State.OPEN, None)


def test_the_link_leads_to_an_address_without_its_token(newest_link):
    issued()
    link = newest_link()
    answer = Client().get(link, follow=True)
    assert answer.redirect_chain == [("/unterzeichnen/", 302)]
    cookie = answer.client.cookies["unterzeichnung"]
    assert cookie["path"] == "/unterzeichnen/"
    assert cookie["samesite"] == "Lax"
    assert cookie["httponly"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_used_link_says_that_it_is_signed(newest_link, newest_code):
    issued()
    link = newest_link()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    other_device = Client()
    answer = other_device.get(link, follow=True)
    assert answer.status_code == 410
    assert "schon unterzeichnet" in answer.content.decode()


def test_an_expired_link_says_until_when_it_held(newest_link):
    agreement = issued()
    link = newest_link()
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=True):
        answer = Client().get(link, follow=True)
        assert answer.status_code == 410
        assert "abgelaufen" in answer.content.decode()
        assert f">{caseworker_of(agreement.commune)}</p>" in answer.content.decode()
        assert expire_overdue() == 1
        assert expire_overdue() == 0
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.EXPIRED


def test_who_did_not_sign_in_time_is_told_what_comes_next(run_tasks):
    agreement = issued()
    responsible = caseworker_of(agreement.commune)
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=True):
        expire_overdue()
        mail.outbox.clear()
        run_tasks()
    told = {message.to[0]: message for message in mail.outbox if "abgelaufen" in message.subject}
    assert told.keys() == {responsible.email, "buergermeisterin@musterstadt.example"}
    letter = told["buergermeisterin@musterstadt.example"].body
    assert "Sehr geehrte Frau Bürgermeisterin Musterfrau," in letter
    assert "gilt nicht mehr" in letter
    assert f"Mit freundlichen Grüßen\n{responsible.full_name}\n" in letter
    assert responsible.email in letter
    assert "http" not in letter


def test_who_was_sent_a_new_version_meanwhile_is_not_told_of_the_old_one(run_tasks):
    agreement = issued()
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=True):
        expire_overdue()
        agreement.refresh_from_db()
        actor = StaffActor(caseworker_of(agreement.commune))
        pre_agreement.reopen(agreement, actor=actor)
        issuing.issue(agreement, actor=actor, revision=agreement.revision)
        mail.outbox.clear()
        run_tasks()
    to_the_mayor = [message for message in mail.outbox if message.to == ["buergermeisterin@musterstadt.example"]]
    assert not any("abgelaufen" in message.subject for message in to_the_mayor)


def test_expiry_is_checked_when_signing_not_only_by_the_clock(newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    form = mayor.ready_to_sign("Erika Musterfrau")
    Invitation.objects.filter(version__agreement=agreement).update(expires_at=timezone.now())
    answer = mayor.post("/unterzeichnen/pruefen/", form)
    assert answer.status_code == 410
    assert "abgelaufen" in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_resend_revokes_the_former_link(client, newest_link):
    agreement = issued()
    former = newest_link()
    client.force_login(caseworker_of(agreement.commune))
    client.post(f"/vereinbarungen/{agreement.reference}/link/")
    newer = newest_link()
    assert newer != former
    assert Client().get(newer, follow=True).status_code == 200
    answer = Client().get(former, follow=True)
    assert answer.status_code == 410
    assert "Es gibt eine neuere E-Mail" in answer.content.decode()


def test_a_withdrawn_agreement_cannot_be_signed(client, newest_link, newest_code, run_tasks):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    client.force_login(caseworker_of(agreement.commune))
    page = client.post(f"/vereinbarungen/{agreement.reference}/zurueckziehen/", {"reason": "Falscher Betrag"})
    assert page.status_code == 302
    answer = mayor.sign_typed("Erika Musterfrau")
    assert answer.status_code == 410
    run_tasks()
    assert any("zurückgezogen" in message.body for message in mail.outbox)


def test_a_superseded_version_shows_what_changed(client, newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    form = mayor.ready_to_sign("Erika Musterfrau")
    caseworker = caseworker_of(agreement.commune)
    pre_agreement.withdraw(agreement, actor=StaffActor(caseworker), reason="Ansprechperson geändert")
    pre_agreement.reopen(agreement, actor=StaffActor(caseworker))
    PreAgreement.objects.filter(pk=agreement.pk).update(contact_name="Nora Neumuster")
    agreement.refresh_from_db()
    issuing.issue(agreement, actor=StaffActor(caseworker), revision=agreement.revision)
    answer = mayor.post("/unterzeichnen/pruefen/", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Es gibt eine neue Fassung" in page
    assert "Nora Neumuster" in page
    assert not Signature.objects.exists()
    second = Mayor(newest_link, newest_code)
    second.open_link()
    second.identify()
    assert second.client.get("/unterzeichnen/lesen/").url == "/unterzeichnen/aenderungen/"
    assert "Nora Neumuster" in second.client.get("/unterzeichnen/aenderungen/").content.decode()


def test_consent_to_another_text_is_refused_with_the_current_one(newest_link, newest_code):
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    answer = mayor.sign_typed("Erika Musterfrau", shown="0" * 64)
    assert answer.status_code == 409
    assert "Die Fassung hat sich geändert" in answer.content.decode()
    assert Ceremony.objects.get().consented_sha256 == ""


def test_signing_with_another_hash_or_nonce_signs_nothing(newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    for wrong in ({"shown": "0" * 64}, {"nonce": "anders"}):
        answer = mayor.sign_typed("Erika Musterfrau", **wrong)
        assert answer.status_code == 409
        assert "Es wurde nichts unterzeichnet" in answer.content.decode()
        assert "Erika Musterfrau" in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.ISSUED


def test_five_wrong_codes_lock_the_code(newest_link, newest_code):
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.request_code()
    right = newest_code()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for left in ("noch 4 Versuche", "noch 3 Versuche", "noch 2 Versuche", "noch einen Versuch"):
        answer = mayor.give_code(wrong)
        assert answer.status_code == 422
        assert left in answer.content.decode()
    assert "fünfmal falsch" in mayor.give_code(wrong).content.decode()
    assert "fünfmal falsch" in mayor.give_code(right).content.decode()
    mayor.request_code()
    assert mayor.give_code(newest_code()).status_code == 302


def test_a_code_holds_ten_minutes_and_once(newest_link, newest_code):
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.request_code()
    code = newest_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        assert "abgelaufen" in mayor.give_code(code).content.decode()
    assert mayor.give_code(code).status_code == 302
    second = Mayor(newest_link, newest_code)
    second.open_link()
    assert "neuen Code an" in second.give_code(code).content.decode()


def test_codes_are_limited_in_number(newest_link, newest_code):
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    begun = timezone.now()
    for minute in range(5):
        with time_machine.travel(begun + timedelta(minutes=minute), tick=True):
            mayor.request_code()
    with time_machine.travel(begun + timedelta(minutes=5), tick=True):
        answer = mayor.post("/unterzeichnen/code/anfordern/")
    assert answer.status_code == 429
    again = dates.clock(timezone.localtime(begun) + timedelta(hours=1))
    assert f"Ab {again} Uhr senden wir Ihnen einen neuen" in answer.content.decode()
    assert SigningCode.objects.count() == 5


def test_reading_and_signing_need_the_code(newest_link, newest_code):
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    for path in ("lesen/", "unterschrift/", "pruefen/", "ablehnen/", "vereinbarung.pdf"):
        assert mayor.client.get(f"/unterzeichnen/{path}").url == "/unterzeichnen/"


def test_who_left_office_since_the_mail_cannot_sign(newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    form = mayor.ready_to_sign("Erika Musterfrau")
    yesterday = timezone.localdate() - timedelta(days=1)
    OfficeHolder.objects.filter(commune=agreement.commune).update(valid_until=yesterday)
    answer = mayor.post("/unterzeichnen/pruefen/", form)
    assert answer.status_code == 403
    assert "heute nicht im Amt" in answer.content.decode()
    assert not Signature.objects.exists()


@pytest.mark.parametrize("name", ["\u200b", "\u00ad \u200b", "12", "M" * 101])
def test_a_name_that_cannot_be_seen_or_set_is_no_signature(newest_link, newest_code, name):
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    assert mayor.sign_typed(name).status_code == 422
    assert not Signature.objects.exists()


def test_declining_wants_a_reason_and_tells_both_sides(newest_link, newest_code, run_tasks):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    assert mayor.say("/unterzeichnen/ablehnen/", reason="").status_code == 422
    assert mayor.say("/unterzeichnen/ablehnen/", reason="Der Rat ist dagegen.").status_code == 302
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.DECLINED
    entry = JournalEntry.objects.get(kind="preagreement.decline")
    assert entry.free_text.text == "Der Rat ist dagegen."
    assert "Rat ist dagegen" not in str(entry.data)
    run_tasks()
    assert mail.outbox[-1].to == [caseworker_of(agreement.commune).email]
    assert mail.outbox[-2].to == ["buergermeisterin@musterstadt.example"]
    assert "nicht unterzeichnen möchten:\n\n> Der Rat ist dagegen.\n" in mail.outbox[-2].body
    assert "Ihre Ablehnung ist angekommen" in mayor.client.get("/unterzeichnen/").content.decode()


def test_without_the_timestamp_authority_nothing_is_signed_and_nothing_lost(
    settings, newest_link, newest_code, monkeypatch
):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    monkeypatch.setitem(settings.SIGNING, "TSA_URL", "http://127.0.0.1:9")
    answer = mayor.sign_typed("Erika Musterfrau")
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "Zeitstempeldienst" in page
    assert "Erika Musterfrau" in page
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.ISSUED
    assert not Signature.objects.exists()
    monkeypatch.undo()
    assert mayor.sign_typed("Erika Musterfrau").status_code == 302


def test_without_an_authority_to_sign_nobody_countersigns(client, newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    caseworker = caseworker_of(agreement.commune)
    caseworker.signing_authorities.update(valid_until=timezone.localdate() - timedelta(days=1))
    client.force_login(caseworker)
    page = client.get(f"/vereinbarungen/{agreement.reference}/").content.decode()
    assert "keine Zeichnungsbefugnis" in page
    assert client.get(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/").status_code == 302


def test_a_transition_from_the_wrong_state_is_refused_by_name():
    draft = ready_draft()
    with pytest.raises(TransitionRefusedError, match="Entwurf"):
        pre_agreement.resend_link(draft, actor=StaffActor(caseworker_of(draft.commune)))


def test_a_link_revoked_while_the_signature_is_being_made_signs_nothing(newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    secret = mayor.client.cookies["unterzeichnung"].value
    loaded_before = ceremonies.for_secret(secret)
    pre_agreement.resend_link(agreement, actor=StaffActor(caseworker_of(agreement.commune)))
    with pytest.raises(TransitionRefusedError, match="gilt nicht mehr"):
        ceremonies.sign(
            loaded_before,
            ink=Ink(typed_name="Erika Musterfrau"),
            nonce=loaded_before.nonce,
            shown_sha256=loaded_before.invitation.version.sha256,
        )
    assert not Signature.objects.exists()


def test_a_version_goes_only_to_whom_it_names(client):
    agreement = issued()
    yesterday = timezone.localdate() - timedelta(days=1)
    OfficeHolder.objects.filter(commune=agreement.commune).update(valid_until=yesterday)
    OfficeHolderFactory(commune=agreement.commune, last_name="Nachfolgerin", valid_from=timezone.localdate())
    client.force_login(caseworker_of(agreement.commune))
    answer = client.post(f"/vereinbarungen/{agreement.reference}/link/", follow=True)
    assert "Bitte senden Sie eine neue Fassung" in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_countersigning_while_strangers_guess(client, newest_link, newest_code):
    """Five wrong passwords at the sign-in page, from the very address, do not reach who is signed in already."""
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    user = caseworker_of(agreement.commune)
    client.force_login(user)
    for _ in range(6):
        Client().post("/anmelden/", {"login": user.email, "password": "geraten"})
    version = agreement.current_version
    assert version is not None
    form = {"version": version.pk, "password": PASSWORD}
    client.post(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/", form)
    agreement.refresh_from_db()
    assert agreement.status == "in_force"


def test_guessing_the_password_when_countersigning_ends_the_session(client, newest_link, newest_code):
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    client.force_login(caseworker_of(agreement.commune))
    version = agreement.current_version
    assert version is not None
    form, page = {"version": version.pk, "password": "falsch"}, f"/vereinbarungen/{agreement.reference}/gegenzeichnen/"
    for _ in range(4):
        assert "nach fünf Versuchen werden Sie abgemeldet" in client.post(page, form).content.decode()
    ended = client.post(page, form, follow=True)
    assert ended.redirect_chain == [(f"/anmelden/?next={page}", 302)]
    assert "deshalb wurden Sie abgemeldet" in ended.content.decode()
    agreement.refresh_from_db()
    assert agreement.status == "commune_signed"
