"""Mails about an agreement: what was sent, what did not arrive, and sending it again to the right address."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.mails.overview import KINDS, undelivered
from agreements.models import Invitation, PreAgreement, SentLink
from communes.models import OfficeHolder
from core import composing
from core.journal import verify_chain
from core.mail import queue_mail
from core.models import JournalEntry, OutgoingMessage
from tests.agreements.ceremony_pages import Mayor
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import PASSWORD, UserFactory
from tests.strict_templates import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

State = OutgoingMessage.State
WRONG, RIGHT = "buergermeisterin@musterstadt.example", "rathaus@musterstadt.example"


@pytest.fixture
def mail_server(monkeypatch):
    """A mail server that does not know one address; it remembers what it refused."""
    refused: list[EmailMultiAlternatives] = []
    deliver = EmailMultiAlternatives.send

    def send(message, *args, **values):
        if WRONG in message.to:
            refused.append(message)
            raise SMTPRecipientsRefused({WRONG: (550, b"unknown")})
        return deliver(message, *args, **values)

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    return refused


@pytest.fixture
def agreement(mail_server, run_tasks):
    """An agreement whose mayor did not get the link."""
    agreement = issued()
    run_tasks()
    return agreement


@pytest.fixture
def desk(client, agreement):
    client.force_login(caseworker_of(agreement.commune))
    return client


def failed(agreement) -> OutgoingMessage:
    return OutgoingMessage.objects.filter(state=State.FAILED).latest("pk")


def correct(client, agreement, message, address: str = RIGHT):
    path = f"/vereinbarungen/{agreement.reference}/e-mails/{message.pk}/"
    return client.post(path, {"address": address}, follow=True).content.decode()


def test_page_desk_and_list_say_what_failed_and_lead_to_the_correction(desk, agreement):
    way_out = f'href="/vereinbarungen/{agreement.reference}/e-mails/{failed(agreement).pk}/"'
    for path in (agreement.get_absolute_url(), "/arbeit/", f"/vereinbarungen/{agreement.reference}/e-mails/"):
        shown = page(desk, path)
        assert way_out in shown
        assert WRONG in shown
        assert "Link zum Unterzeichnen" in shown
        assert "Die Adresse wurde vom Mailserver abgelehnt." in shown


def test_a_corrected_address_gets_a_new_link_and_the_old_one_is_dead(desk, agreement, mail_server, newest_link):
    old_link = next(line for line in mail_server[0].body.split() if "/unterzeichnen/link/" in line)
    form = page(desk, f"/vereinbarungen/{agreement.reference}/e-mails/{failed(agreement).pk}/")
    assert "steht danach auch in der Akte der Kommune bei Bürgermeisterin Erika Musterfrau" in form
    assert f"auf dem Weg an {RIGHT}" in correct(desk, agreement, failed(agreement))
    new_link = newest_link()
    assert mail.outbox[-1].to == [RIGHT]
    assert Client().get(old_link, follow=True).status_code != 200
    assert sorted(Invitation.objects.values_list("state", "recipient")) == [("open", RIGHT), ("revoked", WRONG)]
    assert Client().get(new_link, follow=True).status_code == 200
    assert OfficeHolder.objects.get(commune=agreement.commune).email == RIGHT
    assert "nicht zugestellt werden" not in page(desk, agreement.get_absolute_url())
    assert "Nicht zugestellte E-Mails" not in page(desk, "/arbeit/")


def test_the_correction_stands_in_the_journal_without_the_address(desk, agreement):
    correct(desk, agreement, failed(agreement))
    kinds = set(JournalEntry.objects.values_list("kind", flat=True))
    assert {"preagreement.mail_corrected", "officeholder.changed", "preagreement.resend_link"} <= kinds
    assert not [entry for entry in JournalEntry.objects.all() if "@" in str(entry.data)]
    assert verify_chain(agreement.commune_id) == JournalEntry.objects.count()


def test_a_double_click_sends_once(desk, agreement):
    message = failed(agreement)
    correct(desk, agreement, message)
    assert "inzwischen erneut gesendet" in correct(desk, agreement, message)
    assert Invitation.objects.count() == 2


def test_a_wrong_address_stays_in_the_form(desk, agreement):
    shown = correct(desk, agreement, failed(agreement), "keine Adresse")
    assert "keine Adresse" in shown
    assert OfficeHolder.objects.get(commune=agreement.commune).email == WRONG


def test_a_mayor_who_left_office_gets_no_link(desk, agreement):
    OfficeHolder.objects.update(valid_until="2024-01-31")
    OfficeHolderFactory(commune=agreement.commune, last_name="Neumann", valid_from="2024-02-01", email=RIGHT)
    assert "Bitte senden Sie eine neue Fassung" in correct(desk, agreement, failed(agreement))
    assert not OutgoingMessage.objects.filter(recipient=RIGHT).exists()
    assert OfficeHolder.objects.filter(email=WRONG).exists()


def test_the_signed_file_goes_to_the_address_that_was_corrected_meanwhile(
    client, agreement, desk, newest_link, newest_code, run_tasks
):
    head = Client()
    head.force_login(UserFactory(role="head"))
    correct(head, agreement, failed(agreement))  # who does that does not countersign (signing rule 20)
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    OfficeHolder.objects.update(email="neu@musterstadt.example")
    version = agreement.current_version
    desk.post(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/", {"version": version.pk, "password": PASSWORD})
    run_tasks()
    greetings = {message.to[0]: message.body.splitlines()[0] for message in mail.outbox if message.attachments}
    assert greetings == {
        "neu@musterstadt.example": "Sehr geehrte Frau Bürgermeisterin Musterfrau,",
        caseworker_of(agreement.commune).email: "Guten Tag,",
    }
    shown = page(desk, f"/vereinbarungen/{agreement.reference}/e-mails/")
    for kind in ("Bestätigung der Unterschrift", "Code zum Unterzeichnen", "Unterzeichnete Vereinbarung"):
        assert kind in shown
    assert newest_code() not in shown


def test_a_mail_without_a_link_is_sent_as_it_is(desk, agreement, run_tasks):
    message = queue_mail("agreements.withdrawn", WRONG, agreement)
    run_tasks()
    message.refresh_from_db()
    assert message.state == State.FAILED
    correct(desk, agreement, message)
    run_tasks()
    message.refresh_from_db()
    assert (message.state, message.recipient) == (State.SENT, RIGHT)
    assert Invitation.objects.count() == 1
    assert OfficeHolder.objects.get(commune=agreement.commune).email == RIGHT


def test_a_colleague_s_mail_changes_no_file(desk, agreement, run_tasks):
    OfficeHolder.objects.update(email=RIGHT)
    Invitation.objects.update(recipient=RIGHT)
    message = queue_mail("agreements.declined", WRONG, agreement)
    run_tasks()
    assert "Nur diese E-Mail" in page(desk, f"/vereinbarungen/{agreement.reference}/e-mails/{message.pk}/")
    correct(desk, agreement, message, "neu@lpr.example")
    assert OfficeHolder.objects.get(commune=agreement.commune).email == RIGHT


def test_the_list_names_every_mail_and_no_secret(desk, agreement, mail_server):
    secret = next(line for line in mail_server[0].body.split() if "/unterzeichnen/link/" in line).rsplit("/", 2)[-2]
    shown = page(desk, f"/vereinbarungen/{agreement.reference}/e-mails/")
    assert "nicht zustellbar" in shown
    assert secret not in shown
    assert SentLink.objects.get().token_hash not in shown


def test_every_mail_of_an_agreement_has_a_german_name():
    assert {kind for kind in composing._composers if kind.startswith("agreements.")} == set(KINDS)


def test_mails_of_other_agreements_are_not_reached(desk, agreement):
    other = issued(ready_draft(commune=CommuneFactory()))
    message = OutgoingMessage.objects.latest("pk")
    assert desk.get(f"/vereinbarungen/{agreement.reference}/e-mails/{message.pk}/").status_code == 404
    assert desk.get(f"/vereinbarungen/{other.reference}/e-mails/").status_code == 200


def test_another_caseworker_sees_it_and_cannot_send(client, agreement):
    client.force_login(UserFactory())
    shown = page(client, agreement.get_absolute_url())
    assert "nicht zugestellt werden" in shown
    assert "Adresse berichtigen" not in shown
    assert "Zuständig ist" in correct(client, agreement, failed(agreement))
    assert Invitation.objects.count() == 1


def test_a_coach_finds_neither_list_nor_form(client, agreement):
    client.force_login(UserFactory(role="coach"))
    assert client.get(f"/vereinbarungen/{agreement.reference}/e-mails/").status_code == 404
    assert client.get(f"/vereinbarungen/{agreement.reference}/e-mails/{failed(agreement).pk}/").status_code == 404


def test_one_undelivered_mail_of_a_kind_or_many_cost_the_same(agreement, run_tasks):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            undelivered(PreAgreement.objects.with_parties())
        return len(captured)

    queue_mail("agreements.withdrawn", WRONG, agreement)
    run_tasks()
    one_of_each = cost()
    for _ in range(5):
        queue_mail("agreements.withdrawn", WRONG, agreement)
    issued(ready_draft(commune=CommuneFactory()))
    run_tasks()
    assert len(undelivered(PreAgreement.objects.all())) == 8
    assert cost() == one_of_each


def test_the_list_of_mails_costs_the_same_for_few_and_many(desk, agreement, run_tasks):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(f"/vereinbarungen/{agreement.reference}/e-mails/").status_code == 200
        return len(captured)

    queue_mail("agreements.withdrawn", WRONG, agreement)
    run_tasks()
    cost()
    few = cost()
    for _ in range(9):
        queue_mail("agreements.withdrawn", WRONG, agreement)
    run_tasks()
    assert cost() == few
