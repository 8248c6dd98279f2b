"""Signing rules 3, 4, 13 and 15 to 17, clause by clause: codes, what is signed, equal ways, what is told to whom."""

import os
import re
import secrets
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from agreements.ceremony import ceremonies
from agreements.models import Ceremony, DocumentVersion, Invitation, PreAgreement, Signature, tokens
from core import files
from core.models import JournalEntry, OutgoingMessage
from core.signing.ink import Ink
from core.transitions import TransitionRefusedError
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import PASSWORD

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("timestamp_authority"),
    pytest.mark.xdist_group("rules"),
]

NAME = "Erika Musterfrau"
TYPED, DRAWN = Ink(typed_name=NAME), Ink.from_json("[[[20, 100], [60, 40], [120, 150]]]")


@pytest.fixture
def agreement() -> PreAgreement:
    """Sent to the mayor."""
    return issued()


@pytest.fixture
def mayor(agreement, newest_link, newest_code) -> Mayor:
    return Mayor(newest_link, newest_code)


@pytest.fixture
def signed(agreement, mayor, client, run_tasks) -> DocumentVersion:
    """Signed by both sides, everybody told."""
    mayor.go_to_signature()
    mayor.sign_typed(NAME)
    version = agreement.current_version
    assert version is not None
    client.force_login(caseworker_of(agreement.commune))
    mail.outbox.clear()
    form = {"version": version.pk, "password": PASSWORD}
    assert client.post(f"{agreement.get_absolute_url()}gegenzeichnen/", form).status_code == 302
    run_tasks()
    version.refresh_from_db()
    return version


class _UndoneError(Exception):
    """Takes back what was done in the block."""


def sign(**changes: Any) -> None:
    """As the page does it, but for ``changes``."""
    ceremony = Ceremony.objects.order_by("pk")[0]
    values = {"ink": TYPED, "nonce": ceremony.nonce, "shown_sha256": ceremony.invitation.version.sha256, **changes}
    ceremonies.sign(ceremony, **values)


def consent() -> None:
    """To the text that is there, on every device."""
    for ceremony in Ceremony.objects.all():
        assert ceremonies.consent(ceremony, ceremony.invitation.version.sha256)


def test_rule_03_codes_come_from_secrets_in_their_full_length(monkeypatch):
    asked = []
    monkeypatch.setattr(secrets, "randbelow", lambda limit: asked.append(limit) or 42)
    monkeypatch.setattr(secrets, "choice", lambda letters: asked.append(len(letters)) or letters[0])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size: asked.append(size) or "token")
    assert (tokens.digit_code(), tokens.letter_code(), tokens.link_token()) == ("000042", "A" * 10, "token")
    assert asked == [1_000_000, *[32] * 10, 32]


def test_rule_04_without_consent_to_this_very_text_nothing_is_signed(mayor):
    mayor.open_link()
    mayor.identify()
    for consented in ("", "0" * 64):
        Ceremony.objects.update(consented_sha256=consented)
        with pytest.raises(TransitionRefusedError, match="stimmen Sie ihr noch einmal zu"):
            sign()
    assert not Signature.objects.exists()


def test_rule_04_another_hash_or_the_nonce_of_another_device_signs_nothing(mayor, newest_link, newest_code):
    link = newest_link()
    second = Mayor(newest_link, newest_code)
    for each in (mayor, second):
        each.open_link(link)
        each.identify()
    consent()
    with pytest.raises(TransitionRefusedError, match="Die Fassung hat sich geändert"):
        sign(shown_sha256="0" * 64)
    with pytest.raises(TransitionRefusedError, match="noch einmal zu"):
        sign(nonce=Ceremony.objects.order_by("pk")[1].nonce)
    assert not Signature.objects.exists()


def test_rule_04_the_name_is_that_of_the_office_whatever_was_typed(mayor):
    mayor.go_to_signature()
    assert mayor.sign_typed("Mickey Maus", confirmed_name="Mickey Maus").status_code == 302
    assert Signature.objects.get().name == NAME


