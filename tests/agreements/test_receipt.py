"""The receipt, from the last tap until long after: what comes next, what may be sent, and which minute it was."""

import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.ceremony import usual_time
from agreements.ceremony.usual_time import working_days
from agreements.evidence.sheets import evidence_of
from agreements.models import Ceremony, DocumentVersion, PreAgreement, Signature
from agreements.transitions import pre_agreement
from core import files
from core.models import JournalEntry, OutgoingMessage
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.pdf_text import content_text
from tests.agreements.test_evidence import data_of, text_of
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

RECEIPT, AGAIN, COPY = "/unterzeichnen/beleg/", "/unterzeichnen/beleg/lesen/", "/unterzeichnen/beleg/kopie/"
BY_MAIL = "agreements.receipt_copy"


@pytest.fixture
def agreement() -> PreAgreement:
    return issued()


@pytest.fixture
def mayor(agreement: PreAgreement, newest_link: Any, newest_code: Any) -> Mayor:
    """Has signed."""
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    assert mayor.sign_typed("Erika Musterfrau").url == RECEIPT
    return mayor


def receipt(mayor: Mayor) -> str:
    return str(mayor.client.get(RECEIPT).content.decode())


def countersign(agreement: PreAgreement) -> None:
    client = Client()
    client.force_login(caseworker_of(agreement.commune))
    form = {"version": str(agreement.versions.get().pk), "password": PASSWORD}
    assert client.post(f"{agreement.get_absolute_url()}gegenzeichnen/", form).status_code == 302


def copy_to(mayor: Mayor, address: str) -> Any:
    return mayor.post(COPY, {"address": address})


def test_it_says_who_comes_next_and_offers_no_file_yet(mayor, agreement):
    page = receipt(mayor)
    assert "<title>Vielen Dank, Sie haben unterzeichnet" in page
    assert re.search(r"<h1[^>]*autofocus", page)
    assert "Wir zeichnen gegen" in page
    assert caseworker_of(agreement.commune).full_name in page
    assert 'aria-current="step"' in page
    assert "Noch einmal lesen" in page
    assert "b…@musterstadt.example" in page
    assert agreement.open_invitation is None
    assert "buergermeisterin@" not in page
    assert ".pdf" not in page


def test_the_same_page_serves_later(mayor, agreement):
    countersign(agreement)
    page = receipt(mayor)
    assert "Wir haben gegengezeichnet" in page
    assert "Beide Seiten haben unterzeichnet" in page
    assert page.count(": erledigt") == 3
    assert "Unterzeichnete Fassung herunterladen" in page
    assert "Noch einmal lesen" not in page


def test_a_version_that_came_to_nothing_says_so_and_sends_nothing(mayor, agreement):
    actor = StaffActor(caseworker_of(agreement.commune))
    agreement.refresh_from_db()
    pre_agreement.withdraw(agreement, actor=actor, reason="Falscher Betrag")
    page = receipt(mayor)
    assert "Diese Fassung kommt nicht zustande" in page
    assert COPY not in page


def test_what_was_signed_can_be_read_again_and_only_read(mayor, agreement):
    page = mayor.client.get(AGAIN).content.decode()
    assert agreement.contact_name in page
    asked = re.findall(r'<form[^>]*action="([^"]*)"', page)
    assert asked == ["/unterzeichnen/rueckruf/"], "who helps can be asked for a call, nothing else is sent"
    assert ".pdf" not in page
    Ceremony.objects.update(identified_at=timezone.now() - timedelta(hours=3))
    assert mayor.client.get(AGAIN).url == RECEIPT
    assert AGAIN not in receipt(mayor)


def test_stamp_receipt_and_evidence_tell_one_recorded_minute(agreement, newest_link, newest_code):
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    ending = timezone.now().replace(second=59, microsecond=600_000) + timedelta(minutes=2)
    with time_machine.travel(ending, tick=True):  # a minute that ends on the way
        assert mayor.sign_typed("Erika Musterfrau").status_code == 302
        page = receipt(mayor)
        countersign(agreement)
    signature = Signature.objects.get(party="commune")
    minute = f"{timezone.localtime(signature.signed_at):%d.%m.%Y, %H:%M} Uhr"
    day, clock = minute.split(", ")
    assert minute in re.sub(r"<[^>]*>", "", page)
    version = DocumentVersion.objects.get()
    assert minute in _stamp_of(files.read(version.final_file))
    sheet = files.read(evidence_of(version))
    assert f"{day}, {clock.removesuffix(' Uhr')}" in text_of(sheet)
    assert data_of(sheet)["signers"][0]["signed_at"][:16] == f"{signature.signed_at:%Y-%m-%dT%H:%M}"


def test_a_copy_is_a_fixed_text_without_the_half_signed_file(mayor, agreement, run_tasks):
    mail.outbox.clear()
    assert copy_to(mayor, "Vorzimmer@musterstadt.example").url == RECEIPT
    run_tasks()
    (sent,) = [message for message in mail.outbox if message.to == ["Vorzimmer@musterstadt.example"]]
    assert agreement.reference in sent.subject
    assert "Erika Musterfrau, Bürgermeisterin, hat die Vorvereinbarung" in sent.body
    assert sent.attachments == []
    assert "Die Kopie ist auf dem Weg an Vorzimmer@musterstadt.example" in receipt(mayor)
    entry = JournalEntry.objects.get(kind="preagreement.receipt_copied")
    assert entry.data["signature"] == Signature.objects.get().pk
    assert "Vorzimmer" not in json.dumps(entry.data)


def test_three_addresses_each_once_and_no_more(mayor):
    for number in (1, 2, 3):
        for _click in range(2):
            assert copy_to(mayor, f"amt{number}@musterstadt.example").status_code == 302
    answer = copy_to(mayor, "amt4@musterstadt.example")
    assert answer.status_code == 409
    assert "schon drei Kopien" in answer.content.decode()
    assert OutgoingMessage.objects.filter(kind=BY_MAIL).count() == 3
    assert JournalEntry.objects.filter(kind="preagreement.receipt_copied").count() == 3
    assert COPY not in receipt(mayor)


@pytest.mark.parametrize("address", ["", "amt", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example"])
def test_only_one_address_is_an_address(mayor, address):
    answer = copy_to(mayor, address)
    assert answer.status_code == 422
    assert not OutgoingMessage.objects.filter(kind=BY_MAIL).exists()


def test_nobody_sends_copies_without_having_signed_here(agreement, mayor, newest_link, newest_code):
    Ceremony.objects.update(identified_at=timezone.now() - timedelta(hours=3))
    assert copy_to(mayor, "amt@musterstadt.example").url == RECEIPT
    assert Client().post(COPY, {"address": "amt@musterstadt.example"}).url == RECEIPT
    assert not OutgoingMessage.objects.filter(kind=BY_MAIL).exists()


def test_who_got_a_copy_gets_the_signed_file_as_well(mayor, agreement, run_tasks):
    copy_to(mayor, "vorher@musterstadt.example")
    run_tasks()
    mail.outbox.clear()
    countersign(agreement)
    copy_to(mayor, "nachher@musterstadt.example")
    run_tasks()
    final = files.read(agreement.versions.get().final_file)
    for address in ("vorher@musterstadt.example", "nachher@musterstadt.example"):
        (sent,) = [message for message in mail.outbox if message.to == [address]]
        assert bytes(sent.attachments[0].content) == final


def test_how_long_it_usually_takes_is_told_from_what_was_done(mayor, monkeypatch):
    assert usual_time.usual_time() == "", "nothing is known yet"
    assert "Arbeitstag" not in receipt(mayor)
    for taken, words in (
        ([0, 0, 0, 0], ""),
        ([0, 0, 0, 0, 9], "meist noch am selben Arbeitstag"),
        ([0, 1, 1, 1, 7], "meist bis zum nächsten Arbeitstag"),
        ([0, 1, 2, 2, 3, 3, 3, 20], "meist binnen drei Arbeitstagen"),
        ([12, 12, 12, 12, 30], "meist binnen 12 Arbeitstagen"),
    ):
        monkeypatch.setattr(usual_time, "_days_taken", lambda taken=taken: taken)
        assert usual_time.usual_time() == words
    assert "meist binnen 12 Arbeitstagen" in receipt(mayor)


def test_the_days_are_those_between_both_signatures(mayor, agreement):
    assert usual_time._days_taken() == []
    countersign(agreement)
    assert usual_time._days_taken() == [0]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 11, 13), date(2026, 11, 13), 0),
        (date(2026, 11, 13), date(2026, 11, 16), 1),  # over a weekend
        (date(2026, 11, 17), date(2026, 11, 19), 1),  # over Buß- und Bettag
        (date(2026, 12, 23), date(2026, 12, 29), 3),
    ],
)
def test_weekends_and_holidays_do_not_count(first, last, days):
    assert working_days(first, last) == days


def _stamp_of(pdf: bytes) -> str:
    """What the commune's visible signature says."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        look = fields["sig_commune"].AP.N
        return content_text(look, look.get("/Resources"))