def test_rule_13_the_clock_takes_up_what_is_stuck_and_says_so(agreement):
    ago = timezone.now() - timedelta(hours=2)
    rowless = Path(portal_settings.DOCUMENT_STORE) / files.put(b"signed, but never recorded", "x").sha256[:2]
    for path in rowless.iterdir():
        os.utime(path, (ago.timestamp(), ago.timestamp()))
    OutgoingMessage.objects.update(state="sending", due_at=ago)
    said = StringIO()
    call_command("tick", stdout=said)
    assert "1 E-Mails erneut" in said.getvalue()
    assert re.search(r"[1-9]\d* Dateien entfernt", said.getvalue())
    assert OutgoingMessage.objects.get().state == "queued"
    again = StringIO()
    call_command("tick", stdout=again)
    assert ", 0 Dateien entfernt" in again.getvalue()


def test_rule_15_typed_or_drawn_every_effect_is_the_same(mayor):
    mayor.go_to_signature()
    consent()
    found = []
    for ink in (TYPED, DRAWN):
        try:
            with transaction.atomic():
                sign(ink=ink)
                found.append(_effects())
                raise _UndoneError
        except _UndoneError:
            assert not Signature.objects.exists()
    (typed, *of_typed), (drawn, *of_drawn) = found
    assert (typed, drawn) == ("typed", "drawn")
    assert of_typed == of_drawn


def test_rule_16_both_get_the_ledgers_file_and_the_ledgers_sheet(signed, agreement):
    wanted = [files.read(signed.final_file), files.read(signed.evidence_file)]
    sent = {message.to[0]: [bytes(each.content) for each in message.attachments] for message in mail.outbox}
    mayor = Invitation.objects.get().recipient
    assert sent == {mayor: wanted, caseworker_of(agreement.commune).email: wanted}


def test_rule_17_by_code_and_by_file_the_same_facts_and_no_more(signed, agreement):
    upload = SimpleUploadedFile("a.pdf", files.read(signed.final_file))
    stranger = SimpleUploadedFile("b.pdf", b"%PDF-1.7 nothing of ours")
    before = _stored()
    answers = [
        Client().post("/pruefen/", {"file": upload}),
        Client().get("/pruefen/", {"code": signed.check_code}),
    ]
    Client().post("/pruefen/", {"file": stranger, "code": signed.check_code})
    assert _stored() == before, "what was sent to be checked is not kept"
    holder = Invitation.objects.get().office_holder
    facts = [
        agreement.reference,
        "Fassung 1, keine neuere",
        agreement.commune.full_name,
        "in Kraft seit",
        signed.final_file.sha256,
    ]
    for signature in signed.signatures.all():
        when = timezone.localtime(signature.signed_at)
        facts += [signature.name, signature.office, f"am {when:%d.%m.%Y, %H:%M} Uhr"]
    secret = [holder.email, holder.phone, agreement.contact_name, agreement.contact_email, agreement.contact_phone]
    for answer in answers:
        assert "no-store" in answer["Cache-Control"], "an agreement may end tomorrow"
        page = answer.content.decode()
        words = " ".join(strip_tags(page).split())
        assert [fact for fact in facts if fact not in words] == []
        assert [word for word in secret if word in page] == []
        assert not re.search(r'href="[^"]*(\.pdf|\.zip|/vereinbarungen/)', page), "no document"


def _effects() -> list[object]:
    """The method, then everything else that a signature leaves."""
    signature = Signature.objects.values().get()
    of_this_one = ("id", "typed_name", "certificate", "certificate_sha256", "certificate_serial", "signed_at")
    journal = JournalEntry.objects.order_by("pk").values_list("kind", "visibility", "actor_kind", "actor_id")
    return [
        signature.pop("method"),
        {name: value for name, value in signature.items() if name not in of_this_one},
        PreAgreement.objects.get().status,
        DocumentVersion.objects.get().commune_signed_file is not None,
        list(Invitation.objects.values_list("state", flat=True)),
        list(Ceremony.objects.values_list("signed", flat=True)),
        list(journal),
        list(OutgoingMessage.objects.order_by("pk").values_list("kind", "recipient")),
    ]


def _stored() -> set[str]:
    return {path.name for path in Path(portal_settings.DOCUMENT_STORE).glob("??/*")}
